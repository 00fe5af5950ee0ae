"""The kit of a unit: made behind the page, once, for this unit only, and told to be printed again when a rule changes."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from elearning.cascade.kit import making, services, tasks
from elearning.distribution import editions
from elearning.distribution import services as distribution
from elearning.distribution.models import KitEdition, KitFile
from elearning.regulations import services as regulations
from tests.factories.distribution import HandoutFactory, KitEditionFactory, KitFileFactory
from tests.factories.lessons import LessonPageFactory
from tests.factories.people import OfficeHoldingFactory
from tests.factories.regulations import RuleCardFactory

pytestmark = pytest.mark.django_db
OWN, SHARED = 6, 7


@pytest.fixture
def camat(client, kenanga):
    client.force_login(kenanga.head)
    return client


@pytest.fixture
def edition(kenanga):
    return KitEditionFactory(course=kenanga.handout.course)


@pytest.fixture
def quick(monkeypatch):
    """Every file is made at once and says which it is."""
    monkeypatch.setattr(making, "make", lambda kind, kit: f"{kind} {kit.url} {kit.due_on}".encode())
    monkeypatch.setattr(making, "pages_in", lambda kind, content: 1)


def text_of(response) -> str:
    return unescape(response.content.decode())


def files(**wanted):
    return KitFile.objects.filter(**wanted)


def test_opening_the_page_orders_the_kit_once(camat, kenanga, edition):
    page = text_of(camat.get("/camat/bagikan/"))
    assert f"Sedang disiapkan: 0 dari {OWN + SHARED} berkas." in page
    assert 'every="4"' in page
    camat.get("/camat/bagikan/")
    assert (files(node=kenanga.handout.node).count(), files(node=None).count()) == (OWN, SHARED)


def test_what_is_shared_is_made_once_for_two_units(kenanga, edition, quick):
    other = HandoutFactory(course=edition.course)
    for handout in (kenanga.handout, other):
        services.prepare(handout, at=timezone.now())
    assert tasks.make_due() == SHARED + 2 * OWN
    assert files(node=None).count() == SHARED


def test_a_ready_file_states_type_size_and_pages(camat, kenanga, edition):
    file = KitFileFactory(edition=edition, node=kenanga.handout.node, size=15_200)
    assert "Unduh A4 <small>(PDF, 15 KB, 1 halaman)" in text_of(camat.get("/camat/bagikan/"))
    answer = camat.get("/camat/bagikan/berkas/poster-a4/")
    assert answer["Content-Type"] == "application/pdf"
    assert "versi-1.pdf" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content) == file.file.open().read()


def test_a_paper_is_seen_before_it_is_printed(camat, kenanga, edition):
    KitFileFactory(edition=edition, node=kenanga.handout.node)
    page = text_of(camat.get("/camat/bagikan/cetak/poster-a4/"))
    assert "Halaman 1 dari 1" in page
    picture = camat.get("/camat/bagikan/cetak/poster-a4/1.png")
    assert picture.content.startswith(b"\x89PNG")
    assert camat.get("/camat/bagikan/cetak/poster-a4/2.png").status_code == 404


@pytest.mark.parametrize("address", ["berkas/poster-a4/", "cetak/poster-a4/", "cetak/poster-a4/1.png"])
def test_another_kecamatans_file_does_not_exist(client, kenanga, edition, address):
    KitFileFactory(edition=edition, node=kenanga.handout.node)
    stranger = OfficeHoldingFactory()
    HandoutFactory(unit=stranger.unit, course=edition.course)
    client.force_login(stranger.person)
    assert client.get(f"/camat/bagikan/{address}").status_code == 404
    assert client.get(f"/camat/bagikan/{address}?unit={kenanga.unit.public_id}").status_code == 404


@pytest.mark.parametrize("kind", ["poster-a3", "bukan-jenis"])
def test_what_is_not_made_is_not_there(camat, kenanga, edition, kind):
    KitFileFactory(edition=edition, node=kenanga.handout.node, kind="poster-a3", file="", made_at=None)
    assert camat.get(f"/camat/bagikan/berkas/{kind}/").status_code == 404


def test_other_words_make_the_papers_anew(kenanga, edition, quick):
    services.prepare(kenanga.handout, at=timezone.now())
    tasks.make_due()
    distribution.set_due_date(kenanga.handout.node, date(2024, 10, 20), by=kenanga.head)
    kenanga.handout.refresh_from_db()
    services.prepare(kenanga.handout, at=timezone.now())
    assert files(made_at=None).count() == OWN
    assert tasks.make_due() == OWN
    assert b"2024-10-20" in files(kind="poster-a4").get().file.open().read()
    assert tasks.make_due() == 0


def test_a_new_link_stands_on_new_papers(kenanga, edition, quick):
    services.prepare(kenanga.handout, at=timezone.now())
    tasks.make_due()
    fresh = distribution.replace_link(
        kenanga.handout, shared_by="Camat Kenanga Contoh", by=kenanga.head, at=timezone.now()
    )
    services.prepare(fresh, at=timezone.now())
    tasks.make_due()
    assert f"/b/{fresh.code}?cetak=1".encode() in files(kind="poster-a4").get().file.open().read()


def test_a_worker_killed_in_the_middle_is_followed_by_another(kenanga, edition, quick, monkeypatch):
    services.prepare(kenanga.handout, at=timezone.now())

    def killed(kind, kit):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(making, "make", killed)
        with pytest.raises(SystemExit):
            tasks.make_due()
    held = files(leased_until__isnull=False).count()
    assert held == tasks.CHUNK
    assert tasks.make_due() == OWN + SHARED - held  # what nobody holds
    later = timezone.now() + tasks.LEASE + timedelta(seconds=1)
    assert tasks.make_due(lambda: later) == held
    assert not files(made_at=None).exists()


def test_a_file_that_fails_is_named_and_hinders_no_other(camat, kenanga, edition, quick, monkeypatch):
    make = making.make
    monkeypatch.setattr(making, "make", lambda kind, kit: 1 / 0 if kind == "selebaran" else make(kind, kit))
    services.prepare(kenanga.handout, at=timezone.now())
    later = iter(timezone.now() + timedelta(hours=hours) for hours in range(99))
    assert tasks.make_due(lambda: next(later)) == OWN + SHARED - 1
    page = text_of(camat.get("/camat/bagikan/"))
    assert "Belum berhasil dibuat:" in page
    assert "<strong>Selebaran Boleh / Tidak boleh</strong>" in page
    assert 'every="4"' not in page
    monkeypatch.undo()
    monkeypatch.setattr(making, "make", lambda kind, kit: b"%PDF")
    monkeypatch.setattr(making, "pages_in", lambda kind, content: 1)
    assert camat.post("/camat/bagikan/ulangi/").status_code == 302
    assert tasks.make_due() == 1


def test_bytes_that_are_gone_are_made_again(camat, kenanga, edition):
    file = KitFileFactory(edition=edition, node=kenanga.handout.node)
    file.file.storage.delete(file.file.name)
    assert camat.get("/camat/bagikan/berkas/poster-a4/").status_code == 302
    assert files(pk=file.pk, made_at=None).exists()


@pytest.fixture
def taught(kenanga, noon):
    """A course with one card, its first edition and the kit of Kenanga; the card comes back, to be changed."""
    card = RuleCardFactory(title="Memakai mobil dinas")
    regulations.record_publication(card, by=None, at=noon - timedelta(days=30))
    LessonPageFactory(parent=kenanga.handout.course, body=[("card", card)])
    first, _ = editions.renew_edition(kenanga.handout.course, at=noon - timedelta(days=9))
    KitFileFactory(edition=first, node=kenanga.handout.node)
    KitFileFactory(edition=first, node=kenanga.handout.node, kind="selebaran")
    return card


def turn_round(card, at):
    card.verdict = "boleh"
    card.save()
    regulations.record_publication(card, by=None, at=at, effect="membalik")


def test_a_changed_rule_renews_the_kit_of_units_that_have_one(kenanga, taught, noon):
    stored = files(kind="poster-a4").get().file
    turn_round(taught, noon)
    assert services.renew_all(noon) == 1
    assert services.renew_all(noon) == 0
    new = KitEdition.objects.get(number=2)
    assert files(edition=new, node=kenanga.handout.node).count() == OWN
    old = files(edition__number=1).get()  # the row tells that paper may hang; the bytes are gone
    assert (old.kind, old.file.name) == ("poster-a4", "")
    assert not stored.storage.exists(stored.name)


def test_the_head_is_told_to_print_again(camat, taught, noon, time_machine):
    turn_round(taught, noon)
    services.renew_all(noon)
    time_machine.move_to(noon + timedelta(days=2))
    page = text_of(camat.get("/camat/bagikan/"))
    assert "Cetak ulang: aturan berubah sejak 3 Oktober 2024" in page
    assert "Berubah: <strong>Memakai mobil dinas</strong>" in page
    time_machine.move_to(noon + timedelta(days=70))
    assert "Cetak ulang" not in text_of(camat.get("/camat/bagikan/"))


def test_whoever_scans_old_paper_reads_what_changed_since(client, kenanga, taught, noon):
    services.renew_all(noon - timedelta(days=9))
    turn_round(taught, noon)
    services.renew_all(noon)
    page = text_of(client.get("/b/M4Q7R2?cetak=1"))
    assert "Aturan berubah sejak kertas Anda dicetak" in page
    assert "Berubah: <strong>Memakai mobil dinas</strong>, berlaku 3 Oktober 2024" in page
    for current in ("", "?cetak=2", "?cetak=99", "?cetak=satu", "?cetak=1234567"):
        answer = client.get(f"/b/M4Q7R2{current}")
        assert "sejak kertas Anda dicetak" not in text_of(answer)
        assert not answer.cookies


def test_a_link_shows_the_picture_of_its_course(client, kenanga, edition):
    assert "/static/distribution/pratinjau.jpg" in text_of(client.get("/b/M4Q7R2"))
    address = f"/b/gambar/{kenanga.handout.course.slug}.jpg"
    assert client.get(address).status_code == 302
    KitFileFactory(edition=edition, node=None, kind="pratinjau", sha256="ab" * 32)
    assert f"{address}?v=abababab" in text_of(client.get("/b/M4Q7R2"))
    assert client.get(address)["Content-Type"] == "image/jpeg"
