"""The outbox as developers look at it."""

from uuid import uuid4

from flask.testing import FlaskClient

from tests.db_server import Clone


def test_the_outbox_shows_each_mail_as_text_and_as_html(client: FlaskClient, database: Clone) -> None:
    mail = database.value(
        "insert into mail_outbox (event_key, recipient, subject, body) "
        "values ('x', 'sari@contoh.test', 'Halo', 'Buka\n{site}/orders') returning id::text"
    )
    page = client.get("/dev/mail").text
    assert 'Buka<br><a href="http://localhost/orders"' in page
    assert f'href="/dev/mail/{mail}"' in page
    alone = client.get(f"/dev/mail/{mail}")
    assert alone.headers["Content-Security-Policy"].startswith("sandbox")
    assert '<a href="http://localhost/orders"' in alone.text
    assert client.get(f"/dev/mail/{uuid4()}").status_code == 404
