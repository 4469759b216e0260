"""The stock as a file: out, and in again with a dry run before it and a way back after it."""
