"""From findings and decisions to ratings, points and pass rates."""
