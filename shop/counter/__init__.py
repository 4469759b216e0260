"""What is sold over a counter or at a stall: an order that is paid and handed over at once."""
