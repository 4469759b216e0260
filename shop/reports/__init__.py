"""Figures for the district: queries over the ledger, without a person in them."""
