"""Whether a home page opens, visit by visit, over a week: the log of a campaign, and what one visit came to."""
