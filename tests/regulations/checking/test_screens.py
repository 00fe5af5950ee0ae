"""«Pemeriksaan naskah» and «Nama yang dijaga» in the admin."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from elearning.lib.spreadsheets import write_xlsx
from elearning.people.roles import install_roles
from elearning.regulations.checking.services import check
from elearning.regulations.models import AcceptedFinding, ProtectedName
from tests.factories.lessons import LessonPageFactory
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuestionFactory
from tests.factories.regulations import RuleCardFactory
from tests.factories.training import TrainingSessionFactory

from .test_names import HEADER, ROW

pytestmark = [pytest.mark.django_db, pytest.mark.once]
IMPORT = "/admin/aturan/nama-yang-dijaga/impor/"


@pytest.fixture(autouse=True)
def _house(home):
    install_roles()
    ProtectedName.objects.create(
        kind="partai", text="Partai Contoh Satu", valid_from=date(2024, 1, 1), source="Daftar contoh"
    )


def member(group):
    person = UserFactory(email=f"{group.split()[0].lower()}@contoh.example")
    person.groups.add(Group.objects.get(name=group))
    return person


def enter(client, group):
    client.force_login(member(group), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def card():
    return RuleCardFactory(situation="Rapat Partai Contoh Satu.", reason="Diatur PP 42 tahun 2024.", live=False)


def address(instance):
    return reverse("regulations_admin:check", args=[instance._meta.label_lower, instance.pk])


# The screen of one text


def test_the_address_is_one_that_people_can_read(card):
    assert address(card) == f"/admin/aturan/periksa/regulations.rulecard/{card.pk}/"


def test_the_screen_lists_what_the_latest_draft_says(client, card):
    card.situation = "Rapat biasa."
    card.save_revision()

    page = enter(client, "Penulis").get(address(card)).content.decode()

    assert "Menghalangi terbit" in page
    assert "PP 42 tahun 2024" in page
    assert "Partai Contoh Satu" not in page


@pytest.mark.parametrize("group", ["Penulis", "Pemeriksa hukum", "Penerbit", "Pimpinan"])
def test_whoever_reads_the_card_sees_its_findings(client, card, group):
    assert enter(client, group).get(address(card)).status_code == 200


def test_others_are_told_nothing(client, card):
    assert client.get(address(card)).status_code == 302  # to the log-in
    assert enter(client, "Panitia").get(address(card)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "regulations.rulecard/999999/",
        "regulations.rulecard/x/",
        "regulations.nothing/1/",
        "people.user/1/",
        "nonsense/1/",
    ],
)
def test_what_is_not_checked_has_no_screen(client, path):
    assert enter(client, "Penerbit").get(f"/admin/aturan/periksa/{path}").status_code == 404


def test_a_writer_answers_for_a_finding_without_javascript(client, card):
    finding = check(card, on=date(2026, 11, 22)).waiting[0].fingerprint

    answer = enter(client, "Penulis").post(address(card), {"finding": finding, "reason": "Nama acara."})

    assert answer.status_code == 302
    assert AcceptedFinding.objects.get().reason == "Nama acara."
    assert "«Nama acara.»" in client.get(address(card)).content.decode()


def test_without_a_reason_the_words_typed_stay_and_nothing_is_kept(client, card):
    finding = check(card, on=date(2026, 11, 22)).waiting[0].fingerprint

    answer = enter(client, "Penulis").post(address(card), {"finding": finding, "reason": " "})

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not AcceptedFinding.objects.exists()


def test_who_only_reads_has_no_form_and_may_not_send_one(client, card):
    finding = check(card, on=date(2026, 11, 22)).waiting[0].fingerprint
    enter(client, "Pimpinan")

    assert '<form method="post" class="periksa__form"' not in client.get(address(card)).content.decode()
    client.post(address(card), {"finding": finding, "reason": "Alasan."})
    assert not AcceptedFinding.objects.exists()


@pytest.mark.parametrize("make", [LessonPageFactory, QuestionFactory])
def test_pages_and_questions_have_the_same_screen(client, make):
    assert enter(client, "Penerbit").get(address(make())).status_code == 200


# The panel and the guard in front of «Terbitkan»


def test_the_editing_screens_show_the_panel(client, card):
    enter(client, "Penerbit")
    page, question = LessonPageFactory(title="Rapat Partai Contoh Satu"), QuestionFactory()

    for url in (
        reverse("wagtailsnippets_regulations_rulecard:edit", args=[card.pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("question:edit", args=[question.pk]),
    ):
        assert 'id="pemeriksaan-naskah"' in client.get(url).content.decode()


def page_form(title):
    block = {
        "type": "text", "order": "0", "deleted": "", "id": "",
        "value": '{"blocks":[{"key":"a","text":"Isi.","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],'
        '"entityMap":{}}',
    }  # fmt: skip
    return {
        "title": title, "slug": "awal", "summary": "", "goal": "", "duration_minutes": "5", "topics": "", "og_image": "",
        "seo_title": "", "search_description": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "neutral": "on", "body-count": "1", **{f"body-0-{name}": value for name, value in block.items()}, "action-publish": "1",
    }  # fmt: skip


def test_a_page_that_is_refused_keeps_its_draft_and_says_why(client):
    page = LessonPageFactory(title="Awal", slug="awal", live=False)
    enter(client, "Penerbit")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])

    answer = client.post(edit, page_form("Rapat Partai Contoh Satu"), follow=True)

    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().title == "Rapat Partai Contoh Satu"
    assert "Naskah belum dapat terbit" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == edit


def test_a_fit_page_is_published(client):
    page = LessonPageFactory(title="Awal", slug="awal", live=False)
    enter(client, "Penerbit")

    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), page_form("Netral"))

    page.refresh_from_db()
    assert page.live


# Guarded names


def upload(client, *rows):
    file = SimpleUploadedFile("nama.xlsx", write_xlsx("Nama", HEADER, rows))
    return client.post(IMPORT, {"file": file})


@pytest.mark.parametrize(
    ("group", "may"), [("Penulis", False), ("Pemeriksa hukum", True), ("Penerbit", True), ("Pimpinan", False)]
)
def test_who_may_import_names(client, group, may):
    enter(client, group)

    assert (client.get(IMPORT).status_code == 200) is may
    for name in ("confirm", "end", "resume"):
        client.post(reverse(f"regulations_admin:names_{name}"), {"rows": "x", "election": "", "area": ""})
    assert ProtectedName.objects.get().valid_to is None or may


def test_the_dry_run_stores_nothing_and_shows_faults_by_row(client):
    page = upload(enter(client, "Penerbit"), ["partai", "Partai Contoh Dua", *ROW[2:]], ["ormas", *ROW[1:]])

    assert "1 siap" in page.content.decode()
    assert [(one.row, one.code) for one in page.context["sheet"].faults] == [(3, "kind_unknown")]
    assert ProtectedName.objects.count() == 1


def test_what_was_ready_is_stored_on_the_second_press(client):
    page = upload(enter(client, "Penerbit"), ["partai", "Partai Contoh Dua", *ROW[2:]])

    client.post(reverse("regulations_admin:names_confirm"), {"rows": page.context["confirm"].initial["rows"]})

    assert ProtectedName.objects.filter(text="Partai Contoh Dua", area="Kota Contoh").exists()


def test_rows_that_nobody_checked_are_not_taken(client):
    enter(client, "Penerbit")

    client.post(reverse("regulations_admin:names_confirm"), {"rows": "palsu"})

    assert ProtectedName.objects.count() == 1


def test_a_refused_file_says_so_in_a_sentence(client):
    answer = enter(client, "Penerbit").post(IMPORT, {"file": SimpleUploadedFile("a.pdf", b"x")})

    assert answer.context["form"].errors["file"]


def test_a_list_is_ended_with_one_press(client):
    enter(client, "Penerbit").post(reverse("regulations_admin:names_end"), {"election": "", "area": ""})

    assert ProtectedName.objects.get().valid_to is not None


def test_the_menu_leads_to_the_list_and_its_import(client):
    page = enter(client, "Penerbit").get(reverse("wagtailsnippets_regulations_protectedname:list")).content.decode()

    assert IMPORT in page


@pytest.mark.parametrize("findings", [1, 30])
def test_the_screen_costs_the_same_for_any_number_of_findings(client, findings, django_assert_max_num_queries):
    card = RuleCardFactory(situation=" ".join(f"Rapat {number} Partai Contoh Satu." for number in range(findings)))
    enter(client, "Penerbit").get(address(card))

    with django_assert_max_num_queries(35):
        client.get(address(card))


def test_a_session_is_checked_but_nothing_of_it_is_withheld(client, superuser):
    session = TrainingSessionFactory(title="Kegiatan pada jumat (19/5/2024)")
    client.force_login(superuser)

    for url in (address(session), reverse("trainingsession:edit", args=[session.pk])):
        page = client.get(url).content.decode()
        assert "Minggu, 19 Mei 2024" in page
        assert "belum dapat terbit" not in page
