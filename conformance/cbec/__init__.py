"""The machine-readable specification of cross-border e-commerce, and the harness that holds systems to it."""

__version__ = "0.1.0"
