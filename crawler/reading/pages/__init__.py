"""A fetched document: its text, words, marks and jumps, and whether it is a page at all."""
