"""Append-only books: what was sold, one row each, fixed to a Berlin business date."""
