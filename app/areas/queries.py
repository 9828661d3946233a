"""Areas as typed statements."""

from dataclasses import dataclass

from app.statements import Statement, named

MOST = 25  # shown at once: all villages of 19 districts in 20; of the others one more word finds each

sql = named("areas")


@dataclass(frozen=True, slots=True)
class Area:
    """A village with what it lies in; is_near when it was found by another spelling than was typed."""

    code: str
    subdistrict_name: str
    district_name: str
    city_name: str
    province_name: str
    is_near: bool = False


def found(text: str) -> Statement[list[Area]]:
    """The areas that were most likely meant, one more than is shown; none for less than three letters."""
    return sql.rows("found", Area, text=text, count=MOST + 1)


def area(code: str) -> Statement[Area | None]:
    """The area with this code."""
    return sql.row("area", Area, code=code)


def load(columns: list[list[str]]) -> Statement[int]:
    """Makes the table exactly these rows, given as columns; how many there are. For the owner of the database."""
    codes, subdistricts, districts, cities, provinces = columns
    return sql.scalar(
        "load", codes=codes, subdistricts=subdistricts, districts=districts, cities=cities, provinces=provinces
    )


def are_loaded() -> Statement[bool]:
    """Whether there is anything to find."""
    return sql.scalar("are_loaded")


def analyze() -> Statement[None]:
    """Tells the planner what came in."""
    return sql.run("analyze")
