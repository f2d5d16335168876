"""A whole website: many captures read page by page into facts."""
