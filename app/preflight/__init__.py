"""The boxes of `flask preflight`: what an installation must be like before people shop in it."""

from app.checking import Check
from app.preflight import access, configuration, database, following, limits, machine, schema, services, stock, web
from app.preflight.installation import Installation

CHECKS: tuple[Check[Installation], ...] = (
    *configuration.CHECKS,
    *database.CHECKS,
    *schema.CHECKS,
    *following.CHECKS,
    *stock.CHECKS,
    *access.CHECKS,
    *services.CHECKS,
    *limits.CHECKS,
    *web.CHECKS,
    *machine.CHECKS,
)
