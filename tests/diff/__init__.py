"""What changed, in plain words."""
