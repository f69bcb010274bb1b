"""The verbs of the command `cbec`; each module below holds a few, and loads what is heavy only when called."""
