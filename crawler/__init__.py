"""What every stage shares: the words, the inventory, the capture store and the pure readers."""
