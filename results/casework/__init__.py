"""The life of a notice: served, answered, looked at again, closed; and the day's work list."""
