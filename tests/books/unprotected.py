"""A database that lets anything be written: what a law finds, no constraint may have refused."""

from sqlalchemy import Connection, text


def unprotect(connection: Connection, table: str) -> None:
    """Lifts checks, unique constraints and triggers from the table, until the rollback."""
    if connection.dialect.name == "postgresql":
        _on_postgresql(connection, table)
    else:
        _on_sqlite(connection, table)


def _on_postgresql(connection: Connection, table: str) -> None:
    connection.exec_driver_sql(f"alter table {table} disable trigger user")
    constraints = connection.execute(
        text("""select conname from pg_constraint
            where conrelid = cast(:t as regclass) and contype in ('c', 'u')"""),
        {"t": table},
    ).scalars()
    for name in constraints.all():
        connection.exec_driver_sql(f"alter table {table} drop constraint {name} cascade")
    indexes = connection.execute(
        text(
            "select indexrelid::regclass::text from pg_index"
            " where indrelid = cast(:t as regclass) and indisunique and not indisprimary"
        ),
        {"t": table},
    ).scalars()
    for name in indexes.all():
        connection.exec_driver_sql(f"drop index {name}")


def _on_sqlite(connection: Connection, table: str) -> None:
    """A copy knows no constraints."""
    connection.exec_driver_sql(f"create table copied as select * from {table}")
    connection.exec_driver_sql(f"drop table {table}")
    connection.exec_driver_sql(f"alter table copied rename to {table}")
