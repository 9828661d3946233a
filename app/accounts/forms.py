"""What members type. Passwords are never among the values that are shown again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app import passwords
from app.checkout import forms as checkout_forms
from app.forms import FormErrors, FormReader

WRONG_LOGIN = "E-mail atau kata sandi tidak cocok. Periksa keduanya, atau buat kata sandi baru."
NOT_THE_CURRENT = "Kata sandi yang sekarang tidak cocok."
SAVED_FIELDS = (*checkout_forms.ADDRESS_FIELDS, "label")
REGISTRATION_FIELDS = ("full_name", "email", "phone_number", "password")
_NAME_MISSING = "Tulis namamu."
_EMAIL_MISSING = "Tulis alamat e-mail, contoh nama@contoh.id."
_PHONE_MISSING = "Tulis nomor HP, contoh 0812 3456 7890."
_LONGEST_NEXT = 500
_PATH = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:%?/-]*", re.ASCII)
_DISGUISED = re.compile(r"//|%(?:[01]|2f|5c|7f)", re.IGNORECASE)  # hidden slashes, control characters


@dataclass(frozen=True, slots=True)
class Registration:
    """A new member: e-mail in lower case, phone in E.164."""

    full_name: str
    email: str
    phone_number: str
    password: str = field(repr=False)
    wants_news: bool = False


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who says who they are."""

    email: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangedProfile:
    """Name and phone number in E.164."""

    full_name: str
    phone_number: str


@dataclass(frozen=True, slots=True)
class ChangedPassword:
    """The password so far, and the new one."""

    current: str = field(repr=False)
    new: str = field(repr=False)


def parse_registration(form: Mapping[str, str]) -> Registration | FormErrors:
    """The registration form."""
    reader = FormReader(form)
    full_name = reader.text("full_name", _NAME_MISSING, most=100)
    email = reader.email("email", _EMAIL_MISSING)
    phone_number = reader.phone("phone_number", _PHONE_MISSING)
    password = _new_password(reader, "password", full_name, email, phone_number)
    wants_news = reader.flag("wants_news")
    return reader.errors_or(Registration(full_name, email, phone_number, password, wants_news))


def parse_login(form: Mapping[str, str]) -> Login | FormErrors:
    """The login form; whether it fits is the caller's question."""
    reader = FormReader(form)
    email = reader.email("email", _EMAIL_MISSING)
    if not reader.raw("password"):
        reader.refuse("password", passwords.MISSING)
    return reader.errors_or(Login(email, reader.raw("password")))


def parse_forgotten(form: Mapping[str, str]) -> str | FormErrors:
    """The e-mail whose password was forgotten."""
    reader = FormReader(form)
    return reader.errors_or(reader.email("email", _EMAIL_MISSING))


def parse_reset(form: Mapping[str, str], *about: str) -> str | FormErrors:
    """The new password of a reset link; about is what the owner should not use in it."""
    reader = FormReader(form)
    return reader.errors_or(_new_password(reader, "password", *about))


def parse_changed_password(form: Mapping[str, str], *about: str) -> ChangedPassword | FormErrors:
    """The current and the new password; about is what the member should not use in it."""
    reader = FormReader(form)
    current = reader.raw("current_password")
    if not current:
        reader.refuse("current_password", "Isi kata sandi yang sekarang.")
    return reader.errors_or(ChangedPassword(current, _new_password(reader, "password", *about)))


def parse_confirmation(form: Mapping[str, str]) -> str | FormErrors:
    """The current password, asked for before something that cannot be undone."""
    reader = FormReader(form)
    if not reader.raw("password"):
        reader.refuse("password", "Isi kata sandimu untuk memastikan ini kamu.")
    return reader.errors_or(reader.raw("password"))


def parse_profile(form: Mapping[str, str]) -> ChangedProfile | FormErrors:
    """What a member may change about themselves."""
    reader = FormReader(form)
    full_name = reader.text("full_name", _NAME_MISSING, most=100)
    return reader.errors_or(ChangedProfile(full_name, reader.phone("phone_number", _PHONE_MISSING)))


def parse_saved_address(form: Mapping[str, str]) -> dict[str, str | bool] | FormErrors:
    """The fields of the checkout's address form, with a label and whether it is the default."""
    reader = FormReader(form)
    label = reader.text("label", most=30) or "Rumah"
    is_default = reader.flag("is_default")
    chosen = checkout_forms.parse_address(form)
    if isinstance(chosen, FormErrors):
        return FormErrors({**reader.values, **chosen.values}, {**reader.errors, **chosen.errors})
    if reader.errors:
        typed = {name: reader.raw(name) for name in checkout_forms.ADDRESS_FIELDS}
        return FormErrors({**reader.values, **typed}, reader.errors)
    return {**chosen.fields, "label": label, "is_default": is_default}


def next_within_site(text: str | None) -> str | None:
    """A path of this site to go on to after login, None for what could lead elsewhere or around in a circle."""
    if not text or len(text) > _LONGEST_NEXT or text.startswith("/auth/"):
        return None
    return text if _PATH.fullmatch(text) and not _DISGUISED.search(text) else None


def _new_password(reader: FormReader, name: str, *about: str) -> str:
    password = reader.raw(name)
    problem = passwords.problem_with(password, [text for text in about if text])
    if problem:
        reader.refuse(name, problem)
    return password
