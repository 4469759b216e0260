"""The cart: a signed cookie of wishes, priced anew on each view."""
