"""What there is to do: the staff's first page."""
