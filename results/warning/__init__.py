"""Early warning, and the reminders given."""
