"""From contract to bag and back: the page of each batch, labels, recall."""
