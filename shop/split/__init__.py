"""Where the price of a bag goes, part by part: proposed, checked, published, drawn."""
