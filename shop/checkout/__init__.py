"""Checkout: place an order, start its payment, settle it, release what was not paid."""
