"""The step of the address: what is known already is offered."""

from flask.testing import FlaskClient

from app.phone import parse_phone
from tests.db_server import Clone
from tests.shopper import Shopper, field


def test_who_has_no_address_yet_need_not_write_their_name_again(client: FlaskClient, sample_shop: Clone) -> None:
    """3.3.7 of WCAG 2.2: what was told when registering is offered."""
    shopper = Shopper(client, sample_shop).signs_in()
    shopper.database.rows("delete from addresses returning 1")
    shopper.adds()
    page = shopper.client.get("/checkout/address").text
    ((name, phone),) = shopper.database.rows(
        "select full_name, phone_number from customers where email = 'pembeli@sensasiwangi.test'"
    )
    assert field(page, "recipient_name") == name
    assert parse_phone(field(page, "phone_number")) == phone
    assert field(page, "city_name") == ""
