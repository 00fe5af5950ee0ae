"""A guest says who he is once, gets a code once, and finds everything again."""

from uuid import UUID

import pytest
from django.urls import reverse

from certificates.models import Certificate
from elearning.distribution.models import Receipt
from elearning.lib import codes
from elearning.people.models import OfficeRole, User
from elearning.people.services import issue_code, person_by_code
from quizzes.guests import SESSION_KEY
from quizzes.models import Attempt
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import AttemptFactory, QuestionFactory, QuizFactory, answer, finish, right
from tests.factories.training import TrainingSessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NIP = "197809122005011003"
GUEST = UUID("6f1d9ab2-3b0e-4f7e-9d5c-0d7f0f5a1c11")


@pytest.fixture
def guest(client, quiz):
    """A visitor who has passed the final quiz and has not said who he is."""
    session = client.session
    session[SESSION_KEY] = str(GUEST)
    session.save()
    finish(AttemptFactory(quiz=quiz, guest_key=GUEST), correct=2)
    return client


def fill(client, **changes):
    fields = {"employment_status": "pns", "display_name": "Dra. Hj. Rina Contoh, M.M.", "nip": NIP, **changes}
    return client.post("/data-diri/", fields)


def test_the_form_asks_for_no_nik_birth_date_or_address(client, home):
    page = client.get("/data-diri/").content.decode()
    assert page.count('name="display_name"') == 1
    for never in ("nik", "birth", "lahir", "address", "religion"):
        assert f'name="{never}' not in page
    assert "Camat Anda melihat nama dan status selesai, bukan jawaban Anda." in page


def test_a_guest_becomes_a_person_with_the_result_and_the_certificate(guest, django_capture_on_commit_callbacks):
    response = fill(guest, nip="19780912 200501 1 003")
    assert (response.status_code, response.url) == (302, "/kode/")
    person = User.objects.get(nip=NIP)
    assert person.display_name == "Dra. Hj. Rina Contoh, M.M."
    assert Attempt.objects.get().person == person
    assert Certificate.objects.get().holder == person
    page = guest.get("/kode/").content.decode()
    (code,) = {
        word for word in page.replace("<", " ").replace(">", " ").split() if word.count("-") == 2 and len(word) == 14
    }
    assert person_by_code(code) == person


def test_a_person_through_a_camats_link_is_counted_there(guest, kenanga):
    guest.post("/b/M4Q7R2")
    page = guest.get("/data-diri/").content.decode()
    assert f'<option value="{kenanga.unit.pk}" selected>Kecamatan Kenanga Contoh</option>' in page
    fill(guest, unit=kenanga.unit.pk)
    receipt = Receipt.objects.get()
    assert (receipt.handout, receipt.person.unit) == (kenanga.handout, kenanga.unit)


def test_who_names_another_unit_is_not_counted_by_that_camat(guest, kenanga):
    guest.post("/b/M4Q7R2")
    fill(guest, unit="", unit_name="Dinas Contoh")
    assert not Receipt.objects.exists()
    assert User.objects.get(nip=NIP).unit_label == "Dinas Contoh"


def test_nobody_chooses_a_unit_outside_the_link(guest, kenanga):
    guest.post("/b/M4Q7R2")
    response = fill(guest, unit=UnitFactory().pk)
    assert response.status_code == 200
    assert not User.objects.filter(nip=NIP).exists()


def test_what_was_done_as_a_guest_survives_signing_in(guest):
    fill(guest)
    assert guest.session[SESSION_KEY] == str(GUEST)


def test_for_somebody_who_is_no_asn_the_nip_is_ignored(guest):
    fill(guest, employment_status="non-asn", nip="apa saja")
    assert User.objects.get(display_name__startswith="Dra.").nip is None


def test_a_name_is_kept_byte_for_byte(guest):
    fill(guest, display_name="DRS. H. A. d'Contoh – Ń, M.Si.")
    assert User.objects.get(nip=NIP).display_name == "DRS. H. A. d'Contoh – Ń, M.Si."


def test_a_doubtful_nip_is_asked_about_once_and_then_taken(guest):
    odd = "999999992005011003"
    page = fill(guest, nip=odd).content.decode()
    assert "Periksa 8 angka pertama" in page
    assert f'name="nip_seen" value="{odd}"' in page
    assert fill(guest, nip=odd, nip_seen=odd).status_code == 302


def test_a_nik_is_never_stored(guest):
    page = fill(guest, nip="1" * 16).content.decode()
    assert "Kami tidak menyimpan NIK" in page
    assert not User.objects.filter(display_name__startswith="Dra.").exists()


def test_a_known_nip_is_refused_without_a_name_and_with_two_ways_out(guest):
    UserFactory(nip=NIP, display_name="Rahasia Contoh")
    page = fill(guest).content.decode()
    assert "NIP ini sudah terdaftar. Masuk dengan kode peserta Anda" in page
    assert "Rahasia" not in page
    assert 'action="/bukan-saya/"' in page
    assert 'value="Dra. Hj. Rina Contoh, M.M."' in page


def test_trying_many_nip_ends_in_a_pause(guest, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "code": "2/5m/key,600/m/ip"}
    UserFactory(nip=NIP)
    assert [fill(guest).status_code for _ in range(3)] == [200, 200, 429]


def test_who_is_signed_in_is_not_asked_again(client, home):
    client.force_login(UserFactory())
    assert client.get("/data-diri/").url == "/saya/"


def test_a_known_person_who_signs_in_records_the_result_with_one_press(guest, noon):
    person = UserFactory(display_name="Rina Contoh, S.Pd.")
    code = issue_code(person, at=noon)
    assert guest.post("/masuk/", {"code": code, "next": "/data-diri/"}).url == "/data-diri/"
    for _ in range(3):
        assert "atas nama Rina Contoh, S.Pd.?" in guest.get("/data-diri/").content.decode()
    assert Attempt.objects.get().person is None
    assert guest.post("/data-diri/").url == "/saya/"
    assert Attempt.objects.get().person == person
    assert Certificate.objects.get().holder == person
    assert guest.get("/data-diri/").url == "/saya/"


def test_what_a_guest_left_is_not_found_after_signing_out(guest, noon):
    code = issue_code(UserFactory(), at=noon)
    guest.post("/masuk/", {"code": code})
    guest.post("/keluar/")
    guest.post("/masuk/", {"code": code})
    assert guest.post("/data-diri/").url == "/saya/"
    assert Attempt.objects.get().person is None


def test_the_code_is_gone_once_it_is_put_away(guest):
    fill(guest)
    assert guest.get("/kode/gambar.png")["Content-Type"] == "image/png"
    guest.get("/kode/")
    assert "Simpan kode Anda" in guest.get("/kode/").content.decode()
    assert guest.post("/kode/").url == "/saya/"
    assert "Simpan kode Anda" not in guest.get("/kode/").content.decode()
    assert guest.get("/kode/gambar.png").status_code == 404


def test_the_session_never_holds_the_code_in_plain(guest):
    fill(guest)
    page = guest.get("/kode/").content.decode()
    kept = str(dict(guest.session))
    shown = [word for word in page.replace("<", " ").replace(">", " ").split() if word.count("-") == 2]
    code = next(word for word in shown if len(word) == 14)
    assert code not in kept
    assert codes.normalise(code, 12) not in kept


def test_after_a_quarter_of_an_hour_the_code_is_not_shown_any_more(guest, time_machine):
    time_machine.move_to("2030-01-01 10:00:00Z")
    fill(guest)
    time_machine.move_to("2030-01-01 10:16:00Z")
    assert "Simpan kode Anda" not in guest.get("/kode/").content.decode()


def test_the_whatsapp_link_carries_the_code_to_the_person_alone(guest):
    fill(guest)
    page = guest.get("/kode/").content.decode()
    assert 'href="https://wa.me/?text=Kode%20peserta%20saya' in page


def test_a_new_code_is_asked_twice_and_ends_the_old_one(client, home, noon):
    person = UserFactory()
    old = issue_code(person, at=noon)
    client.force_login(person)
    assert "Kode lama langsung tidak berlaku" in client.get("/saya/kode-baru/").content.decode()
    assert person_by_code(old) == person
    assert client.post("/saya/kode-baru/").url == "/kode/"
    with pytest.raises(Exception, match="tidak kami temukan"):
        person_by_code(old)


def test_whoever_signs_in_by_password_may_have_a_code_for_the_own_learning(client, home, superuser):
    client.force_login(superuser)
    assert client.post("/saya/kode-baru/").status_code == 302


def test_the_own_page_shows_what_is_unfinished_and_what_is_done(client, quiz, noon):
    person = UserFactory()
    running = AttemptFactory(quiz=quiz, person=person)
    first = running.items.order_by("position").first()
    answer(running, first.position, right(first))
    client.force_login(person)
    page = client.get("/saya/").content.decode()
    assert "1 dari 2 terjawab" in page
    assert reverse("quizzes:attempt", args=[running.public_id]) in page
    assert "Belum ada sertifikat." in page


def test_the_own_page_shows_nobody_elses_results(client, quiz):
    finish(AttemptFactory(quiz=quiz, person=UserFactory()), correct=2)
    client.force_login(UserFactory())
    assert "Hasil kuis" not in client.get("/saya/").content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_own_page_costs_the_same_for_many_quizzes(client, home, rows, django_assert_max_num_queries):
    person, questions = UserFactory(), [QuestionFactory()]
    for _ in range(rows):
        AttemptFactory(quiz=QuizFactory(questions=questions), person=person)
        finish(AttemptFactory(quiz=QuizFactory(questions=questions), person=person), correct=1)
    client.force_login(person)
    client.get("/saya/")
    with django_assert_max_num_queries(16):
        client.get("/saya/")


def test_of_several_tries_the_page_says_which_one_counts(client):
    person, quiz = UserFactory(), QuizFactory(questions=[QuestionFactory()], counting="terakhir")
    for correct in (1, 0):
        finish(AttemptFactory(quiz=quiz, person=person), correct=correct)
    client.force_login(person)
    page = client.get("/saya/").content.decode()
    assert "100%, tidak dihitung" in page
    assert "0%, belum lulus" in page


def test_a_finished_course_is_claimed_once(client, quiz):
    person = UserFactory(employment_status="pns")
    finish(AttemptFactory(quiz=quiz, person=person), correct=2)
    client.force_login(person)
    for _ in range(2):
        assert client.post("/saya/sertifikat/").url == "/saya/"
    assert Certificate.objects.count() == 1


def test_the_result_of_a_quiz_leads_to_the_certificate_of_its_course(client, quiz):
    """Made by the first press, found by every later one."""
    person, other = UserFactory(employment_status="pns"), UserFactory()
    passed = finish(AttemptFactory(quiz=quiz, person=person), correct=2)
    client.force_login(person)
    places = {client.post("/saya/sertifikat/", {"attempt": passed.public_id}).url for _ in range(2)}
    certificate = Certificate.objects.get()
    assert places == {reverse("certificates:detail", args=[certificate.code])}
    client.force_login(other)
    for typed in (passed.public_id, "bukan-kode"):
        assert client.post("/saya/sertifikat/", {"attempt": typed}).url == "/saya/"


def test_an_unfinished_course_gives_nothing_and_says_why(client, quiz):
    person = UserFactory()
    finish(AttemptFactory(quiz=quiz, person=person), correct=0)
    client.force_login(person)
    page = client.post("/saya/sertifikat/", follow=True).content.decode()
    assert "Belum ada kursus yang selesai." in page
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("role", "address"), [(OfficeRole.HEAD, "/camat/"), (OfficeRole.COMMITTEE, "/panitia/"), (None, "/saya/")]
)
def test_everybody_lands_on_the_own_first_screen(client, home, role, address):
    person = OfficeHoldingFactory(role=role).person if role else UserFactory()
    client.force_login(person)
    assert client.get("/beranda/").url == address


def test_who_manages_the_site_lands_in_the_admin(client, home, superuser):
    client.force_login(superuser)
    assert client.get("/beranda/").url == "/admin/"


@pytest.mark.parametrize(
    "address", ["/beranda/", "/kode/", "/kode/gambar.png", "/saya/", "/saya/kode-baru/", "/panitia/", "/camat/"]
)
def test_a_stranger_is_asked_to_sign_in(client, home, address):
    response = client.get(address)
    assert response.url == f"/masuk/?next={address}"


def test_the_committees_page_is_for_the_committee(client, home):
    client.force_login(UserFactory())
    response = client.get("/panitia/")
    assert response.status_code == 403
    assert "Halaman ini untuk panitia. Anda masuk sebagai peserta." in response.content.decode()


def test_the_committee_sees_the_running_sosialisasi_first(client, home):
    holding = OfficeHoldingFactory(role=OfficeRole.COMMITTEE)
    running = TrainingSessionFactory(open=True, unit=holding.unit)
    newer = TrainingSessionFactory(unit=holding.unit)
    client.force_login(holding.person)
    page = client.get("/panitia/").content.decode()
    assert page.index(running.title) < page.index(newer.title)


def test_a_name_that_no_certificate_can_carry_is_refused_beside_its_field_and_kept_as_typed(guest):
    response = fill(guest, display_name="Нина Contoh, S.Pd.")
    assert response.status_code == 200
    assert "display_name" in response.context["form"].errors
    assert "Нина Contoh, S.Pd." in response.content.decode()
    assert not User.objects.filter(nip=NIP).exists()
    assert fill(guest).status_code == 302


def test_a_known_person_who_signs_in_after_a_camats_link_is_counted_there(guest, kenanga, noon):
    person = UserFactory(unit_name="Kantor Kecamatan Kenanga")
    code = issue_code(person, at=noon)
    guest.post("/b/M4Q7R2")
    guest.post("/masuk/", {"code": code, "next": "/data-diri/"})
    guest.post("/data-diri/")
    assert Receipt.objects.get().person == person


@pytest.mark.parametrize(("own", "counted"), [(True, 1), (False, 0)])
def test_a_signed_in_person_who_opens_a_camats_link_is_counted_unless_of_another_unit(client, kenanga, own, counted):
    client.force_login(UserFactory(unit=kenanga.unit if own else UnitFactory()))
    client.post("/b/M4Q7R2")
    assert Receipt.objects.count() == counted


def test_a_result_beyond_the_allowed_tries_is_not_counted_and_says_so(guest, quiz, noon):
    person = UserFactory()
    quiz.attempts_allowed = 1
    quiz.save()
    finish(AttemptFactory(quiz=quiz, person=person), correct=0)
    guest.post("/masuk/", {"code": issue_code(person, at=noon), "next": "/data-diri/"})
    page = guest.post("/data-diri/", follow=True).content.decode()
    assert "sudah habis, jadi hasil di HP ini tidak dihitung" in page
    assert not Certificate.objects.exists()
