"""Orders: lines that copy what was sold, the state table, fulfilment."""
