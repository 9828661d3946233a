"""The schema: exactly what its migrations make."""

from app.checking import Check, Finding, failed, ok, some
from app.preflight import catalogue
from app.preflight.database import MIGRATIONS
from app.preflight.installation import Installation
from app.preflight.stock import SIGNATURES


def schema(installation: Installation) -> Finding:
    """Nothing of the schema was lost, changed or added by hand. The four functions of the stock and row-level security have boxes of their own."""
    with installation.console() as console:
        apart = [it for it in catalogue.differences(console) if it.subject not in SIGNATURES]
    if apart:
        return failed(f"{some([str(it) for it in apart])}: sql/schema.sql has it as the migrations make it")
    return ok(f"{len(catalogue.written())} things, each as its migration makes it")


CHECKS = (Check("database.schema", "Schema is what they make", schema, (MIGRATIONS,)),)
