"""Going through the shop without a pointer: what has the focus, and the way to the next thing."""

from playwright.sync_api import Locator, Page, expect

FARTHEST = 60  # presses of Tab to anything on a page
_LOST = "document.activeElement === document.body"
_IS_HERE = "part => part === document.activeElement"
_WAY = "part => part.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING ? 'Shift+Tab' : 'Tab'"
STROKE = 15  # milliseconds: quicker than any fingers


def walks_to(page: Page, part: Locator) -> None:
    """Presses Tab, backwards to what is above, until this part has the focus; it must be seen there, and not lie below a bar."""
    for _ in range(FARTHEST):
        if part.evaluate(_IS_HERE):
            break
        page.keyboard.press(part.evaluate(_WAY))
    expect(part).to_be_focused()
    expect(part).to_be_in_viewport()


def presses(page: Page, part: Locator) -> None:
    """Walks there and presses Enter."""
    walks_to(page, part)
    page.keyboard.press("Enter")


def writes(page: Page, part: Locator, text: str) -> None:
    """Walks there and types over what it held."""
    walks_to(page, part)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text, delay=STROKE)


def keeps_its_place(page: Page) -> None:
    """The focus is on something: whoever cannot see the page knows where they are."""
    page.wait_for_function(f"!({_LOST})")
