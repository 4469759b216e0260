"""People who work with the shop: roles, sign-in, sessions kept in the database."""
