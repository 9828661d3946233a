"""The sample shop is complete, every picture of it draws, and planting it again changes nothing."""

from collections import Counter
from typing import Any

import psycopg
import pytest

from app import seeding
from app.catalog.pictures import draw
from tests.db_server import Clone

FAMILIES = {"floral", "citrus", "spicy", "woody", "fresh", "gourmand", "aquatic", "green"}
CONTENTS = """
    select (select jsonb_agg(b order by id) from brands b),
        (select jsonb_agg(p order by id) from products p),
        (select jsonb_agg(to_jsonb(l) - 'search_document' order by product_id) from marketplace_listings l),
        (select jsonb_agg(l order by id) from stock_ledger l)"""


def ask(shop: Clone, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with psycopg.connect(shop) as connection:
        return connection.execute(query).fetchall()


def column(shop: Clone, query: str) -> list[Any]:
    """The only column of a query."""
    return [value for (value,) in ask(shop, query)]


def test_twelve_makers_have_a_city_and_a_story(sample_shop: Clone) -> None:
    brands = ask(sample_shop, "select name, city, story, founded_year from brands")
    assert len(brands) == 12
    assert len({city for _, city, _, _ in brands}) == 12
    assert all(len(story) >= 80 and 1990 <= founded <= 2025 for _, _, story, founded in brands)


def test_four_tabs_are_filled_and_most_are_perfumes(sample_shop: Clone) -> None:
    tabs = Counter(column(sample_shop, "select category from products"))
    assert tabs.total() >= 64
    assert tabs["parfum"] > tabs.total() / 2
    assert all(tabs[tab] >= 10 for tab in ("raw-material", "tools", "lainnya"))
    assert column(sample_shop, "select count(*) from marketplace_listings where status = 'active'") == [tabs.total()]


def test_perfumes_are_described(sample_shop: Clone) -> None:
    perfumes = ask(
        sample_shop,
        """select aroma_family, concentration, size_ml, top_notes, heart_notes, base_notes, summary, description
        from products where category = 'parfum'""",
    )
    assert {family for family, *_ in perfumes} == FAMILIES
    assert {concentration for _, concentration, *_ in perfumes} == {"EDP", "EDT", "Extrait", "Minyak"}
    assert all(size and top and heart and base for _, _, size, top, heart, base, *_ in perfumes)
    assert all(2 <= text.count(".") <= 6 and 80 <= len(text) <= 400 for *_, text in perfumes)


def test_no_text_is_used_twice(sample_shop: Clone) -> None:
    for text in ("name", "summary", "description", "picture_key"):
        assert column(sample_shop, f"select {text} from products group by {text} having count(*) > 1") == [], text
    assert (
        column(sample_shop, "select summary from products where summary ~ '[^[:print:]]' or summary not like '%.'")
        == []
    )


@pytest.mark.parametrize(
    ("slug", "stock"), [("melati-senja-50ml", 500), ("gaharu-tunggal-30ml", 1), ("cendana-lama-50ml", 0)]
)
def test_the_named_listings_have_their_stock(sample_shop: Clone, slug: str, stock: int) -> None:
    listings = ask(sample_shop, f"select stock_on_hand, stock_reserved from marketplace_listings where slug = '{slug}'")
    assert listings == [(stock, 0)]


def test_sizes_of_a_perfume_share_its_range(sample_shop: Clone) -> None:
    melati = ask(
        sample_shop,
        """select slug, name, size_ml from products join marketplace_listings on product_id = id
        where range_key = 'melati-senja' order by size_ml""",
    )
    assert melati == [
        ("melati-senja-10ml", "Melati Senja 10 ml", 10),
        ("melati-senja-30ml", "Melati Senja 30 ml", 30),
        ("melati-senja-50ml", "Melati Senja 50 ml", 50),
    ]
    of_three = column(
        sample_shop, "select range_key from products where category = 'parfum' group by 1 having count(*) = 3"
    )
    assert len(of_three) >= 5


def test_larger_sizes_cost_more_and_less_per_millilitre(sample_shop: Clone) -> None:
    pairs = ask(
        sample_shop,
        """select s.name, b.name, ls.list_price, lb.list_price, s.size_ml, b.size_ml
        from products s join products b on b.range_key = s.range_key and b.size_ml > s.size_ml
        join marketplace_listings ls on ls.product_id = s.id join marketplace_listings lb on lb.product_id = b.id""",
    )
    assert len(pairs) >= 20
    assert [pair for pair in pairs if not (pair[2] < pair[3] and pair[2] / pair[4] > pair[3] / pair[5])] == []


def test_ids_follow_from_slugs(sample_shop: Clone) -> None:
    assert column(sample_shop, "select slug from brands where id <> md5('brand:' || slug)::uuid") == []
    assert (
        column(sample_shop, "select slug from marketplace_listings where product_id <> md5('product:' || slug)::uuid")
        == []
    )


def test_every_picture_draws_and_they_differ(sample_shop: Clone) -> None:
    pictures = {draw(key) for key in column(sample_shop, "select picture_key from products")}
    assert len(pictures) >= 60


def test_a_picture_shows_what_the_product_is(sample_shop: Clone) -> None:
    odd = """select name, picture_key from products
        where split_part(picture_key, '-', 2) <> coalesce(aroma_family, 'plain')
            or size_ml is not null and split_part(picture_key, '-', 3)::integer <> size_ml
            or concentration is not null and split_part(picture_key, '-', 1) <>
                case concentration
                    when 'EDP' then 'flacon' when 'EDT' then 'cologne' when 'Extrait' then 'extrait' else 'attar' end"""
    assert ask(sample_shop, odd) == []


def test_stock_came_through_the_ledger(sample_shop: Clone) -> None:
    assert ask(sample_shop, "select * from stock_audit()") == []
    assert ask(sample_shop, "select product_id from stock_ledger where kind = 'console'") == []
    first = "select distinct on (product_id) reason from stock_ledger order by product_id, id"
    assert set(column(sample_shop, first)) == {"stok awal"}


def test_planting_again_changes_nothing(sample_shop: Clone) -> None:
    before = ask(sample_shop, CONTENTS)
    seeding.plant(sample_shop)
    assert ask(sample_shop, CONTENTS) == before


def test_planting_again_keeps_what_people_changed(sample_shop: Clone) -> None:
    with psycopg.connect(sample_shop) as connection:
        connection.execute("update marketplace_listings set list_price = 1000 where slug = 'surut-10ml'")
        connection.execute(
            "select adjust_stock(product_id, -3, 'pecah') from marketplace_listings where slug = 'surut-10ml'"
        )
    seeding.plant(sample_shop)
    assert ask(sample_shop, "select list_price, stock_on_hand from marketplace_listings where slug = 'surut-10ml'") == [
        (1000, 0)
    ]


def test_a_big_shop_fills_up_to_the_number_asked_for(sample_shop: Clone) -> None:
    seeding.fill_up(sample_shop, 600)
    assert seeding.count_listings(sample_shop) == 600
    seeding.fill_up(sample_shop, 600)
    seeding.fill_up(sample_shop, 607)
    assert seeding.count_listings(sample_shop) == 607
    assert ask(sample_shop, "select * from stock_audit()") == []
    assert all(draw(key) for key in column(sample_shop, "select picture_key from products"))
    assert set(column(sample_shop, "select aroma_family from products where range_key like 'besar-%'")) == FAMILIES


def test_a_big_shop_is_found_like_any_other(sample_shop: Clone) -> None:
    """Most of it borrows search documents instead of being indexed: they must say what the index would."""
    seeding.fill_up(sample_shop, 300)
    documents = "select slug, strip(search_document)::text from marketplace_listings order by slug"
    borrowed = ask(sample_shop, documents)
    with psycopg.connect(sample_shop) as connection:
        connection.execute("update marketplace_listings set updated_at = updated_at")
    assert ask(sample_shop, documents) == borrowed
    unknown = """select word from products, unnest(tsvector_to_array(to_tsvector('simple', name))) as word
        where word ~ '^[a-z]{3,}$' and not exists (select from search_terms s where s.word = word)"""
    assert column(sample_shop, unknown) == []
