"""The flask commands of operators and developers."""

from flask import Flask

from app.cli import checks, database, people, preflight, serve, worker


def init_app(app: Flask) -> None:
    """Adds the commands to the app."""
    for command in (
        database.migrate,
        database.seed,
        people.create_staff,
        checks.audit,
        preflight.preflight,
        worker.worker,
        serve.serve,
    ):
        app.cli.add_command(command)
