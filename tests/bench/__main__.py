"""Measures and prints; ends with an error only when the shop makes one, not at a missed target."""

import argparse
import tempfile
import warnings
from pathlib import Path

from tests.bench.figures import letters_needed, measure
from tests.bench.measure import AT_ONCE
from tests.bench.street import open_street
from tests.bench.table import processor_time, rates
from tests.make.databases import Databases


def main() -> None:
    arguments = _arguments()
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
    rounds, seconds = (2, 0.6) if arguments.quick else (arguments.rounds, arguments.seconds)
    letters = letters_needed(rounds, seconds, arguments.only)
    options = _options(arguments)
    print(f"{AT_ONCE} at a time, a connection for each request, {rounds} rounds of {seconds} s")
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder), durable=True)
        try:
            for database in arguments.database or ["sqlite", "postgresql"]:
                place = Path(folder) / database
                place.mkdir()
                with open_street(databases, place, database, options, letters) as street:
                    figures = list(measure(street, rounds, seconds, arguments.only))
                print(f"\n{database}\n{rates(figures)}\n\n{processor_time(figures)}", flush=True)
        finally:
            databases.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few seconds, to see that it runs")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each round")
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--only", default="", help="figures whose name begins so")
    parser.add_argument("--worker-class", choices=["sync", "gthread"], help="not as in shop.serve")
    parser.add_argument("--threads", type=int, help="of each gthread worker")
    parser.add_argument("--workers", type=int)
    return parser.parse_args()


def _options(arguments: argparse.Namespace) -> str:
    """Where the settings shall differ from `shop/serve.py`."""
    # gunicorn turns a sync worker with threads into a gthread one.
    threads = 1 if arguments.worker_class == "sync" else arguments.threads
    options = {
        "--worker-class": arguments.worker_class,
        "--threads": threads,
        "--workers": arguments.workers,
    }
    return " ".join(f"{name}={value}" for name, value in options.items() if value)


if __name__ == "__main__":
    main()
