"""The flask commands of operators and developers."""

from flask import Flask

from app.cli import checks, clock, database, people, preflight, serve, smoke, worker


def init_app(app: Flask) -> None:
    """Adds the commands to the app."""
    parts = (
        *(database.migrate, database.seed, people.create_staff),
        *(checks.audit, preflight.preflight, smoke.smoke, worker.worker, serve.serve, clock.clock),
    )
    for command in parts:
        app.cli.add_command(command)
