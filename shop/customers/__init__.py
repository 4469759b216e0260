"""A customer's own account: orders, addresses, export, and the way out of it."""
