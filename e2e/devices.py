"""The devices that the shop is made for: phones from small to large, a tablet, and the laptop of the desk."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Playwright

SMALL, GALAXY, LAPTOP = "Small 320", "Galaxy 360", "Laptop"
PHONES = ("Pixel 7", GALAXY, "iPhone 14")


@dataclass(frozen=True)
class Device:
    """What Playwright knows it by, and its viewport in CSS pixels where that differs."""

    known_as: str
    width: int = 0
    height: int = 0


DEVICES = {
    "Pixel 7": Device("Pixel 7"),
    GALAXY: Device("Galaxy S24", 360, 800),
    "iPhone 14": Device("iPhone 14"),
    "iPhone SE": Device("iPhone SE (3rd gen)"),
    SMALL: Device("Galaxy S5", 320, 568),
    "Tablet": Device("iPad Mini"),
    LAPTOP: Device("Desktop Chrome"),
}


def described(playwright: Playwright, name: str, *, landscape: bool = False) -> dict[str, Any]:
    """A device as a browser context takes it."""
    device = DEVICES[name]
    found = {key: value for key, value in playwright.devices[device.known_as].items() if key != "default_browser_type"}
    if device.width:
        found["viewport"] = found["screen"] = {"width": device.width, "height": device.height}
    if landscape:
        width, height = found["viewport"]["width"], found["viewport"]["height"]
        found["viewport"] = found["screen"] = {"width": max(width, height), "height": min(width, height)}
    return found
