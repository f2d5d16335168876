"""Alerts to people: what is worth a message, how often, and by which way it goes out."""
