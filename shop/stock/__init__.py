"""Stock: levels per variant, reservations, and the movements that prove them."""
