"""The lists of a page: rows, titles, days, page counts, and where a script fetches more."""
