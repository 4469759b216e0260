"""Who did what, read from all the books, person by person and thing by thing."""
