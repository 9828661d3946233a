"""Search: Indonesian word forms, typos, and that it keeps up with what is for sale."""

import pytest
from flask import Flask

from app import db
from app.catalog import queries
from app.catalog.forms import Filters
from tests.db_server import Clone


def search(app: Flask, words: str, **filters: object) -> queries.Found:
    with app.app_context():
        return db.read(db.Actor(), queries.listings(Filters(q=words, **filters)))  # type: ignore[arg-type]


def slugs(found: queries.Found) -> list[str]:
    return [listing.slug for listing in found.listings]


def test_what_nobody_sells_is_not_found(app: Flask, sample_shop: Clone) -> None:
    for words in ("xyzzy", "qwrtp zxcvb", "oud", "123456"):
        found = search(app, words)
        assert (found.total, found.corrected, list(found.listings)) == (0, None, []), words


def test_operators_are_just_characters(app: Flask, sample_shop: Clone) -> None:
    for words in (
        "melati & senja",
        "melati | !senja",
        "'melati' <-> senja",
        "melati:* senja\\",
        "(melati) senja%",
        "melati;senja--",
    ):
        assert slugs(search(app, words)) == slugs(search(app, "melati senja")), words


@pytest.mark.parametrize(
    ("typed", "corrected", "first"),
    [
        ("melti senja", "melati senja", "melati-senja"),
        ("gaharuu", "gaharu", "gaharu-tunggal"),
        ("gahru", "gaharu", "gaharu-tunggal"),
        ("mleati", "melati", "melati-senja"),
        ("cendna", "cendana", "cendana-lama"),
        ("vanilla", "vanila", "tinktur-vanila"),
        ("sedap mlam", "sedap malam", "sedap-malam"),
        ("Klepn", "klepon", "klepon"),
    ],
)
def test_typos_are_forgiven_and_said(app: Flask, sample_shop: Clone, typed: str, corrected: str, first: str) -> None:
    found = search(app, typed)
    assert found.corrected == corrected
    assert slugs(found)[0].startswith(first)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("menenangkan", "tenang"),
        ("menyegarkan", "segar"),
        ("mengental", "kental"),
        ("berasap", "asap"),
        ("ketenangan", "tenang"),
    ],
)
def test_word_forms_find_the_same(app: Flask, sample_shop: Clone, typed: str, plain: str) -> None:
    form, word = search(app, typed), search(app, plain)
    assert form.corrected is None
    assert set(slugs(form)) == set(slugs(word)) != set()


def test_a_beginning_is_enough_while_typing(app: Flask, sample_shop: Clone) -> None:
    for typed in ("m", "me", "mel", "mela", "melat", "melati", "melati s", "melati senj"):
        found = search(app, typed)
        assert found.corrected is None
        assert any(slug.startswith("melati-senja") for slug in slugs(found)), typed


def test_sizes_are_found_with_and_without_a_blank(app: Flask, sample_shop: Clone) -> None:
    assert slugs(search(app, "melati senja 50ml")) == slugs(search(app, "melati senja 50 ml")) == ["melati-senja-50ml"]


def test_unknown_words_are_left_out_while_others_remain(app: Flask, sample_shop: Clone) -> None:
    found = search(app, "melati untuk qwrtp")
    assert (found.corrected, slugs(found)) == ("melati", slugs(search(app, "melati")))


def test_any_word_will_do_when_nothing_has_them_all(app: Flask, sample_shop: Clone) -> None:
    found = search(app, "klepon corong")
    assert found.corrected == "klepon atau corong"
    assert set(slugs(found)) == {*slugs(search(app, "klepon")), *slugs(search(app, "corong"))}
    assert slugs(search(app, "klepon corong", tab="tools")) == slugs(search(app, "corong", tab="tools"))


def test_names_count_for_more_than_descriptions(app: Flask, sample_shop: Clone) -> None:
    found = slugs(search(app, "melati"))
    named = [slug for slug in found if "melati" in slug]
    assert found[: len(named)] == named
    assert len(found) > len(named)


def test_a_changed_product_and_brand_are_found_by_their_new_words(app: Flask, sample_shop: Clone) -> None:
    product_id = sample_shop.value("select product_id from marketplace_listings where slug = 'ulin-50ml'")
    sample_shop.rows("update products set name = 'Wijayakusuma 50 ml' where id = %s", product_id)
    sample_shop.rows("update brands set name = 'Kembang Adiwarna' where slug = 'kembang-latri'")
    assert slugs(search(app, "wijayakusuma")) == ["ulin-50ml"]
    assert search(app, "wijayakusma").corrected == "wijayakusuma"
    assert "melati-senja-50ml" in slugs(search(app, "adiwarna"))


def test_only_what_is_for_sale_is_found(app: Flask, sample_shop: Clone) -> None:
    before = search(app, "klepon").total
    sample_shop.rows("update marketplace_listings set status = 'paused' where slug = 'klepon-30ml'")
    assert search(app, "klepon").total == before - 1


def test_stock_that_only_an_expired_hold_keeps_counts_as_there(app: Flask, sample_shop: Clone) -> None:
    connection = sample_shop.connect(autocommit=False)
    connection.execute("select set_config('app.hold_until', (now() - interval '1 minute')::text, true)")
    connection.execute(
        "select reserve_stock((select product_id from marketplace_listings where slug = 'gaharu-tunggal-30ml'), 1)"
    )
    connection.commit()
    found = search(app, "gaharu tunggal", in_stock=True)
    assert [(listing.slug, listing.available) for listing in found.listings] == [("gaharu-tunggal-30ml", 1)]
    assert "cendana-lama-50ml" not in slugs(search(app, "cendana lama", in_stock=True))
