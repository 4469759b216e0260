"""Mail: an outbox queued with what it reports, its writing, and SMTP that empties it."""
