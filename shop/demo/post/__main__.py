"""`python -m shop.demo.post`: runs the demo post office until it is told to end."""

import argparse
import logging
import signal
import threading
from pathlib import Path

from shop.demo.post.server import PostOffice


def main() -> None:
    arguments = _arguments()
    logging.basicConfig(level=arguments.log_level, format="demo-post %(levelname)s %(message)s")
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd writes addresses into it
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        phones = dict(phone.split("=", 1) for phone in arguments.phone)
        office = PostOffice(arguments.store, arguments.smtp_port, arguments.web_port, phones)
    except OSError as failure:
        raise SystemExit(f"Demo post office cannot start: {failure}") from failure
    log = logging.getLogger("shop.demo.post")
    log.info("mailbox at %s, SMTP on port %s", office.url, office.smtp_port)
    ended.wait()
    office.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m shop.demo.post", description=__doc__)
    parser.add_argument("--smtp-port", type=int, default=8003, help="on 127.0.0.1 (default 8003)")
    parser.add_argument("--web-port", type=int, default=8002, help="on 127.0.0.1 (default 8002)")
    parser.add_argument("--store", type=Path, default=Path("var/demo-post"), help="a Maildir")
    parser.add_argument("--phone", action="append", default=[], help="owner=secret, shown as codes")
    parser.add_argument("--log-level", default="INFO", choices=["DEBUG", "INFO", "WARNING"])
    return parser.parse_args()


if __name__ == "__main__":
    main()
