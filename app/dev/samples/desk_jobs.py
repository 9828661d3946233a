"""Sample data for the worker's jobs at the desk; see samples.py."""

from typing import Any

from app.desk.jobs import queries
from app.dev.samples.made import MELATI, NOW, made

PARKED = [
    made(
        queries.Parked, id=1, kind="send_mail", failures=5, last_error="550 tidak ada", order_id=MELATI,
        order_number="SW-251122-K7QMP", mail_subject="Pesanan dikirim", recipient="sari@contoh.test",
    ),
    made(queries.Parked, id=2, kind="digest_mail", order_id=None, order_number=None, mail_subject=None, recipient=None),
]  # fmt: skip
QUIET = queries.Waiting(0, None, 0)

JOBS: dict[str, dict[str, Any]] = {
    "nothing": {"parked": [], "waiting": QUIET},
    "stuck": {"parked": PARKED, "waiting": queries.Waiting(3, NOW, 2)},
}
