"""The checkout's forms: an address, and choices among what the server offers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.checkout.provinces import canonical_province
from app.forms import FormErrors, FormReader, filled, printable

NO_SHIPPING = "Pilih cara pengirimannya."
ADDRESS_FIELDS = (
    "recipient_name",
    "phone_number",
    "province_name",
    "city_name",
    "district_name",
    "subdistrict_name",
    "postal_code",
    "address_line",
    "additional_info",
)


@dataclass(frozen=True, slots=True)
class ChosenAddress:
    """Where the order goes: the address fields by name (phone in E.164), and whether to keep it for later orders."""

    fields: dict[str, str]
    save: bool


def parse_address(form: Mapping[str, str]) -> ChosenAddress | FormErrors:
    """The address form; every field but additional_info is needed."""
    reader = FormReader(form)
    fields = {
        "recipient_name": reader.text("recipient_name", "Tulis nama penerima paket.", most=100),
        "phone_number": reader.phone("phone_number", "Tulis nomor HP penerima, contoh 0812 3456 7890."),
        "province_name": _province(reader),
        "city_name": reader.text("city_name", "Tulis kota atau kabupaten, contoh Kota Bandung.", most=100),
        "district_name": reader.text("district_name", "Tulis kecamatannya, contoh Coblong.", most=100),
        "subdistrict_name": reader.text("subdistrict_name", "Tulis kelurahan atau desanya, contoh Dago.", most=100),
        "postal_code": reader.postal_code("postal_code", "Tulis kode pos, 5 angka."),
        "address_line": reader.text("address_line", "Tulis jalan, nomor, dan RT/RW.", most=300, lines=True),
        "additional_info": reader.text("additional_info", most=200, lines=True),
    }
    return reader.errors_or(ChosenAddress(fields, reader.flag("save_address")))


def written(step: str, form: Mapping[str, str]) -> FormErrors | None:
    """The form of a step as it was sent along with something else; None when nothing of it came."""
    first = {"address": "recipient_name", "shipping": "shipping_option", "payment": "payment_method"}.get(step)
    return filled(**{name: printable(value) for name, value in form.items()}) if first in form else None


def parse_shipping(form: Mapping[str, str]) -> str | FormErrors:
    """The code of a shipping option; whether it is offered only the database knows (see not_offered)."""
    reader = FormReader(form)
    return reader.errors_or(reader.text("shipping_option", NO_SHIPPING, most=50))


def not_offered(code: str) -> FormErrors:
    """The shipping form after a code that is not offered."""
    return FormErrors({"shipping_option": code}, {"shipping_option": NO_SHIPPING})


def parse_choice(form: Mapping[str, str], name: str, allowed: Collection[str], missing: str) -> str | FormErrors:
    """One of the offered values of a radio group."""
    reader = FormReader(form)
    return reader.errors_or(reader.choice(name, allowed, missing))


def _province(reader: FormReader) -> str:
    typed = reader.text("province_name", "Pilih provinsinya.", most=100)
    province = canonical_province(typed) if typed else None
    if typed and province is None:
        reader.refuse("province_name", "Pilih salah satu dari 38 provinsi.")
    return province or ""
