"""Reading pasted bank statements. The lines look like those of the banks; people and numbers are invented."""

from datetime import date

import pytest

from app.desk.paste import bank
from app.desk.paste.bank import Transfer

TODAY = date(2026, 11, 26)
BCA = """Tanggal\tKeterangan\tCabang\tJumlah\tSaldo
25/11/2026\tTRSF E-BANKING CR 2511/FTSCY/WS95031 588417.00 SARI WULANDARI\t0000\t588,417.00 CR\t12,345,678.00
PEND\tSWITCHING CR TRANSFER DR 009 BUDI SANTOSO\t0998\t312,052.00 CR\t12,657,730.00
24/11/2026\tBYR VIA E-BANKING 24/11 LISTRIK\t0000\t200,000.00 DB\t12,457,730.00
Saldo Awal : 10,000.00"""
BCA_CSV = """Tanggal Transaksi,Keterangan,Cabang,Jumlah,,Saldo
'22/11,TRSF E-BANKING CR 2211/FTSCY/WS95031 588417.00 SARI WULANDARI ,'0000,588417.00,CR,12345678.90
'22/11,BIAYA ADM ,'0000,15000.00,DB,12330678.90"""
MANDIRI = """Tanggal\tTanggal Valuta\tRincian Transaksi\tDebit\tKredit\tSaldo
22/11/2026\t22/11/2026\tMCM InhouseTrf DARI DEWI LESTARI sw-261122-k7qmp\t0,00\t588.417,00\t12.588.417,00
22/11/2026\t22/11/2026\tBiaya administrasi\t15.000,00\t0,00\t12.573.417,00"""
BNI = """22-Nov-2026 10:15:22;TRANSFER DARI RATNA PUSPITA;Cr.;588.417,00;9.000.000,00
22-Nov-2026 11:02:00;TARIK TUNAI;Db.;500.000,00;8.500.000,00"""
BRI = """Tanggal    Uraian    Debet    Kredit    Saldo
22/11/26    NBMB SARI TO TOKO WANGI    0.00    588,417.00    1,588,417.00
22/11/26    ATM 0021 TARIK    -300,000.00        1,288,417.00"""


def read(pasted: str) -> bank.BankStatement:
    return bank.read(pasted, TODAY)


def one(line: str) -> Transfer:
    statement = read(line)
    (found,) = statement.transfers
    assert (statement.debits, statement.unread) == ([], [])
    return found


@pytest.mark.parametrize(
    ("pasted", "transfers", "debits", "headings"),
    [
        (BCA, [(2, "25/11", 588_417), (3, "26/11", 312_052)], [4], 2),
        (BCA_CSV, [(2, "22/11", 588_417)], [3], 1),
        (MANDIRI, [(2, "22/11", 588_417)], [3], 1),
        (BNI, [(1, "22/11", 588_417)], [2], 0),
        (BRI, [(2, "22/11", 588_417)], [3], 1),
    ],
    ids=["bca", "bca-csv", "mandiri", "bni", "bri"],
)
def test_what_banks_show(pasted: str, transfers: list, debits: list, headings: int) -> None:
    found = read(pasted)
    assert [(it.number, f"{it.booked_on:%d/%m}", it.amount) for it in found.transfers] == transfers
    assert all(it.is_marked and it.booked_on.year == 2026 for it in found.transfers)
    assert [it.number for it in found.debits] == debits
    assert (found.unread, found.headings) == ([], headings)


def test_words_are_the_same_however_a_line_was_copied() -> None:
    tabs = one("22/11/2026\tTRSF E-BANKING CR  SARI-WULANDARI\t588,417.00 CR\t9,000,000.00")
    spaces = one("22/11/2026 trsf e-banking cr sari wulandari 588.417,00 CR 1.000,00")
    assert tabs.words == spaces.words == "TRSF E BANKING CR SARI WULANDARI"
    assert (tabs.booked_on, tabs.amount, tabs.occurrence) == (spaces.booked_on, spaces.amount, spaces.occurrence)


@pytest.mark.parametrize(
    "amount",
    [
        "588.417,00",
        "588,417.00",
        "588417",
        "588417.00",
        "588417,00",
        "588.417",
        "Rp 588.417",
        "IDR588,417.00",
        "Rp\u00a0588.417",
    ],
)
@pytest.mark.parametrize("mark", ["CR", "C", "K", "Kredit", "+"])
def test_amounts_in_every_notation(amount: str, mark: str) -> None:
    assert one(f"22/11/2026;SARI;{amount};{mark}").amount == 588_417
    assert one(f"22/11/2026\tSARI\t{amount} {mark if len(mark) < 3 else 'CR'}").is_marked


@pytest.mark.parametrize(
    "line", ["SARI\t-588.417,00", "SARI\t588.417,00-", "SARI\t588.417,00\tDB", "SARI\t588.417,00 D"]
)
def test_money_out_is_left_aside(line: str) -> None:
    found = read(f"22/11/2026\t{line}")
    assert (found.transfers, [it.number for it in found.debits]) == ([], [1])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("22/11/2026", date(2026, 11, 22)),
        ("22-11-26", date(2026, 11, 22)),
        ("22.11.2026", date(2026, 11, 22)),
        ("2026-11-22", date(2026, 11, 22)),
        ("2026-11-22 23:59:01", date(2026, 11, 22)),
        ("22/11/2026 13.45 WIB", date(2026, 11, 22)),
        ("1/2/2026", date(2026, 2, 1)),
        ("22 Nov 2026", date(2026, 11, 22)),
        ("22-Agt-26", date(2026, 8, 22)),
        ("3 Desember 2025", date(2025, 12, 3)),
        ("26/11", date(2026, 11, 26)),
        ("30/12", date(2025, 12, 30)),
        ("PEND", TODAY),
    ],
)
@pytest.mark.parametrize("parts", ["{}\tSARI\t5.000,00 CR", "{};SARI;5.000,00;CR", "{} SARI 5.000,00 CR"])
def test_days_in_every_notation(written: str, day: date, parts: str) -> None:
    assert one(parts.format(written)).booked_on == day


def test_what_nobody_sees_does_not_matter() -> None:
    seen = one("22/11/2026\tTRSF SARI\t588.417,00 CR")
    assert one("\ufeff22/11/2026\u200e\tTRSF\u00a0SARI\t\u200b588.417,00\u00a0CR") == seen


def test_a_plain_line_is_read_but_nobody_claims_that_it_came_in() -> None:
    found = one("22/11 SARI WULANDARI 588417")
    assert (found.amount, found.description, found.is_marked) == (588_417, "SARI WULANDARI", False)


def test_a_reference_is_no_amount() -> None:
    assert one("22/11/2026\tSARI\t1234567890\t588.417,00 CR").amount == 588_417
    assert one("22/11/2026;SARI;1234567890;588417;CR;9000000").amount == 588_417
    assert one("22/11/2026 DARI SARI 081234567890 588.417,00 CR").amount == 588_417


def test_twins_are_counted_and_look_alikes_are_not_twins() -> None:
    twin, other = "22/11/2026\tSARI\t5.000,00 CR", "22/11/2026\tSARI\t5.001,00 CR"
    assert [it.occurrence for it in read(f"{twin}\n{other}\n{twin}\n{twin}").transfers] == [1, 1, 2, 3]


def test_a_cell_that_the_browser_broke_is_put_together() -> None:
    found = one(
        "25/11/2026\tTRSF E-BANKING CR\n2511/FTSCY/WS95031\n588417.00\nSARI WULANDARI\t0000\t588,417.00\tCR\t1.00"
    )
    assert (found.number, found.amount) == (1, 588_417)
    assert found.words == "TRSF E BANKING CR 2511 FTSCY WS95031 588417 00 SARI WULANDARI 0000"


def test_order_numbers_are_found_in_any_notation() -> None:
    found = one("22/11/2026\tSARI sw261122k7qmp dan SW 261122 K7QMR SW-261122-K7QMPX\t5.000,00 CR")
    assert found.order_numbers == ["SW-261122-K7QMP", "SW-261122-K7QMR"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("32/13/2026\tSARI\t5.000,00 CR", bank.NO_DATE),
        ("11/22/2026\tSARI\t5.000,00 CR", bank.NO_DATE),
        ("SARI\t5.000,00 CR", bank.NO_DATE),
        ("28/11/2026\tSARI\t5.000,00 CR", bank.AHEAD),
        ("22/11/2026\tSARI\tlima ribu", bank.NO_AMOUNT),
        ("22/11/2026\tBUNGA\t1.234,56 CR", bank.CENTS),
        ("22/11/2026\tSARI\t1.2.3,00 CR", bank.NO_AMOUNT),
        (f"22/11/2026\t{'X' * 2_000}\t5.000,00 CR", bank.TOO_LONG),
    ],
)
def test_what_cannot_be_read_says_why(line: str, reason: str) -> None:
    found = read(line)
    assert (found.transfers, found.debits) == ([], [])
    assert [it.reason for it in found.unread] == [reason]


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "\n\n\t\n",
        ";;;;\n,,,,",
        "Saldo Akhir : 5.000,00",
        '"',
        "'",
        "\t\t\t",
        "22/11",
        "9" * 1_999,
        "=cmd|'/c calc'!A1",
        "<b>x</b>",
        "٢٢/١١",
    ],
)
def test_junk_pays_nothing(junk: str) -> None:
    assert read(junk).transfers == []
