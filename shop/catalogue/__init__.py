"""Products, their variants, prices and their history, photographs."""
