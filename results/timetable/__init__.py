"""The office's year: which job is due when, who works it, and how each occurrence came to its end."""
