"""Of the shipped content, every fold «Dasar hukum» leads to a page that opens, and every pasal has an address of its own."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from elearning.regulations.models import Citation, Provision, Regulation, RuleCard

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 22, 3, 0, tzinfo=UTC), tick=False):
        yield


def test_no_two_pasal_share_an_address(loaded):
    addresses = Counter(provision.get_absolute_url() for provision in Provision.objects.select_related("regulation"))
    assert [address for address, count in addresses.items() if count > 1] == []
    for provision in Provision.objects.all():
        provision.clean()


def test_every_citation_leads_to_a_page_that_opens(loaded):
    client = Client()
    citations = Citation.objects.filter(card__live=True).select_related("provision__regulation")
    for url in sorted({citation.provision.get_absolute_url() for citation in citations}):
        assert client.get(url).status_code == 200, url


def test_every_link_of_a_regulation_page_leads_on(loaded):
    client = Client()
    followed = set()
    for regulation in Regulation.objects.all():
        page = client.get(regulation.get_absolute_url())
        assert page.status_code == 200
        followed |= set(re.findall(r'href="(/peraturan/[^"#]+)"', page.content.decode()))
    assert len(followed) > 200
    known = {one.get_absolute_url() for one in Provision.objects.select_related("regulation")}
    known |= {one.get_absolute_url() for one in Regulation.objects.all()} | {"/peraturan/"}
    assert followed <= known


@pytest.mark.parametrize("day", ["2023-05-19", "2024-10-03"])
def test_every_discipline_card_opens_on_both_days(loaded, day):
    client = Client()
    for card in RuleCard.objects.published().filter(sanctions__slug="disiplin-berat").distinct():
        response = client.get(card.get_absolute_url(), {"pada": day})
        assert response.status_code == 200, card.slug
        assert "Situs ini belum mengajarkan kartu ini pada tanggal itu." in response.content.decode()


def read(slug: str, day: str) -> str:
    page = Client().get(f"/kartu/{slug}/", {"pada": day}).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_like_on_19_may_2023(loaded):
    page = read("like-komentar-share-akun-pemenangan", "2023-05-19")
    assert "Keadaan pada Jumat, 19 Mei 2023" in page
    assert "Berlaku sejak 31 Agustus 2021. Terverifikasi" in page
    assert "Berlaku sejak 22 September 2022." in page
    assert "Register kami tidak memuat bunyi pasal ini pada 19 Mei 2023." in page
    assert "Bunyi yang kami muat berlaku sejak 31 Oktober 2023. Pada tanggal itu masih berlaku UU 5/2014 ." in page
    assert page.count("tidak memuat bunyi") == 1


def test_a_like_on_3_october_2024(loaded):
    page = read("like-komentar-share-akun-pemenangan", "2024-10-03")
    assert "Berlaku sejak 31 Oktober 2023." in page
    assert "tidak memuat bunyi" not in page


def test_a_decision_that_favours_on_3_october_2024_is_judged_by_article_188_before_the_ruling(loaded):
    page = read("keputusan-menguntungkan-atau-merugikan", "2024-10-03")
    assert "Daftar subjeknya belum memuat" in page
    assert "Berlaku sampai sebelum 14 November 2024." in page
    after = read("keputusan-menguntungkan-atau-merugikan", "2024-11-14")
    assert "Subjeknya termasuk pejabat daerah dan anggota TNI/Polri sejak putusan itu." in after
    assert "Ditafsirkan oleh Putusan MK 136/PUU-XXII/2024" in after


def test_the_end_of_pp_53_2010_reads_on_its_page(loaded):
    page = Client().get("/peraturan/pp-53-2010/jenis-hukuman-lama/").content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Versi 2, dicabut oleh PP 94/2021" in words
    assert "Pasal ini tidak berlaku lagi sejak 31 Agustus 2021." in words
    assert "https://schema.org/NotInForce" in page


def test_the_history_around_ruling_136_of_the_constitutional_court_reads_in_order(loaded):
    page = Client().get("/kartu/keputusan-menguntungkan-atau-merugikan/riwayat/").content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    ruling = words.index("14 November 2024 Pasal 188 jo. Putusan MK 136/PUU-XXII/2024")
    discipline = words.index("31 Agustus 2021 Pasal 5 huruf n angka 5 PP 94/2021 : mulai berlaku")
    before = words.index("Tanggal tidak tercatat Pasal 188 jo. Putusan MK 136/PUU-XXII/2024")
    assert (
        ruling < words.index("Subjeknya termasuk pejabat daerah dan anggota TNI/Polri sejak putusan itu.") < discipline
    )
    assert discipline < before < words.index("Daftar subjeknya belum memuat")
    ruled = Client().get("/peraturan/mk-136-2024/").content.decode()
    assert "Subjek Pasal 188 UU Pilkada ditambah" in ruled
