"""What the staff do with orders: find, pack, send in parcels, hand over."""
