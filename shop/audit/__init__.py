"""Who changed what, from which value to which: append-only, and nothing about customers."""
