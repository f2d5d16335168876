"""What the office publishes: a quarter's results frozen as an edition, its figures, and the site made of them."""
