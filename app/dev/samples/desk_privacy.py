"""Samples of the desk's page of requests for deletion."""

from typing import Any

from app.desk.privacy.queries import Asked, CarriedOut
from app.dev.samples.made import made

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "partials/desk/privacy.html": {
        "": {
            "asked": [made(Asked, seconds_left=-7_200, running=2), made(Asked, seconds_left=200_000, running=0)],
            "done": [made(CarriedOut)],
        },
        "none": {"asked": [], "done": []},
    },
}
