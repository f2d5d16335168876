"""Days as portals write them, and which of a page's days to believe."""
