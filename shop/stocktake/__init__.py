"""Count what is on the shelves, blind and several people at once, and book the difference."""
