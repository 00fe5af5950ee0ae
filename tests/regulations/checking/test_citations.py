"""Citations in running text, held against the register."""

from time import perf_counter

import pytest

from elearning.regulations.checking import citations
from elearning.regulations.checking.passages import Passage
from elearning.regulations.checking.provisions import in_words, paths_in

from .conftest import ON


def findings(text, laws):
    return list(citations.check(Passage("Isi", "body", text, "rich"), laws, on=ON))


def codes(text, laws):
    return [one.code for one in findings(text, laws)]


def recognised(text, laws):
    return [found for one in citations.citations_in(text) if (found := citations.resolve(one, laws, on=ON))]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Sanksi moral diatur PP 42 tahun 2024.", "PP 42/2004"),
        ("Larangan itu ada dalam SKB 22 September 2023.", "SKB Lima Lembaga 2022"),
        ("SKB lima lembaga tahun 2023 memuat daftar bentuk pelanggaran.", "SKB Lima Lembaga 2022"),
        ("SKB Menteri PANRB, Mendagri, dan Bawaslu Nomor 2 Tahun 2023 memuat larangan.", "SKB Lima Lembaga 2022"),
        ("Kementerian itu dibentuk dengan Perpres 91 Tahun 2014.", "Perpres 91/2024"),
        ("UU 29 Tahun 2023 mewajibkan pegawai netral.", "UU 20/2023"),
    ],
)
def test_the_errors_of_the_press_are_caught_with_the_right_suggestion(printed, meant, laws):
    (finding,) = findings(printed, laws)

    assert finding.code == "unknown_regulation"
    assert f"maksud Anda {meant}?" in finding.message


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("UU 20/2023", "uu-20-2023"),
        ("UU No. 20 Tahun 2023", "uu-20-2023"),
        ("Undang-Undang Nomor 20 Tahun 2023", "uu-20-2023"),
        ("Undang-Undang Republik Indonesia Nomor 20 Tahun 2023", "uu-20-2023"),
        ("UU ASN", "uu-20-2023"),
        ("Undang-Undang Pemilihan Umum", "uu-7-2017"),
        ("PP 94/2021", "pp-94-2021"),
        ("PP Nomor 94 Tahun 2021", "pp-94-2021"),
        ("Peraturan Pemerintah 42 Tahun 2004", "pp-42-2004"),
        ("SKB 22 September 2022", "skb-2022"),
        ("SKB Nomor 2 Tahun 2022", "skb-2022"),
        ("Keputusan Bersama lima lembaga tahun 2022", "skb-2022"),
        ("SE Menteri PANRB 01/2023", "se-1-2023"),
        ("SE 18/2023", "se-18-2023"),
        ("Surat Edaran Menteri PANRB Nomor 18 Tahun 2023", "se-18-2023"),
        ("Peraturan BKN Nomor 6 Tahun 2022", "bkn-6-2022"),
        ("Perbawaslu 7/2022", "perbawaslu-7-2022"),
        ("Peraturan Bawaslu Nomor 7 Tahun 2022", "perbawaslu-7-2022"),
        ("PKPU 8/2024", "pkpu-8-2024"),
        ("Putusan MK 136/PUU-XXII/2024", "mk-136"),
        ("Putusan Mahkamah Konstitusi Nomor 136/PUU-XXII/2024", "mk-136"),
        ("Putusan MK 136", "mk-136"),
        ("136/PUU-XXII/2024", "mk-136"),
        ("UUD 1945", "uud-1945"),
    ],
)
def test_a_regulation_is_recognised_in_every_usual_form(written, slug, laws):
    (found,) = recognised(f"Menurut {written}, pegawai netral.", laws)

    assert found.entry.slug == slug
    assert codes(f"Menurut {written}, pegawai netral.", laws) in ([], ["revoked_regulation"])


@pytest.mark.parametrize(
    "text",
    [
        "Peraturan Pemerintah Pengganti Undang-Undang Nomor 1 Tahun 2014",
        "Pegawai mendaftar untuk SE kecamatan pada 2023",
        "UU itu sudah lama berlaku",
        "SKB untuk Pilkada 2024 belum ada",
        "Ada 12 hakim MK 2 tahun lalu",
    ],
)
def test_other_words_are_no_citation(text, laws):
    assert citations.citations_in(text) == []


def test_two_regulations_in_one_sentence_are_two(laws):
    text = "Ia melanggar UU 20/2023, Pasal 5 huruf n PP 94/2021 dan UU 7/2017 Pasal 283."

    found = recognised(text, laws)

    assert [one.entry.slug for one in found] == ["uu-20-2023", "pp-94-2021", "uu-7-2017"]
    assert [[in_words(path) for path in one.citation.paths] for one in found] == [
        [], ["Pasal 5 huruf n"], ["Pasal 283"],
    ]  # fmt: skip


def test_a_link_leads_to_the_place_of_the_provision(laws):
    (found,) = recognised("Lihat Pasal 9 ayat (2) UU ASN.", laws)

    assert found.citation.words == "Pasal 9 ayat (2) UU ASN"
    assert found.url == "/peraturan/uu-20-2023/9-ayat-2/"


@pytest.mark.parametrize(
    "text",
    [
        "PP 53/2010 sudah dicabut.",
        "Jenis hukuman itu dari PP 53/2010 yang sudah dicabut.",
        "PP 94/2021 mengganti PP 53/2010.",
        "PP 53/2010 tidak berlaku lagi.",
        "Jenis hukuman lama ada di PP 53/2010.",
    ],
)
def test_a_sentence_may_say_itself_that_a_rule_is_gone(text, laws):
    assert codes(text, laws) == []


@pytest.mark.parametrize(
    "text", ["Hukumannya diatur PP 53/2010.", "Hukumannya paling lama satu tahun menurut PP 53/2010."]
)
def test_a_repealed_rule_is_named_with_its_day_and_its_successor(text, laws):
    (finding,) = findings(text, laws)

    assert finding.code == "revoked_regulation"
    assert finding.message.startswith("PP 53/2010 dicabut 31-08-2021 oleh PP 94/2021.")


def test_a_rule_is_not_repealed_before_its_last_day(laws):
    passage = Passage("Isi", "body", "Hukumannya diatur PP 53/2010.")

    assert list(citations.check(passage, laws, on=ON.replace(year=2021, month=8, day=30))) == []


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Pasal 99 PP 94/2021 melarangnya.", True),
        ("PP 94/2021 Pasal 5 huruf n angka 9 melarangnya.", True),  # the register lists 5 and 6
        ("PP 94/2021 Pasal 5 huruf n angka 5 dan 6 melarangnya.", False),
        ("PP 94/2021 Pasal 5 melarangnya.", False),  # around what the register has
        ("UU 7/2017 Pasal 494 ayat (1) melarangnya.", False),  # inside it
        ("UU 7/2017 Pasal 280 ayat (2) huruf g melarangnya.", False),  # inside a range
        ("UU 7/2017 Pasal 282–283 melarangnya.", False),
    ],
)
def test_a_provision_that_the_register_lacks_is_named(text, unknown, laws):
    assert codes(text, laws) == (["unknown_provision"] if unknown else [])


def test_a_pasal_without_a_regulation_is_nobodys(laws):
    assert codes("Menurut Pasal 999, hal itu dilarang.", laws) == []


def test_an_issuer_that_does_not_fit_is_no_match(laws):
    (finding,) = findings("SE Mendagri 18/2023 melarangnya.", laws)

    assert "maksud Anda SE Menteri PANRB 18/2023?" in finding.message


def test_what_resembles_nothing_gets_no_suggestion(laws):
    (finding,) = findings("Lihat UU 873/1961.", laws)

    assert "maksud Anda" not in finding.message


@pytest.mark.parametrize(
    ("written", "paths"),
    [
        ("Pasal 70 ayat (1) huruf b dan c serta Pasal 71 ayat (1)",
         ["Pasal 70 ayat (1) huruf b", "Pasal 70 ayat (1) huruf c", "Pasal 71 ayat (1)"]),
        ("Pasal 16 sampai Pasal 18", ["Pasal 16", "Pasal 17", "Pasal 18"]),
        ("Pasal 280 ayat (2) dan (3) jo. Pasal 494", ["Pasal 280 ayat (2)", "Pasal 280 ayat (3)", "Pasal 494"]),
        ("Pasal 187A ayat (2)", ["Pasal 187A ayat (2)"]),
        ("Lampiran II", []),
    ],
)  # fmt: skip
def test_lists_and_ranges_of_provisions_are_spelt_out(written, paths):
    assert [in_words(path) for path in paths_in(written)] == paths


def test_a_list_of_a_thousand_provisions_is_read_in_a_moment(laws):
    started = perf_counter()
    findings("Pasal 1, " * 1000 + "UU 5/2014.", laws)
    assert perf_counter() - started < 5  # a minute and more when the list was taken apart again and again
