"""What the shop may ask of a payment provider; Stripe stands behind one file."""
