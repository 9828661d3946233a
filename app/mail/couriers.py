"""Where a courier's parcels can be followed."""

import re

_PAGES = {
    "jne": "https://www.jne.co.id/tracking-package",
    "jnt": "https://jet.co.id/track",
    "sicepat": "https://www.sicepat.com/checkAwb",
    "anteraja": "https://anteraja.id/tracking",
    "pos": "https://www.posindonesia.co.id/id/tracking",
    "tiki": "https://www.tiki.id/id/track",
    "ninja": "https://www.ninjaxpress.co/id-id/tracking",
    "lion": "https://lionparcel.com/track/stt",
    "idexpress": "https://idexpress.com/lacak-paket/",
}


def tracking_page(courier: str | None) -> str | None:
    """The page of a courier as staff write its name ("J&T Express", "Pos Indonesia"); None for one we do not know."""
    letters = re.sub(r"[^a-z]", "", (courier or "").lower().replace("&", "n"))
    return next((page for name, page in _PAGES.items() if letters.startswith(name)), None)
