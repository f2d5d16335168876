"""Letters after GB/T 9704-2012: a list of blocks, rendered as a file to edit and as a file to print."""
