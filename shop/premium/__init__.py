"""What sold coffee owes to growers and to the partnership's projects, and what was paid."""
