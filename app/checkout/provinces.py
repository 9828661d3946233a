"""The 38 provinces of Indonesia, west to east (as of the laws of 2022), under their everyday names."""

import re

PROVINCES = (
    "Aceh",
    "Sumatera Utara",
    "Sumatera Barat",
    "Riau",
    "Kepulauan Riau",
    "Jambi",
    "Sumatera Selatan",
    "Kepulauan Bangka Belitung",
    "Bengkulu",
    "Lampung",
    "Banten",
    "DKI Jakarta",
    "Jawa Barat",
    "Jawa Tengah",
    "DI Yogyakarta",
    "Jawa Timur",
    "Bali",
    "Nusa Tenggara Barat",
    "Nusa Tenggara Timur",
    "Kalimantan Barat",
    "Kalimantan Tengah",
    "Kalimantan Selatan",
    "Kalimantan Timur",
    "Kalimantan Utara",
    "Sulawesi Utara",
    "Gorontalo",
    "Sulawesi Tengah",
    "Sulawesi Barat",
    "Sulawesi Selatan",
    "Sulawesi Tenggara",
    "Maluku",
    "Maluku Utara",
    "Papua Barat Daya",
    "Papua Barat",
    "Papua",
    "Papua Tengah",
    "Papua Pegunungan",
    "Papua Selatan",
)

_ALSO_KNOWN_AS = {
    "nanggroeacehdarussalam": "Aceh",
    "nad": "Aceh",
    "bangkabelitung": "Kepulauan Bangka Belitung",
    "jakarta": "DKI Jakarta",
    "daerahkhususibukotajakarta": "DKI Jakarta",
    "daerahkhususjakarta": "DKI Jakarta",
    "yogyakarta": "DI Yogyakarta",
    "jogja": "DI Yogyakarta",
    "diy": "DI Yogyakarta",
    "daerahistimewayogyakarta": "DI Yogyakarta",
    "jabar": "Jawa Barat",
    "jateng": "Jawa Tengah",
    "jatim": "Jawa Timur",
    "ntb": "Nusa Tenggara Barat",
    "ntt": "Nusa Tenggara Timur",
}


_WITA = {
    "Bali", "Nusa Tenggara Barat", "Nusa Tenggara Timur", "Kalimantan Selatan", "Kalimantan Timur", "Kalimantan Utara",
    "Sulawesi Utara", "Gorontalo", "Sulawesi Tengah", "Sulawesi Barat", "Sulawesi Selatan", "Sulawesi Tenggara",
}  # fmt: skip


def zone_of(province: str) -> str:
    """The time that clocks in a province show: WIB, WITA or WIT."""
    if province in _WITA:
        return "WITA"
    return "WIT" if province.startswith(("Maluku", "Papua")) else "WIB"


def canonical_province(text: str) -> str | None:
    """The province that was meant, however written ("kep. riau", "D.I. Yogyakarta", "NTB"); None when there is none."""
    spelled_out = text.lower().replace("kep.", "kepulauan ").replace("provinsi", "")
    letters = re.sub("[^a-z]", "", spelled_out)
    return _ALSO_KNOWN_AS.get(letters) or _BY_LETTERS.get(letters)


_BY_LETTERS = {re.sub("[^a-z]", "", name.lower()): name for name in PROVINCES}
