"""The reference authority: a small system that conforms, to try against and to derive mutants from."""
