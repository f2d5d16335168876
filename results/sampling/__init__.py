"""Which targets a quarter inspects: drawn so that anyone can draw the same."""
