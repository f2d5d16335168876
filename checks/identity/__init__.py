"""Domain names and footers: who stands behind a site."""
