"""What was ordered from suppliers, and what of it has come."""
