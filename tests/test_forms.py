import pytest

from app.forms import (
    NEVER,
    FormErrors,
    FormReader,
    filled,
    is_storable,
    parse_email,
    parse_quantity,
    parse_uuid,
    parse_version,
    printable,
    tidy,
)

ID = "0b9f3c1e-2d4a-4f5b-8c6d-7e8f9a0b1c2d"


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("10", 10), (" 7 ", 7), ("007", 7), ("999", 999)])
def test_quantities_are_plain_digits(text, number):
    assert parse_quantity(text) == number


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "0", "-1", "+1", "1_000", "1.0", "1,5", "1e3", "0x10", "١", "１２", "½", "²", "1000", "2147483648",
     "9" * 5000, "1\x00", "1\n", "\t1", "satu", "1 2", "\u00a01"],
)  # fmt: skip
def test_what_only_looks_like_a_quantity_is_none(text):
    assert parse_quantity(text) is None


def test_bounds_of_quantities_belong_to_the_caller():
    assert [parse_quantity(str(number), lowest=0, highest=2) for number in range(4)] == [0, 1, 2, None]


def test_ids_have_one_notation():
    assert str(parse_uuid(ID)) == ID
    assert str(parse_uuid(ID.upper())) == ID


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "1",
        ID[:-1],
        ID + "0",
        f"{{{ID}}}",
        f"urn:uuid:{ID}",
        ID.replace("-", ""),
        ID + "\n",
        " " + ID,
        "١" + ID[1:],
    ],
)
def test_other_notations_of_ids_are_none(text):
    assert parse_uuid(text) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("sari@contoh.id", "sari@contoh.id"),
        ("  Sari.Dewi+wangi@Contoh.CO.ID ", "sari.dewi+wangi@contoh.co.id"),
        ("o'brien@mail.contoh-satu.id", "o'brien@mail.contoh-satu.id"),
    ],
)
def test_addresses_become_lower_case(text, address):
    assert parse_email(text) == address


@pytest.mark.parametrize(
    "text",
    ["", "sari", "sari@", "@contoh.id", "sari@contoh", "sari dewi@contoh.id", "sari@@contoh.id", "sari..d@contoh.id",
     ".sari@contoh.id", "sari.@contoh.id", "sari@-contoh.id", "sari@contoh..id", "sári@contoh.id", "sari@cöntoh.id",
     "Sari <sari@contoh.id>", "sari@contoh.id,b@contoh.id", "a@b.id\nBcc: x@y.id", "sari@contoh.id\x00",
     "\u212a@contoh.id",
     "a" * 65 + "@contoh.id", "a@" + "b." * 130 + "id"],
)  # fmt: skip
def test_what_is_no_single_plain_address_is_none(text):
    assert parse_email(text) is None


@pytest.mark.parametrize("text", ["Sari Dewi", "baris\nkedua\r\n", "\t", "Şinta é 🩷 👩‍🔬", "كتاب", "\u200b"])
def test_text_of_people_can_be_stored(text):
    assert is_storable(text)


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "\x01",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\ud800",
        "\udfff",  # noqa: PT014  (another lone surrogate)
        "\u202e",
        "\u2067",
        "\ufdd0",
        "\uffff",
        "\U0001fffe",
    ],
)
def test_control_characters_surrogates_and_overrides_cannot(text):
    assert not is_storable(f"Sari{text}")
    assert printable(f"Sari{text}") == f"Sari{text[1:]}".replace(text, "")


def test_tidy_text():
    assert tidy("  Sari \t Dewi\n") == "Sari Dewi"
    assert tidy("e\u0301") == "é"
    assert tidy(" satu \r\n\r\n\r\n\r\n dua\rtiga ", lines=True) == "satu\n\ndua\ntiga"


def read(**form: str) -> FormReader:
    return FormReader(form)


def test_a_reader_gathers_all_messages_in_the_order_of_the_page():
    reader = read(email="sari", name="", note="ok")

    parsed = (reader.text("name", "Tulis namamu."), reader.email("email", "Tulis e-mail."), reader.text("note"))
    outcome = reader.errors_or(parsed)

    assert isinstance(outcome, FormErrors)
    assert [name for name, _ in outcome.summary] == ["name", "email"]
    assert outcome.error("name") == "Tulis namamu."
    assert outcome.error("note") == ""
    assert (outcome.value("email"), outcome.value("note"), outcome.value("missing")) == ("sari", "ok", "")


def test_a_form_without_mistakes_is_what_was_parsed():
    reader = read(name=" Sari  Dewi ", phone="0812 3456 7890", code="40 135", agree="on", way="jne", note="")

    parsed = (
        reader.text("name", "?"), reader.phone("phone", "?"), reader.postal_code("code", "?"), reader.flag("agree"),
        reader.choice("way", ["jne"], "?"), reader.text("note"), reader.flag("other"),
    )  # fmt: skip

    assert reader.errors_or(parsed) == ("Sari Dewi", "+6281234567890", "40135", True, "jne", "", False)
    assert reader.values["phone"] == "0812 3456 7890"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "kosong"),
        ("   ", "kosong"),
        ("\x00", "karakter"),
        ("a\ud800", "karakter"),
        ("x" * 11, "10 karakter"),
        ("x" * 100_000, "10 karakter"),
    ],
)
def test_refused_text_says_why(value, message):
    reader = read(name=value)

    assert reader.text("name", "kosong", most=10) == ""
    assert message in reader.errors["name"]


def test_what_was_typed_is_shown_again_without_what_breaks_a_page():
    reader = read(name="Sari\x00\ud800" + "x" * 5000)
    reader.text("name", "?")

    assert reader.values["name"].startswith("Sarixxx")
    assert len(reader.values["name"]) <= 2000
    reader.values["name"].encode()


@pytest.mark.parametrize("code", ["", "4013", "401355", "4013a", "٤٠١٣٥", "４０１３５", "40_135", "4 0 1 3"])
def test_postal_codes_have_five_digits(code):
    reader = read(code=code)

    assert reader.postal_code("code", "Tulis kode pos.") == ""
    assert "code" in reader.errors


def test_choices_are_those_of_the_server():
    reader = read(way="gratis")

    assert reader.choice("way", ["jne", "jnt"], "Pilih satu.") == ""
    assert reader.errors == {"way": "Pilih satu."}


def test_passwords_are_read_raw_and_not_kept():
    reader = read(password="  spasi  ")

    assert reader.raw("password") == "  spasi  "
    assert reader.raw("missing") == ""
    assert "password" not in reader.values


def test_the_first_message_of_a_field_stays():
    reader = read()
    reader.refuse("name", "satu")
    reader.refuse("name", "dua")

    assert reader.errors == {"name": "satu"}


def test_filled_forms_and_later_messages():
    form = filled(name="Sari", phone=None)

    assert (form.value("name"), form.value("phone"), form.summary) == ("Sari", "", [])
    assert form.having("name", "Sudah ada.").summary == [("name", "Sudah ada.")]
    assert form.summary == []


@pytest.mark.parametrize(("form", "version"), [({}, None), ({"version": "0"}, 0), ({"version": "12"}, 12)])
def test_the_version_that_a_form_carries(form, version):
    assert parse_version(form) == version


@pytest.mark.parametrize("given", ["", "abc", "-1", "1.0", "9" * 11, "\x00"])
def test_what_is_no_version_is_the_version_of_nothing(given):
    assert parse_version({"version": given}) == NEVER


def test_an_amount_out_of_bounds_is_told_the_bounds():
    reader = FormReader({"price": "0", "cost": "2.000.000.000", "due": "1.5"})
    for name in ("price", "cost", "due"):
        assert reader.rupiah(name, "Isi harganya.", lowest=1, highest=1_000_000_000) == 0
    bounds = "Isi Rp1 sampai Rp1.000.000.000."
    assert reader.errors == {"price": bounds, "cost": bounds, "due": "Tulis angka Rupiah bulat, contoh 18.000."}
