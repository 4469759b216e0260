"""How fast the shop is: `python -m tests.bench`, or `make bench`.

Times depend on the machine and on what else it does, so everything is held against a yardstick in
the same minute: pages against a constant page of 15 kB that the same server settings serve, what
is booked when money comes against the smallest change that the same database commits.
"""
