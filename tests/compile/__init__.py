"""What is compiled of the specification beside its schemas."""
