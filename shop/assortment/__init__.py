"""Products as the staff edit them: draft, preview, publish, prices with a reason and a day."""
