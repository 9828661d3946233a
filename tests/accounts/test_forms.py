import pytest

from app import passwords
from app.accounts import forms
from app.accounts.forms import Login, Registration, next_within_site
from app.forms import FormErrors
from tests.shopper import ADDRESS

NEW = {
    "full_name": " Sari  Dewi ",
    "email": "Sari@Contoh.ID",
    "phone_number": "0812 3456 7890",
    "password": "kopi gayo di pagi",
}


def test_a_registration():
    assert forms.parse_registration(NEW) == Registration(
        "Sari Dewi", "sari@contoh.id", "+6281234567890", "kopi gayo di pagi"
    )
    assert "kopi" not in repr(forms.parse_registration(NEW))


def test_an_empty_registration_says_everything_at_once_in_page_order():
    typed = forms.parse_registration({})

    assert isinstance(typed, FormErrors)
    assert [name for name, _ in typed.summary] == ["full_name", "email", "phone_number", "password"]


def test_a_refused_registration_keeps_everything_but_the_password():
    typed = forms.parse_registration({**NEW, "phone_number": "12", "password": "sari dewi"})

    assert isinstance(typed, FormErrors)
    assert dict(typed.values) == {
        "full_name": " Sari  Dewi ",
        "email": "Sari@Contoh.ID",
        "phone_number": "12",
        "wants_news": "",
    }
    assert typed.error("password") == passwords.TOO_PERSONAL


def test_fields_that_nobody_asked_for_change_nothing():
    extra = {**NEW, "id": "1", "customer_id": "1", "role": "admin", "is_default": "1", "created_at": "2001-01-01"}

    assert forms.parse_registration(extra) == forms.parse_registration(NEW)


def test_a_login():
    assert forms.parse_login(NEW) == Login("sari@contoh.id", "kopi gayo di pagi")
    refused = forms.parse_login({"email": "sari"})
    assert isinstance(refused, FormErrors)
    assert [name for name, _ in refused.summary] == ["email", "password"]


def test_changing_a_password_needs_the_current_one_and_a_good_new_one():
    refused = forms.parse_changed_password({"password": "12345678"}, "Sari Dewi")
    assert isinstance(refused, FormErrors)
    assert sorted(refused.errors) == ["current_password", "password"]
    changed = forms.parse_changed_password(
        {"current_password": "lama", "password": "kopi gayo di pagi"}, "Sari Dewi", ""
    )
    assert changed == forms.ChangedPassword("lama", "kopi gayo di pagi")


@pytest.mark.parametrize(
    "parse", [forms.parse_forgotten, forms.parse_confirmation, forms.parse_reset, forms.parse_profile]
)
def test_empty_forms_are_refused(parse):
    assert isinstance(parse({}), FormErrors)


def test_a_saved_address():
    fields = forms.parse_saved_address({**ADDRESS, "label": "", "is_default": "ya"})

    assert fields == {**ADDRESS, "phone_number": "+6281234567890", "label": "Rumah", "is_default": True}


def test_a_refused_address_keeps_what_was_typed_and_all_messages():
    typed = {**ADDRESS, "label": "x" * 31, "postal_code": "4013", "is_default": "ya"}

    refused = forms.parse_saved_address(typed)

    assert isinstance(refused, FormErrors)
    assert sorted(refused.errors) == ["label", "postal_code"]
    assert {name: refused.value(name) for name in typed} == typed
    only_label = forms.parse_saved_address({**ADDRESS, "label": "\x00"})
    assert isinstance(only_label, FormErrors)
    assert list(only_label.errors) == ["label"]
    assert only_label.value("city_name") == ADDRESS["city_name"]


@pytest.mark.parametrize(
    "path", ["/", "/checkout", "/marketplace?q=mawar%20merah&tab=parfum", "/order/0b9f3c1e-2d4a", "/a/b/?c=/d"]
)
def test_paths_of_this_site_may_follow_a_login(path):
    assert next_within_site(path) == path


@pytest.mark.parametrize(
    "path",
    [None, "", "checkout", "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "/\\/evil.test",
     "https://evil.test", "https:evil.test",
     "javascript:alert(1)", "data:text/html,x", "/ /evil.test", "/\t/evil.test", "/\n/evil.test",
     "/%09/evil.test", "/%0d%0aSet-Cookie:x", "/%5cevil.test",
     "/%2fevil.test", "/%2F%2Fevil.test", "/a//b", "/x@evil.test", "//x@evil.test", "/é", "/\u2028", "/\u202e",
     "?next=/", "#x", "/a#b", " /checkout",
     "/checkout ", "/auth/login?next=/auth/login", "/auth/logout", "/" + "a" * 500, "/\x00", "/<script>",
     '/"onload', "/a|b", "/[::1]", "/a b"],
)  # fmt: skip
def test_nothing_leads_elsewhere_or_around_in_circles(path):
    assert next_within_site(path) is None
