"""Rows for samples: an instance of any row's dataclass, with values a shopper could see."""

from dataclasses import MISSING, fields
from datetime import UTC, datetime
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")

NOW = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)
MELATI, GAHARU, ORDER = (UUID(int=number) for number in (0x11, 0x12, 0x21))
TOKEN = "a" * 48
BANK = {"code": "bca", "bank": "BCA", "number": "1234567890", "holder": "PT Sensasiwangi"}
ADDRESS = {
    "recipient_name": "Sari Wulandari", "phone_number": "+6281234567890", "province_name": "DI Yogyakarta",
    "city_name": "Kabupaten Sleman", "district_name": "Ngaglik", "subdistrict_name": "Sinduharjo", "postal_code": "55581",
    "address_line": "Jalan Kaliurang km 9 no. 4", "additional_info": "Pagar hijau",
}  # fmt: skip
KNOWN: dict[str, Any] = ADDRESS | {
    "product_id": MELATI, "id": ORDER, "slug": "melati-senja-50ml", "name": "Melati Senja 50 ml", "brand_name": "Kembang Pagi",
    "brand_slug": "kembang-pagi", "city": "Surakarta", "category": "parfum", "aroma_family": "floral", "concentration": "EDP",
    "size_ml": 50, "list_price": 285_000, "unit_price": 285_000, "quantity": 2, "line_total": 570_000, "available": 40,
    "picture_key": "flacon-floral-50-3fa2c1", "problem": "", "status": "active", "label": "Rumah", "email": "sari@contoh.id",
    "full_name": "Sari Wulandari", "order_number": "SW-261122-K7QMP", "payment_status": "unpaid", "shipping_amount": 18_000,
    "subtotal_amount": 570_000, "discount_amount": 0, "unique_code": 417, "total_amount": 588_417, "paid_amount": 0, "refunded_amount": 0,
    "bank_account": BANK, "first_item": "Melati Senja 50 ml", "others": 1, "code": "ongkir-cs", "shipping_name": "Ongkir dihitung CS",
    "explanation": "CS mencari kurir terbaik ke alamatmu.", "top_notes": ("bergamot",), "heart_notes": ("melati",), "base_notes": ("cendana",),
}  # fmt: skip
_BY_TYPE: dict[Any, Any] = {
    str: "contoh",
    int: 1,
    bool: False,
    UUID: ORDER,
    datetime: NOW,
    dict: {},
    list: [],
    tuple: (),
}


def made(cls: type[T], **given: Any) -> T:
    """An instance of a row's dataclass: what is given, else what KNOWN says, else something of the field's type."""
    types = get_type_hints(cls)
    missing = [it.name for it in fields(cls) if it.default is MISSING and it.default_factory is MISSING]  # type: ignore[arg-type]
    return cls(**({name: KNOWN.get(name, _of_type(types[name])) for name in missing} | given))


def _of_type(wanted: Any) -> Any:
    if get_origin(wanted) in {Union, UnionType}:
        return None if type(None) in get_args(wanted) else _of_type(get_args(wanted)[0])
    return _BY_TYPE[get_origin(wanted) or wanted]
