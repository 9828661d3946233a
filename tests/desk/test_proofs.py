"""Payment proofs at the desk: opened in a sandbox, refused with a reason."""

import io
import re
from uuid import uuid4

from PIL import Image

from tests.desk.orders import order_in
from tests.shopper import Shopper


def test_a_proof_opens_in_a_sandbox(sari: Shopper, citra: Shopper) -> None:
    order = order_in(citra, "awaiting_payment", "unpaid")
    drawn = io.BytesIO()
    Image.new("RGB", (60, 90), "white").save(drawn, "PNG")
    drawn.seek(0)
    sari.client.post(f"/order/{order[14:]}/payment-proof", data={"proof": (drawn, "x.png")})
    found = re.findall(r'href="(/admin/proofs/[\w-]+)"', citra.client.get(order).text)
    picture = citra.client.get(found[0])
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert picture.headers["Content-Security-Policy"].startswith("sandbox")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.headers["Content-Disposition"].startswith("inline")
    pdf = citra.database.rows("select id from payment_proofs where content_type = 'application/pdf'")[0][0]
    assert citra.client.get(f"/admin/proofs/{pdf}").headers["Content-Disposition"].startswith("attachment")
    assert sari.client.get(found[0]).status_code == citra.client.get(f"/admin/proofs/{uuid4()}").status_code == 404


def test_a_refused_proof_tells_the_shopper_why(sari: Shopper, citra: Shopper) -> None:
    order = order_in(citra, "awaiting_payment", "in_review")
    (proof,) = re.findall(rf'action="{order}/(proofs/[\w-]+/refuse)"', citra.client.get(order).text)
    assert citra.client.post(f"{order}/{proof}").status_code == 422
    assert citra.client.post(f"{order}/{proof}", data={"refusal": "Bukan rekening kami"}).status_code == 303
    assert "Bukan rekening kami" in sari.client.get(f"/order/{order[14:]}").text
