"""Who of the staff is acting: sessions that end, a second factor that is asked for, and what only admins do."""

import pytest

from tests.db.people import DESK, Person
from tests.db.shop import Shop


@pytest.fixture
def somebody(shop: Shop) -> Person:
    """The desk's role with nobody in it, as a transaction begins."""
    return Person(shop, DESK)


def signed_in(shop: Shop, colleague: Person, session: str = "s", lifetime: str = "12 hours") -> str:
    shop.visitor().call("start_staff_session", session, colleague.staff, lifetime)
    return session


def test_a_made_up_session_is_nobody(shop: Shop, somebody: Person) -> None:
    signed_in(shop, shop.colleague())
    for session in ("x", "", None):
        with shop.refuses("SW041"):
            somebody.call("identify_staff", session, False, False)


def test_a_session_is_its_person_until_it_ends(shop: Shop, somebody: Person) -> None:
    citra = shop.colleague("citra")
    session = signed_in(shop, citra)
    found = somebody.call("identify_staff", session, False, False)
    assert found == (citra.staff, "Citra", "citra@sensasiwangi.test", "cs", True)
    shop.later("12 hours")
    with shop.refuses("SW030"):
        somebody.call("identify_staff", session, False, False)
    shop.later("8 days")
    signed_in(shop, citra, "t")
    with shop.refuses("SW041"):
        somebody.call("identify_staff", session, False, False)
    assert shop.rows("select id from staff_sessions") == [("t",)]  # the one that ran out was swept up


def test_leaving_ends_a_session(shop: Shop, somebody: Person) -> None:
    session = signed_in(shop, shop.colleague())
    somebody.call("end_staff_session", session)
    with shop.refuses("SW041"):
        somebody.call("identify_staff", session, False, False)


def test_the_person_is_the_actor_of_the_transaction(shop: Shop, somebody: Person) -> None:
    citra = shop.colleague("citra")
    session = signed_in(shop, citra)
    with somebody.acting() as connection:
        connection.execute("select from identify_staff(%s, false, false)", [session])
        assert connection.execute("select current_actor()").fetchone() == (f"staff:{citra.staff}",)


def test_what_asks_for_an_admin_is_not_there_for_others(shop: Shop, somebody: Person) -> None:
    for role in ("cs", "admin"):
        session = signed_in(shop, shop.colleague(f"a-{role}", role), role)
        if role == "cs":
            with shop.refuses("SW041"):
                somebody.call("identify_staff", session, True, False)
        else:
            assert somebody.call("identify_staff", session, True, False)[3] == "admin"


def test_removal_takes_effect_with_the_next_transaction(shop: Shop, somebody: Person) -> None:
    ade, citra = shop.colleague("ade", "admin"), shop.colleague("citra")
    session = signed_in(shop, citra)
    with shop.refuses("SW041"):
        citra.call("remove_staff", ade.staff)
    with shop.denies("SW020"):
        ade.call("remove_staff", ade.staff)
    ade.call("remove_staff", citra.staff)
    with shop.refuses("SW041"):
        somebody.call("identify_staff", session, False, False)
    with shop.denies("SW040"):
        ade.call("remove_staff", citra.staff)


def test_who_was_removed_in_a_console_is_out_too(shop: Shop, somebody: Person) -> None:
    session = signed_in(shop, shop.colleague("citra"))
    shop.run("update staff set removed_at = now()")
    with shop.refuses("SW041"):
        somebody.call("identify_staff", session, False, False)


def test_a_second_factor_that_an_admin_asks_for_keeps_everybody_out_until_the_code_was_right(
    shop: Shop, somebody: Person
) -> None:
    ade, citra = shop.colleague("ade", "admin"), shop.colleague("citra")
    session = signed_in(shop, citra)
    with shop.refuses("SW041"):
        citra.call("set_second_factor", citra.staff, True, False)
    ade.call("set_second_factor", citra.staff, True, False)
    with shop.refuses("SW031"):
        somebody.call("identify_staff", session, False, False)
    assert somebody.call("identify_staff", session, False, True)[4] is False
    assert citra.call("confirm_second_factor", session, 100) is False  # without a secret no code is right
    assert citra.call("propose_second_factor", "JBSWY3DP") == "JBSWY3DP"
    assert citra.call("propose_second_factor", "OTHER") == "JBSWY3DP"
    assert citra.call("own_second_factor") == ("JBSWY3DP", False)
    assert citra.call("confirm_second_factor", session, 100) is True
    assert somebody.call("identify_staff", session, False, False)[4] is True
    assert citra.call("own_second_factor") == ("JBSWY3DP", True)


def test_a_code_works_once(shop: Shop, somebody: Person) -> None:
    citra = shop.colleague("citra")
    first, second = signed_in(shop, citra, "first"), signed_in(shop, citra, "second")
    citra.call("propose_second_factor", "JBSWY3DP")
    assert citra.call("confirm_second_factor", first, 100) is True
    assert citra.call("confirm_second_factor", second, 100) is False
    assert citra.call("confirm_second_factor", second, 99) is False
    with shop.refuses("SW031"):
        somebody.call("identify_staff", second, False, False)
    assert citra.call("confirm_second_factor", second, 101) is True


def test_of_two_who_send_the_same_code_at_once_one_gets_in(shop: Shop) -> None:
    citra = shop.colleague("citra")
    signed_in(shop, citra)
    citra.call("propose_second_factor", "JBSWY3DP")
    with citra.acting() as first:
        assert first.execute("select confirm_second_factor('s', 100)").fetchone() == (True,)
        second = citra.starts("confirm_second_factor", "s", 100)
    assert second.result() is False


def test_a_lost_phone_is_forgotten_and_ends_its_sessions(shop: Shop, somebody: Person) -> None:
    ade, citra = shop.colleague("ade", "admin"), shop.colleague("citra")
    session = signed_in(shop, citra)
    citra.call("propose_second_factor", "JBSWY3DP")
    citra.call("confirm_second_factor", session, 100)
    ade.call("set_second_factor", citra.staff, True, True)
    assert citra.call("own_second_factor") == (None, False)
    with shop.refuses("SW041"):
        somebody.call("identify_staff", session, False, False)


def test_what_admins_do_is_audited_without_the_secret(shop: Shop) -> None:
    ade, citra = shop.colleague("ade", "admin"), shop.colleague("citra")
    citra.call("propose_second_factor", "JBSWY3DP")
    ade.call("set_second_factor", citra.staff, True, False)
    found = shop.rows("select actor, action, before, after from audit_trail where table_name = 'staff' order by id")
    assert found[-1] == (
        f"staff:{ade.staff}", "update", {"second_factor_required": False}, {"second_factor_required": True},
    )  # fmt: skip
    assert "JBSWY3DP" not in str(found)
    assert "password" not in str(found)
