"""Who shops: the sample member, newcomers, and members that stories borrow."""

import os
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import APIRequest, APIRequestContext, APIResponse

USES = 4  # stories per borrowed member: far from the ten orders an hour that one member may place


@dataclass(frozen=True)
class Person:
    """Somebody with what the registration form asks for; made is who would not exist without the suite."""

    full_name: str
    email: str
    phone_number: str
    password: str
    made: bool = False


def named(role: str) -> bool:
    """Whether the environment says who that is: E2E_MEMBER_EMAIL and E2E_MEMBER_PASSWORD, STAFF and ADMIN alike."""
    return all(os.environ.get(f"E2E_{role}_{part}") for part in ("EMAIL", "PASSWORD"))


def known(role: str, full_name: str, sample: str) -> Person:
    """Somebody with an account: as the environment says (E2E_MEMBER_EMAIL …), else the sample shop's."""
    email, password = (os.environ.get(f"E2E_{role}_{part}", "") for part in ("EMAIL", "PASSWORD"))
    return Person(full_name, email or sample, "0812 3456 7890", password or "wangi-sekali-2025")


SAMPLE_MEMBER = known("MEMBER", "Sari Pembeli", "pembeli@sensasiwangi.test")
CITRA = known("STAFF", "Citra CS", "cs@sensasiwangi.test")
ADE = known("ADMIN", "Ade Admin", "admin@sensasiwangi.test")


def newcomer(full_name: str = "Rini Pendatang") -> Person:
    """Somebody whom the shop has never seen; nobody can tell the password from the address."""
    mark, password = uuid.uuid4().hex[:12], f"kenanga-{secrets.token_urlsafe(12)}"
    return Person(full_name, f"rini-{mark}@cerita.test", "0857 1234 5678", password, made=True)


@dataclass
class Account:
    """A member's session as a browser keeps it, and how many stories used it."""

    person: Person
    cookies: Any
    uses: int = 0


@dataclass
class Members:
    """Members for stories that are not about signing in; one that comes back clean is lent again."""

    requests: APIRequest
    address: str
    _free: list[Account] = field(default_factory=list)
    _all: list[Account] = field(default_factory=list)

    def borrow(self) -> Account:
        """A member with an empty cart and an untouched checkout."""
        account = self._free.pop() if self._free else self._register(newcomer())
        account.uses += 1
        return account

    def give_back(self, account: Account) -> None:
        """The member may be lent again."""
        if account.uses < USES:
            self._free.append(account)

    def everybody(self) -> list[Account]:
        """Whoever was registered here."""
        return list(self._all)

    def _register(self, person: Person) -> Account:
        form = {
            "full_name": person.full_name,
            "email": person.email,
            "phone_number": person.phone_number,
            "password": person.password,
        }
        client = self.requests.new_context(base_url=self.address)
        answer = client.post("/auth/register", form=form, max_redirects=0)
        if answer.status == 429:
            pytest.skip("this shop lets nobody else register now: its limit is used up")
        assert answer.status == 303, f"registration answered {answer.status}"
        client.get("/account")  # where the welcome is read
        cookies = client.storage_state()
        client.dispose()
        self._all.append(Account(person, cookies))
        return self._all[-1]


def ask_to_be_deleted(client: APIRequestContext, person: Person) -> None:
    """By a plain request. Raises AssertionError when the member stays: refused, or waiting for an order that still runs."""
    answer = client.post("/account/deletion", form={"password": person.password}, max_redirects=0)
    assert answer.status == 303, f"{person.email} is still a member: deletion answered {answer.status}"
    leads = answer.headers.get("location", "")
    assert not leads.endswith("/account/deletion"), f"{person.email} is still a member: an order of theirs still runs"


def sign_in(client: APIRequestContext, person: Person) -> APIResponse:
    """The login form by a plain request; the shop's answer, which is 303 when it knows them and 422 when it does not."""
    return client.post("/auth/login", form={"email": person.email, "password": person.password}, max_redirects=0)


def log_in(requests: APIRequest, address: str, person: Person) -> Account:
    """A session of somebody who is a member already."""
    client = requests.new_context(base_url=address)
    answer = sign_in(client, person)
    assert answer.status == 303, f"login answered {answer.status}"
    cookies = client.storage_state()
    client.dispose()
    return Account(person, cookies)
