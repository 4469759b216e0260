"""Mail: an outbox written with what it reports, and SMTP that empties it."""
