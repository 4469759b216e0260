"""Returns: the declaration of a customer to withdraw from a contract (§ 356a BGB)."""
