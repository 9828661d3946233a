"""The web server: `python -m app.server HOST PORT` runs granian over the shop; bench/servers.py tells why this one.

The app is loaded in each worker, after the fork, so that no connection is ever shared. There are enough threads that
waiting requests come to app/admission.py, which knows who goes first and whom to turn away; THREADS of them work.
"""

import logging
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from app import create_app, logs, metrics
from app.settings import Settings

SPARE = 14  # threads for turning away and for liveness, beyond those that work and those that wait
CONNECTIONS = 768  # of browsers to each process, most of them idle; below the usual limit of open files
PATIENCE = 20  # seconds that running requests get when we are asked to stop


def main(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT, then finish the requests that run. Raises SettingsError."""
    settings = Settings.from_environment(os.environ)
    logs.configure(settings)
    metrics.share(settings.data, metrics.web(port))
    threads = settings.threads + settings.waiting_room + SPARE
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())  # they wait
    Server(
        "wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.workers,
        backpressure=CONNECTIONS,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.warning,
    ).serve(target_loader=load, wrap_loader=False)


class Server(MPServer):
    """granian that replaces a worker however often somebody kills it.

    The library closes the shop when one worker ends twice within 5.5 seconds, taking that for an app that cannot start.
    So it is only when the worker ended by itself, and not by a signal like the kernel's when memory is short.
    """

    def _respawn_workers(self, workers: Sequence[int], *how: Any, **more: Any) -> None:
        killed = [number for number in workers if (self.wrks[number].inner.exitcode or 0) < 0]
        super()._respawn_workers(workers, *how, **more)
        for number in killed:
            self.respawned_wrks.pop(number, None)


def load() -> Flask:
    """The app of one worker. Until the worker listens to signals itself, SIGTERM ends it instead of being overheard."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app = create_app()
    metrics.meters()
    return app


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
