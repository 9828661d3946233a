"""Reading the marketplace's address: what makes no sense is left out, nothing fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.forms import Filters, parse_filters


@pytest.mark.parametrize(
    "args",
    [
        {"tab": "emas"},
        {"tab": ""},
        {"aroma": "Floral"},
        {"brand": "../etc"},
        {"brand": "kembang latri"},
        {"sort": "relevance"},
        {"sort": "list_price; drop table products"},
        {"in_stock": "0"},
        {"min": "-1"},
        {"min": "1_000"},
        {"min": "١"},
        {"min": "0"},
        {"min": "2147483648"},
        {"max": "seribu"},
        {"max": "1e9"},
        {"max": "100,5"},
        {"q": ""},
        {"q": "   "},
        {"q": "!!!"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "1_000"},
        {"page": "١"},
        {"page": "9999999999"},
        {"harga": "1"},
    ],
)
def test_what_makes_no_sense_is_left_out(args: dict[str, str]) -> None:
    assert parse_filters(args) == Filters()


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"tab": "raw-material"}, Filters(tab="raw-material")),
        ({"aroma": "gourmand", "brand": "dapur-nira"}, Filters(aroma="gourmand", brand="dapur-nira")),
        ({"min": "100000", "max": "250.000"}, Filters(min=100_000, max=250_000)),
        ({"min": "Rp 100.000"}, Filters(min=100_000)),
        ({"min": "100rb", "max": "2 juta"}, Filters(min=100_000, max=2_000_000)),
        ({"min": "rp 1.500 ribu", "max": "5000jt"}, Filters(min=1_500_000, max=999_999_999)),
        ({"min": "300000", "max": "100000"}, Filters(min=100_000, max=300_000)),
        ({"in_stock": "1", "sort": "price_desc", "page": "3"}, Filters(in_stock=True, sort="price_desc", page=3)),
        ({"q": "  melati \n senja "}, Filters(q="melati senja")),
        ({"q": "x" * 300}, Filters(q="x" * 100)),
    ],
)
def test_what_makes_sense_is_kept(args: dict[str, str], expected: Filters) -> None:
    assert parse_filters(args) == expected


def test_the_order_follows_a_search_unless_asked_otherwise() -> None:
    assert Filters().order == "newest"
    assert Filters(q="melati").order == "relevance"
    assert Filters(q="melati", sort="newest").order == "newest"


def test_tools_have_no_aroma_to_choose() -> None:
    assert Filters(tab="tools").aromas == ()
    assert len(Filters(tab="parfum").aromas) == len(Filters().aromas) == 8


def test_an_address_says_only_what_was_asked() -> None:
    filters = Filters(tab="parfum", q="melati", min=1000, in_stock=True, page=2)
    assert filters.query() == {"tab": "parfum", "q": "melati", "min": "1000", "in_stock": "1", "page": "2"}
    assert filters.query(page=None, q=None, tab="tools") == {"tab": "tools", "min": "1000", "in_stock": "1"}
    assert filters.query(page=1)["min"] == "1000"
    assert "page" not in filters.query(page=1)
    assert Filters().query() == {}


@given(
    st.dictionaries(
        st.sampled_from(["tab", "q", "aroma", "brand", "min", "max", "sort", "in_stock", "page"]), st.text()
    )
)
def test_every_address_is_read_and_written_back_the_same(args: dict[str, str]) -> None:
    filters = parse_filters(args)
    assert parse_filters(filters.query()) == filters
