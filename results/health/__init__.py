"""A run's own health, judged apart from what it found: an ill run feeds no pass rate."""
