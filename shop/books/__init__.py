"""Whether the books hold: each law is one question to the database, answered by what breaks it."""
