"""The proofs' shop itself."""

from tests.proofs.conftest import Tell
from tests.proofs.web import Web


def test_members_are_signed_in(web: Web, tell: Tell) -> None:
    async def badges() -> list[int]:
        return [(await browser.get("/orders")).status for browser in web.members(3)]

    assert web.run(badges()) == [200, 200, 200]
    tell("3 members signed in")
