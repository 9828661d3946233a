"""Payment proofs are judged by their content."""

import io

import pytest
from PIL import Image

from app.orders.proofs import MOST_BYTES, UnusableProof, examine

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def picture(kind: str, *, size: tuple[int, int] = (60, 40), **how: object) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, "orange").save(drawn, kind, **how)
    return drawn.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<html><script>alert(1)</script></html>",
        picture("GIF"),
        picture("PNG")[:40],
        b"%PDF-1.7 without an end",
        PDF + b"x" * MOST_BYTES,
    ],
    ids=["empty", "text", "svg", "html", "gif", "cut png", "cut pdf", "too large"],
)
def test_anything_else_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(UnusableProof, match=r"\.$"):
        examine(content)


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    with pytest.raises(UnusableProof):
        examine(picture("PNG", size=(9_000, 9_000)))


@pytest.mark.parametrize(
    ("kind", "content_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_a_picture_is_drawn_anew_without_its_metadata(kind: str, content_type: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    proof = examine(picture(kind, exif=exif.tobytes()))
    assert proof.content_type == content_type
    assert b"where I live" not in proof.content
    assert Image.open(io.BytesIO(proof.content)).size == (60, 40)


def test_a_large_photo_is_made_smaller() -> None:
    proof = examine(picture("JPEG", size=(4_000, 3_000)))
    assert Image.open(io.BytesIO(proof.content)).size == (2_000, 1_500)


def test_a_pdf_is_kept_as_it_is() -> None:
    proof = examine(PDF)
    assert (proof.content_type, proof.content) == ("application/pdf", PDF)
