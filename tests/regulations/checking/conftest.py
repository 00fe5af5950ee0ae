"""The part of the register that the tests of checking speak of, as the shipped content has it."""

from datetime import date

import pytest
from django.utils.text import slugify

from elearning.regulations.checking.provisions import paths_in
from elearning.regulations.checking.register import Entry, Register

ON = date(2026, 11, 22)


def entry(slug, kind, numbers, year, name, title="", *labels, **facts) -> Entry:
    provisions = tuple((path, slugify(label.removeprefix("Pasal "))) for label in labels for path in paths_in(label))
    return Entry(slug, kind, tuple(numbers), year, name, title or name, provisions=provisions, **facts)


@pytest.fixture(scope="session")
def laws() -> Register:
    return Register(
        (
            entry("uu-20-2023", "UU", ["20"], 2023, "UU 20/2023",
                  "Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara", "Pasal 2", "Pasal 9 ayat (2)",
                  "Pasal 52 ayat (3) huruf j dan ayat (4)"),
            entry("uu-5-2014", "UU", ["5"], 2014, "UU 5/2014",
                  "Undang-Undang Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara", is_revoked=True,
                  valid_to=date(2023, 10, 31), revoked_by="UU 20/2023"),
            entry("uu-7-2017", "UU", ["7"], 2017, "UU 7/2017", "Undang-Undang Nomor 7 Tahun 2017 tentang Pemilihan Umum",
                  "Pasal 280 ayat (2) huruf f–j", "Pasal 282", "Pasal 283 ayat (1)", "Pasal 283 ayat (2)", "Pasal 494"),
            entry("pp-94-2021", "PP", ["94"], 2021, "PP 94/2021", "", "Pasal 5 huruf n", "Pasal 5 huruf n angka 5",
                  "Pasal 5 huruf n angka 6", "Pasal 8", valid_from=date(2021, 8, 31)),
            entry("pp-53-2010", "PP", ["53"], 2010, "PP 53/2010", is_revoked=True, valid_to=date(2021, 8, 31),
                  revoked_by="PP 94/2021"),
            entry("pp-42-2004", "PP", ["42"], 2004, "PP 42/2004", "", "Pasal 11 huruf c", "Pasal 15"),
            entry("perpres-91-2024", "Perpres", ["91"], 2024, "Perpres 91/2024"),
            entry("skb-2022", "SKB", ["2", "800-5474", "246", "30"], 2022, "SKB Lima Lembaga 2022",
                  valid_from=date(2022, 9, 22)),
            entry("se-18-2023", "SE", ["18"], 2023, "SE Menteri PANRB 18/2023"),
            entry("se-1-2023", "SE", ["1"], 2023, "SE Menteri PANRB 1/2023"),
            entry("bkn-6-2022", "Peraturan BKN", ["6"], 2022, "Peraturan BKN 6/2022"),
            entry("perbawaslu-7-2022", "Perbawaslu", ["7"], 2022, "Perbawaslu 7/2022"),
            entry("pkpu-8-2024", "PKPU", ["8"], 2024, "PKPU 8/2024"),
            entry("mk-136", "Putusan MK", ["136/puu-xxii/2024", "136"], 2024, "Putusan MK 136/PUU-XXII/2024"),
            entry("uud-1945", "UUD", [], 1945, "UUD 1945"),
        )
    )  # fmt: skip
