"""What developers look at."""

from app.mail.queries import Mail
from app.statements import Statement, named

sql = named("dev")


def outbox() -> Statement[list[Mail]]:
    """The latest hundred mails, newest first; for the worker's role."""
    return sql.rows("outbox", Mail)
