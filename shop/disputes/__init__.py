"""Disputes, early fraud warnings and reviews: what stops a parcel and has a date."""
