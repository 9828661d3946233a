"""The flask commands of operators and developers."""

from flask import Flask

from app.cli import backup, checks, clock, database, people, preflight, serve, smoke, switch, worker


def init_app(app: Flask) -> None:
    """Adds the commands to the app."""
    operating = (database.migrate, database.seed, database.load_areas, people.create_staff, switch.switch, clock.clock)
    checking = (checks.audit, preflight.preflight, smoke.smoke)
    for command in (*operating, backup.backup, backup.restore, *checking, worker.worker, serve.serve):
        app.cli.add_command(command)
