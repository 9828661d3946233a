"""Static files as they are served: joined, lean, and the same program as before."""

from pathlib import Path

from app.assets import STATIC, Assets


def test_our_scripts_travel_without_comments_and_indents(tmp_path: Path) -> None:
    served = Assets().named("shop.js").content.decode()
    ours = (STATIC / "js" / "app.js").read_text()
    lean = [line.strip() for line in ours.splitlines() if line.strip() and not line.strip().startswith("//")]
    assert served.endswith("\n".join(lean) + "\n")
    assert "`" not in "".join(line for line in lean if line.count("`") % 2)  # no text runs over a line's end


def test_libraries_travel_as_they_are() -> None:
    library = (STATIC / "vendor" / "htmx-4.0.1.min.js").read_bytes()
    assert Assets().named("shop.js").content.startswith(library)
