"""How gunicorn serves the shop: `gunicorn --config shop/serve.py "shop:create_app()"`.

The same settings for `make run`, production and the benchmark. From the environment: `BIND`
(or `PORT`, on loopback), `WEB_CONCURRENCY` workers (as many as processors), `WEB_THREADS` threads
in each (8; with 1 the workers are of class sync).

Why threads: placing an order asks the payment provider and waits. Sync workers are a quarter
faster as long as nobody waits (product page 0.75, orders 0.8 of theirs, measured with two workers
on two processors). But with a provider that takes one second, and eight customers ordering, two
sync workers place 1.6 orders a second and every twentieth product page takes over three seconds;
with threads it is 6 orders and 22 milliseconds. Threads wait for slow visitors too, where a sync
worker needs a proxy that does.
"""

import gc
import os
from logging import LogRecord
from multiprocessing import cpu_count
from typing import Any

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or cpu_count())
threads = int(os.environ.get("WEB_THREADS") or 8)
worker_class = "gthread" if threads > 1 else "sync"

#: Longer than the slowest answer of a payment provider, with its repetitions.
timeout = 60
graceful_timeout = 30
#: Nothing leaks, so nobody waits for a worker that starts anew.
max_requests = 0

#: Only the shop's own setting says which proxy is believed (`TRUSTED_PROXIES`).
forwarded_allow_ips = ""
#: One more way in that nobody uses.
control_socket_disable = True

#: Who looked at what is nobody's business.
accesslog = None
errorlog = "-"
loglevel = "warning"


def on_starting(server: Any) -> None:
    server.log.error_log.addFilter(_without_people)


def post_worker_init(_worker: Any) -> None:
    # What is loaded stays: a full collection that walks over all of it stops a page for 80 ms.
    gc.collect()
    gc.freeze()


def _without_people(record: LogRecord) -> bool:
    """What went wrong stays; the address that asked and the path it asked for do not."""
    for told in ("Invalid request", "Error handling request"):
        if str(record.msg).startswith(told):
            record.msg, record.args = told, ()
    return True
