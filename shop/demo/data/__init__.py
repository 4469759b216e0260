"""What the demo shop sells, who works in it and where one collects: all of it invented."""
