"""A document page: labelled fields, title, validity, attachments."""
