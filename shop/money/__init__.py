"""Pure arithmetic of money: integer cents, gross prices, VAT taken out once per rate."""
