"""What a site says of itself at the foot of its pages."""
