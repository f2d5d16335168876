"""The annual report on disclosure: published when due, whole, and right in its sums."""
