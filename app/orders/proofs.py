"""Payment proofs: judged by content, never by what the browser calls them; pictures are drawn anew without metadata."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_000  # pixels; a receipt stays readable
_UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that may be stored: one of four content types, at most 5 MB."""

    content_type: str
    content: bytes


class UnusableProof(Exception):  # noqa: N818  (named as people speak of it)
    """Not a readable JPEG, PNG, WebP or PDF of at most 5 MB; the message says so in Bahasa Indonesia."""


def examine(content: bytes) -> Proof:
    """The proof to store.

    Raises UnusableProof with the sentence for the shopper.
    """
    if not content:
        raise UnusableProof("Pilih foto atau PDF bukti transfernya.")
    if len(content) > MOST_BYTES:
        raise UnusableProof("Berkasnya lebih dari 5 MB. Kirim foto yang lebih kecil.")
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return Proof("application/pdf", content)
    return _redrawn(content)


def _redrawn(content: bytes) -> Proof:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(_FORMATS)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise UnusableProof("Fotonya terlalu besar. Kirim yang lebih kecil.")
                return _encoded(picture, str(picture.format))
    except _UNREADABLE as cause:
        raise UnusableProof("Berkas ini tidak terbaca. Kirim foto JPEG, PNG, WebP, atau PDF.") from cause


def _encoded(picture: Image.Image, kind: str) -> Proof:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = upright.convert("RGB") if kind == "JPEG" or upright.mode not in {"RGB", "RGBA", "L"} else upright
    redrawn = io.BytesIO()
    plain.save(redrawn, kind, **({"optimize": True} if kind == "PNG" else {"quality": 85}))
    if redrawn.tell() > MOST_BYTES:
        raise UnusableProof("Fotonya terlalu besar. Kirim yang lebih kecil.")
    return Proof(_FORMATS[kind], redrawn.getvalue())
