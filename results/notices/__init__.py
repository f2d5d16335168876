"""Letters to owners: what is said, in which annexes, on paper and in the trail."""
