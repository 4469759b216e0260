"""What the payment provider knows becomes known here: its events, and a daily look at everything.

An event is only a hint: what it is about is fetched again. The daily look finds what no event told.
"""
