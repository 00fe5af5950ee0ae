"""«Impor soal» and «Ekspor soal» in the admin."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from quizzes.exchange import gift, moodle_xml
from quizzes.models import Question, QuestionImport
from tests.factories.quizzes import QuestionFactory

from .test_admin import editor

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FILE = "Berapa? {#3.14}\n\nMana? {=Satu\n\n~<b>Dua</b>}\n\nUraikan. {}\n"


@pytest.fixture
def writer(home, client):
    person = editor("view_question", "add_question", "change_question")
    client.force_login(person)
    return person


def uploaded(client, text=FILE, name="soal.gift"):
    return client.post(reverse("quizzes_admin:imports"), {"file": SimpleUploadedFile(name, text.encode())})


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_file_is_shown_line_by_line_before_anything_is_kept(client, writer):
    response = client.get(uploaded(client).url)
    shown = words(response)
    assert "1 soal siap, belum ada yang disimpan" in shown
    assert "3 soal dibaca dari berkas GIFT. Bank soal belum berubah. 2 tidak diambil; sebabnya di bawah." in shown
    assert "1 soal juga perlu pembahasan." in shown
    assert "Dibaca sebagai 3,14." in shown
    assert "<strong>Baris 4, kolom 1.</strong> Ada baris kosong" in shown
    assert "&lt;b&gt;Dua&lt;/b&gt;" in shown
    assert not Question.objects.exists()


def test_kept_questions_are_drafts_that_still_need_a_basis(client, writer):
    address = uploaded(client).url
    shown = words(client.post(f"{address}simpan/", follow=True))
    question = Question.objects.get()
    assert question.status == Question.Status.DRAFT
    assert "1 soal tersimpan sebagai draf" in shown
    assert "Peserta belum melihatnya." in shown
    assert reverse("question:inspect", args=[question.pk]) in shown
    client.post(f"{address}simpan/")
    assert Question.objects.count() == 1
    assert "Impor dibatalkan." in words(client.post(f"{address}batalkan/", follow=True))
    assert not Question.objects.exists()


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(client, writer):
    assert "Format berkas ini tidak dikenal." in words(uploaded(client, name="soal.pdf"))
    assert "Berkas ini kosong." in words(uploaded(client, text=""))
    assert "Pilih berkas soal." in words(client.post(reverse("quizzes_admin:imports")))
    assert not QuestionImport.objects.exists()


def test_a_refusal_is_said_on_the_screen(client, writer):
    address = uploaded(client, text="Uraikan. {}").url
    assert "Tidak ada soal yang siap." in words(client.post(f"{address}simpan/", follow=True))


def test_the_export_holds_what_was_chosen_and_names_what_stays(client, writer):
    QuestionFactory(name="Satu", topics=["jabatan"])
    QuestionFactory(name="Urut", type="urutkan", topics=["jabatan"])
    QuestionFactory(name="Lain")
    address = reverse("quizzes_admin:export")
    shown = words(client.get(address, {"format": "gift", "topic": "jabatan"}))
    assert "<strong>1 soal</strong> ikut · <strong>1 soal tidak ikut</strong>; nama dan sebabnya di bawah" in shown
    assert ">Urut</a>" in shown
    taken = client.get(address, {"format": "gift", "topic": "jabatan", "unduh": "1"})
    assert taken["Content-Disposition"].endswith('.gift"')
    assert [(one.name, one.topics) for one in gift.parse(taken.content)] == [("Satu", ("jabatan",))]
    taken = client.get(address, {"format": "moodle-xml", "status": "terbit", "unduh": "1"})
    assert {one.name for one in moodle_xml.parse(taken.content)} == {"Satu", "Urut", "Lain"}
    taken = client.get(address, {"format": "xlsx", "unduh": "1"})
    assert load_workbook(BytesIO(taken.content)).active["A2"].value == "Lain"


@pytest.mark.parametrize("query", [{"format": "aiken"}, {"format": "gift", "topic": "tidak-ada"}, {"format": "gift", "status": "x"}])  # fmt: skip
def test_an_export_that_cannot_be_is_not_made(client, writer, query):
    assert client.get(reverse("quizzes_admin:export"), {**query, "unduh": "1"})["Content-Type"].startswith("text/html")


def test_the_bank_leads_to_both_screens(client, writer):
    shown = words(client.get(reverse("question:index")))
    assert reverse("quizzes_admin:imports") in shown
    assert reverse("quizzes_admin:export") in shown


def test_whoever_only_reads_takes_a_copy_and_brings_nothing_in(client, home):
    client.force_login(editor("view_question"))
    assert client.get(reverse("quizzes_admin:export")).status_code == 200
    assert client.get(reverse("quizzes_admin:imports")).status_code == 302
    assert reverse("quizzes_admin:imports") not in words(client.get(reverse("question:index")))


def test_screens_cost_as_many_queries_with_thirty_rows_as_with_one(client, writer, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(address, **query) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, query).status_code == 200
        return len(queries)

    def pile(count: int) -> str:
        address = uploaded(client, "\n\n".join(f"::{count} {n}:: Mana? {{=a ~b}}" for n in range(count))).url
        client.post(f"{address}simpan/")
        return address

    export, listing = reverse("quizzes_admin:export"), reverse("quizzes_admin:imports")
    first = pile(1)
    cost(first)
    few = cost(first), cost(listing), cost(export, format="gift"), cost(export, format="xlsx", unduh="1")
    many = pile(30)
    pile(2)
    assert (cost(many), cost(listing), cost(export, format="gift"), cost(export, format="xlsx", unduh="1")) == few
