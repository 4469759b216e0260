"""Payouts to the bank, and each line of the provider's balance that makes them up."""
