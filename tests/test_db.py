"""What the database promises the rest of the shop."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from shop.db import db, reading


def test_after_a_restart_of_the_database_the_next_page_is_served(
    app: Flask, client: FlaskClient
) -> None:
    assert client.get("/readyz").status_code == 200
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            return
        _hang_up_on_everybody_else(app)
    assert client.get("/readyz").status_code == 200


def test_who_only_reads_waits_for_no_writer(app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("update stock_levels set on_hand = on_hand"))
        with reading() as connection:
            assert connection.scalar(text("select count(*) from stock_levels")) == 0
        db.session.rollback()


def _hang_up_on_everybody_else(app: Flask) -> None:
    other = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with other.connect() as connection:
        connection.execute(
            text(
                "select pg_terminate_backend(pid, 5000) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )
        )
    other.dispose()
