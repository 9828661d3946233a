"""What tells whether all is well, judged: good, warn or bad, what was found, and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan
from time import time
from typing import NamedTuple

from app.monitoring.queries import Fact
from app.release import Standing

GOOD, WARN, BAD = "good", "warn", "bad"
MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at; advice is for whoever reads it when it is not good, endpoint a page of the desk or nothing."""

    title: str
    state: str
    found: str
    advice: str = ""
    endpoint: str = ""


class Schema(NamedTuple):
    """Migrations: the newest and how many the database has, and how many this code knows."""

    newest: int
    applied: int
    known: int


class Facts:
    """Facts by name and label; what is not there is nothing."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._values = {(fact.name, fact.label): fact.value for fact in facts}

    def of(self, name: str, label: str = "") -> float:
        """One of them."""
        return self._values.get((name, label), 0.0)

    def most(self, name: str) -> tuple[str, float]:
        """The largest by any label, with its label."""
        return max(
            ((label, it) for (own, label), it in self._values.items() if own == name), key=_value, default=("", 0.0)
        )

    def has(self, name: str) -> bool:
        """Whether it is known at all."""
        return any(own == name for own, _ in self._values)


def checks(facts: Facts, schema: Schema, standing: Standing) -> list[Check]:
    """All of them, what is not good first."""
    judged: tuple[Callable[[Facts], Check], ...] = (_connections, _lag, _parked, _mails, _holds, _orders, _audit)
    found = [_schema(schema), *(judge(facts) for judge in judged), _backup(standing)]
    return sorted(found, key=lambda check: (BAD, WARN, GOOD).index(check.state))


def _schema(schema: Schema) -> Check:
    is_current = schema.newest == schema.applied == schema.known
    found = f"menjawab, skema {schema.newest} dari {schema.known}"
    return Check("Basis data", GOOD if is_current else BAD, found, "Jalankan flask migrate up dari rilis ini.")


def _connections(facts: Facts) -> Check:
    used, allowed = facts.of("connections", "open"), facts.of("connections", "allowed")
    state = GOOD if used < 0.8 * allowed else WARN
    return Check(
        "Koneksi",
        state,
        f"{used:.0f} dari {allowed:.0f}",
        "Kurangi POOL_SIZE atau WORKERS, atau naikkan max_connections.",
    )


def _lag(facts: Facts) -> Check:
    kind, seconds = facts.most("job_lag_seconds")
    state = GOOD if seconds < 2 * MINUTE else WARN if seconds < 10 * MINUTE else BAD
    found = f"yang tertua menunggu {words(seconds)} ({kind})" if kind else "tidak ada yang menunggu"
    return Check(
        "Antrean pekerjaan",
        state,
        found,
        "Pastikan flask worker hidup; untuk send_mail, periksa server suratnya juga.",
        "desk.jobs",
    )


def _parked(facts: Facts) -> Check:
    parked = facts.of("jobs_parked")
    return Check(
        "Pekerjaan macet", BAD if parked else GOOD, f"{parked:.0f}", "Perbaiki sebabnya, lalu coba lagi.", "desk.jobs"
    )


def _mails(facts: Facts) -> Check:
    unsent = facts.of("mails_unsent")
    state = GOOD if unsent < 50 else WARN
    return Check("Surat belum terkirim", state, f"{unsent:.0f}", "Periksa MAIL_URL dan server suratnya.", "desk.jobs")


def _holds(facts: Facts) -> Check:
    overdue, live = facts.of("holds", "overdue"), facts.of("holds", "live")
    found = f"{overdue:.0f} lewat waktu, {live:.0f} hidup"
    return Check(
        "Stok ditahan",
        BAD if overdue else GOOD,
        found,
        "Pastikan flask worker hidup: ia melepas tahanan tiap menit.",
        "desk.stock",
    )


def _orders(facts: Facts) -> Check:
    overdue = facts.of("overdue_orders")
    advice = "Pastikan flask worker hidup: ia menutup pesanan yang lewat batas bayar."
    return Check("Pesanan lewat batas bayar", BAD if overdue else GOOD, f"{overdue:.0f}", advice, "desk.orders")


def _audit(facts: Facts) -> Check:
    broken, age = facts.of("audit_broken"), facts.of("audit_age_seconds")
    if not facts.has("audit_broken"):
        return Check(
            "Audit stok", WARN, "belum pernah jalan", "Jalankan flask worker, atau periksa sekarang.", "desk.audit"
        )
    state = BAD if broken else WARN if age > 15 * MINUTE else GOOD
    found = f"{broken:.0f} janji dilanggar, {words(age)} yang lalu"
    return Check("Audit stok", state, found, "Jangan ubah stok yang disebut; buka auditnya.", "desk.audit")


def _backup(standing: Standing) -> Check:
    if standing.backup_at is None:
        return Check("Cadangan", WARN, "tidak diketahui", "Isi BACKUP_STAMP_FILE dan jadwalkan cadangan.")
    if isnan(standing.backup_at):
        return Check("Cadangan", GOOD, "dibuat penyedia basis data")
    age = time() - standing.backup_at
    state = GOOD if age < 26 * HOUR else BAD
    return Check(
        "Cadangan",
        state,
        f"{words(age)} yang lalu",
        "Jalankan cadangan sekarang, lalu cari kenapa jadwalnya tidak jalan.",
    )


def words(seconds: float) -> str:
    """How long, roughly: "40 dtk", "12 mnt", "3 jam", "2 hari"."""
    for size, unit in ((DAY, "hari"), (HOUR, "jam"), (MINUTE, "mnt")):
        if seconds >= 2 * size or (unit == "mnt" and seconds >= size):
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} dtk"


def _value(pair: tuple[str, float]) -> float:
    return pair[1]
