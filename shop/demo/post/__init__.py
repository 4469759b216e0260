"""The demo post office: a real SMTP server on loopback, and a page to read what it was given.

From the shop's view this is somebody else's software: it imports nothing of the shop, and the
shop reaches it by SMTP alone. `maildir.py` keeps the mails, `letter.py` reads one however odd it
is, `smtp.py` takes mails in, `app.py` shows them, `server.py` runs both.
"""
