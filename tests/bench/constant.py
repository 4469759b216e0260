"""The yardstick: the least that Flask behind this server can do."""

from flask import Flask

PAGE = "<!doctype html><title>Immer gleich</title>".ljust(15_000, ".")


def create_app() -> Flask:
    app = Flask(__name__)

    @app.get("/")
    def page() -> str:
        return PAGE

    @app.get("/healthz")
    def alive() -> str:
        return "alive"

    return app
