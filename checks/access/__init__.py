"""Whether websites open at all, over a week of visits."""
