"""«Laporan kegiatan»: what it says, that each figure is its screen's, and that the same report stays the same."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pikepdf
import pypdfium2
import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from docx import Document
from wagtail.models import ModelLogEntry

from elearning.regulations.models import Citation
from elearning.training import progress, reporting, services
from elearning.training.models import Box, Participant, Report, ReportFile, ReportText
from elearning.training.reporting import facts as report_facts
from elearning.training.results import result_of
from elearning.training.services.certificates import certificates_of
from elearning.training.services.reports import drawn
from tests.factories.files import jpeg
from tests.factories.people import UserFactory
from tests.factories.quizzes import AttemptFactory, QuestionFactory, QuizFactory, finish
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

from .web import page, words

SECRET = "Orang Rahasia Contoh"
DOCX, PDF = ReportFile.Format.DOCX, ReportFile.Format.PDF
pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def tests(session):
    quiz = QuizFactory(questions=[QuestionFactory(), QuestionFactory(topics=["foto"])], shuffle=False)
    session.pre_test = session.post_test = quiz
    session.save()
    return quiz


def sit(session, mode, correct, people):
    for person in people:
        attempt = AttemptFactory(quiz=session.test(mode), person=person, mode=mode, context=session.context)
        finish(attempt, correct=correct)


@pytest.fixture
def class_of_thirty(session, tests, committee, day, noon):
    """Thirty came on the first day and did both tests; six more did only the first one; two never came."""
    people = [ParticipantFactory(session=session, person__display_name=SECRET, group="Kabupaten A") for _ in range(36)]
    for one in people:
        attend(one, day, by=committee, at=noon)
    ParticipantFactory.create_batch(2, session=session, group="Kabupaten B")
    sit(session, "pre", 1, [one.person for one in people])
    sit(session, "post", 2, [one.person for one in people[:30]])
    return people


def made(session, committee, noon, **more) -> Report:
    return services.make_report(session, by=committee, at=noon, **{"with_names": False, **more})


def document(report):
    return reporting.document(report.facts, as_of=report.as_of, sha256=report.sha256)


def said(report) -> str:
    """All words of the DOCX, in the order in which they stand."""
    opened = Document(io.BytesIO(drawn(report, DOCX)))
    parts = []
    for block in opened.element.body.iter("{*}p"):
        parts.append("".join(run.text or "" for run in block.iter("{*}t")))
    return " ".join(" ".join(parts).split())


def printed(report) -> str:
    pdf = pypdfium2.PdfDocument(drawn(report, PDF))
    return " ".join(" ".join(one.get_textpage().get_text_bounded() for one in pdf).split())


# What it says


def test_a_docx_opens_with_all_its_sections_and_the_n_of_the_pairs(session, class_of_thirty, committee, noon):
    report = made(session, committee, noon)
    opened = Document(io.BytesIO(drawn(report, DOCX)))
    chapters = [one.text for one in opened.paragraphs if one.style.name == "Heading 1"]
    assert chapters == [
        "I. Pendahuluan", "II. Kegiatan yang dilaksanakan", "III. Hasil", "IV. Evaluasi", "V. Simpulan dan saran",
        "VI. Penutup", "Lampiran",
    ]  # fmt: skip
    text = said(report)
    assert "hanya dari 30 orang yang mengerjakan keduanya" in text
    assert "n = 30" in text
    assert "Pre-test diselesaikan 36 orang, post-test 30 orang." in text
    assert "[Belum diisi: jalannya acara]" in text
    assert "Kamis, 3 Oktober 2024" in text
    assert "4 (empat) JP" in text


def test_pdf_and_docx_say_the_same_words(session, class_of_thirty, committee, noon):
    report = made(session, committee, noon)
    on_paper = re.sub(r"\W", "", printed(report))
    for section in document(report).sections:
        for block in section.blocks:
            for text in (*getattr(block, "items", ()), *([block.text] if hasattr(block, "text") else [])):
                assert re.sub(r"\W", "", text) in on_paper, text
                assert text in said(report)


def test_nothing_that_was_not_measured_is_a_zero(draft, committee, noon):
    text = said(made(draft, committee, noon))
    assert "[Belum ada: peserta]" in text
    assert "[Belum ada: kehadiran]" in text
    assert "Sosialisasi ini tidak memakai uji." in text
    assert "[Belum ada: sertifikat yang terbit]" in text
    assert not re.search(r"(?<![\d.])0(?![\d.])(?! Oktober)", text.replace("08.00", "").replace("16.00", ""))


def test_a_session_without_days_and_materi_has_a_report_too(committee, noon):
    text = said(made(TrainingSessionFactory(day_count=0), committee, noon))
    assert "[Belum diisi: hari dan jam]" in text
    assert "[Belum diisi: narasumber dan materi]" in text


def test_a_day_on_which_nobody_came_is_not_a_zero(session, class_of_thirty, committee, noon):
    table = _table(document(made(session, committee, noon)), "Kehadiran setiap hari")
    assert [row[1] for row in table.rows] == ["36 dari 38", "Belum ada data", "Belum ada data"]


def test_while_a_test_is_open_no_figure_of_it_is_told(session, class_of_thirty, committee, noon):
    services.open_test(session, "post", by=committee, at=noon)
    session.refresh_from_db()
    text = said(made(session, committee, noon))
    assert "[Belum ada: hasil uji, karena Post-test masih terbuka]" in text
    assert "%" not in text


def test_a_test_that_is_still_to_come_has_no_column(session, tests, committee, noon):
    sit(session, "pre", 1, [ParticipantFactory(session=session).person for _ in range(5)])
    report = document(made(session, committee, noon))
    assert _table(report, "Hasil per topik").header == ("Topik", "Benar di pre-test")
    assert _table(report, "Hasil per soal").header[2:] == ("Benar di pre-test",)


def test_results_of_four_people_are_not_told(session, tests, committee, noon):
    people = [ParticipantFactory(session=session).person for _ in range(4)]
    sit(session, "pre", 1, people)
    sit(session, "post", 2, people)
    text = said(made(session, committee, noon))
    assert "[Tidak dicantumkan: hasil uji kurang dari 5 orang]" in text
    assert "%" not in text


def test_a_kabupaten_of_fewer_than_five_never_stands_alone(session, committee, noon):
    for group, count in (("Kabupaten A", 9), ("Kabupaten B", 6), ("Kabupaten C", 2)):
        ParticipantFactory.create_batch(count, session=session, group=group)
    table = _table(document(made(session, committee, noon)), "Peserta menurut kabupaten/kota")
    assert [row[:2] for row in table.rows] == [("Kabupaten A", "9"), ("Gabungan 2 kelompok", "8"), ("Jumlah", "17")]


def test_deputies_and_walk_ins_are_counted(session, participant, committee, day, noon):
    services.welcome_deputy(
        participant,
        display_name="Wakil Contoh",
        nip="",
        position_title="",
        day=day,
        nonce=uuid4(),
        by=committee,
        at=noon,
    )
    assert "1 orang diwakili" in said(made(session, committee, noon)).lower()


def test_the_law_comes_from_the_register(session, tests, committee, noon):
    sit(session, "pre", 1, [ParticipantFactory(session=session).person])
    cited = Citation.objects.filter(card__question_uses__version__items__attempt__context=session.context)
    text = said(made(session, committee, noon))
    for citation in cited.filter(role=Citation.Role.BASIS):
        assert citation.provision.label in text
        assert citation.provision.regulation.short_title in text
    assert cited
    assert "[Belum ada: dasar hukum" not in text


def test_without_a_test_the_law_is_said_to_be_missing(session, committee, noon):
    assert "[Belum ada: dasar hukum" in said(made(session, committee, noon))


def test_characters_that_no_document_may_hold_are_left_out(session, committee, noon):
    session.venue = "Aula\x0b Contoh\ufffe"
    session.save()
    services.write_text(session, Box.COURSE, "Dibuka\x0c pukul <8> & selesai", seen="", by=committee, at=noon)
    report = made(session, committee, noon)
    assert "Dibuka pukul <8> & selesai" in said(report)
    assert "Aula Contoh" in said(report)


# Each figure is its screen's


def test_every_figure_is_that_of_its_screen(desk_client, session, class_of_thirty, committee, noon):
    services.close_list(session, by=committee, at=noon)
    services.issue_certificates(session, by=committee, at=noon)
    session.refresh_from_db()
    facts = made(session, committee, noon).facts
    assert [(one["present"], one["registered"]) for one in facts["days"]] == [
        (one.present, one.registered) for one in progress.turnout_by_day(session)
    ]
    overview = words(desk_client.get(page("overview", session)))
    assert f"{facts['days'][0]['present']} dari {facts['people']['registered']}" in overview
    assert facts["people"]["attended"] == session.participants.present().count() == 36
    shown = words(desk_client.get(page("certificates", session)))
    assert f"{facts['eligibility']['earned']} memenuhi syarat · {facts['eligibility']['not_earned']} belum" in shown
    assert facts["certificates"]["count"] == len(certificates_of(list(session.participants.all()))) == 36
    result, told = result_of(session, at=noon), facts["result"]
    for name in (
        "people",
        "sat_before",
        "sat_after",
        "mean_before",
        "mean_after",
        "rose",
        "stayed",
        "fell",
        "gain_words",
    ):
        assert told[name] == getattr(result, name), name
    assert [(one["name"], one["percent"]) for one in told["weak"]] == [
        (one.name, one.percent) for one in result.weak_topics
    ]
    assert [one["name"] for one in told["topics"]] == ["foto"]
    of_class = words(desk_client.get(page("results", session)))
    for figure in ("50%", "100%"):
        assert figure in said(Report.objects.get())
        assert figure in of_class
    for test, known in zip(facts["tests"], progress.room_tests(session, at=noon), strict=True):
        assert (test["started"], test["finished"]) == (known.started, known.finished)


def test_the_register_tells_revised_and_revoked_papers_and_its_hash(session, issued, committee, noon):
    services.replace_certificate(issued, recipient_name="Drs. Arif Contoh", reason="Salah tulis", by=committee, at=noon)
    paper = certificates_of([issued])[issued.source]
    services.revoke_certificate(issued, reason="Ganda", typed_number=paper.number, by=committee, at=noon)
    report = made(session, committee, noon)
    assert report.facts["certificates"]["sha256"] == reporting.list_hash(certificates_of([issued]).values())
    text = said(report)
    assert "1 diterbitkan ulang dengan perbaikan dan 1 dicabut" in text
    assert paper.number in text
    assert "Drs. Arif Contoh" not in text


def test_why_one_person_gets_no_certificate_is_not_told(session, class_of_thirty, committee, noon):
    services.override_eligibility(
        class_of_thirty[0], decision="jangan", reason="Rahasia orang ini", by=committee, at=noon
    )
    text = said(made(session, committee, noon))
    assert "tidak diberi sertifikat menurut keputusan panitia" in text
    assert "Rahasia orang ini" not in text
    assert "Jumlah per alasan tidak dicantumkan" in text


# The same report stays the same


def test_the_same_report_drawn_twice_has_the_same_bytes(session, class_of_thirty, committee, noon):
    services.add_photo(session, jpeg(), file_name="a.jpg", by=committee, at=noon, caption="Pembukaan")
    report = made(session, committee, noon)
    for wanted in ReportFile.Format:
        assert drawn(report, wanted) == drawn(Report.objects.get(pk=report.pk), wanted)


def test_a_report_does_not_follow_what_happens_later(session, class_of_thirty, committee, noon):
    report = made(session, committee, noon)
    before = drawn(report, PDF)
    ParticipantFactory.create_batch(3, session=session)
    session.venue = "Tempat lain"
    session.save()
    assert drawn(Report.objects.get(pk=report.pk), PDF) == before


def test_the_footer_says_the_time_of_the_data_and_the_hash_of_the_content(session, committee, noon):
    report = made(session, committee, noon)
    assert report.sha256 == reporting.fingerprint(Report.objects.get().facts)
    footer = Document(io.BytesIO(drawn(report, DOCX))).sections[0].footer.paragraphs[0].text
    for text in (footer, printed(report)):
        assert "Data per 3 Oktober 2024 pukul 12.00 WIB" in text
        assert report.sha256[:16] in text


def test_pressing_twice_makes_one_report_and_another_day_or_a_change_makes_the_next(session, committee, noon):
    first = made(session, committee, noon)
    assert made(session, committee, noon + timedelta(minutes=5)) == first
    assert made(session, committee, noon + timedelta(days=1)).number == 2
    ParticipantFactory(session=session)
    assert made(session, committee, noon + timedelta(days=1)).number == 3


def test_the_pdf_is_tagged_and_in_indonesian(session, committee, noon):
    with pikepdf.open(io.BytesIO(drawn(made(session, committee, noon), PDF))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "id"


@pytest.mark.parametrize("people", [1, 30])
def test_a_report_costs_the_same_for_one_person_and_for_thirty(
    session, people, committee, noon, django_assert_max_num_queries
):
    for one in ParticipantFactory.create_batch(people, session=session):
        attend(one, session.days.first(), by=committee, at=noon)
    with django_assert_max_num_queries(24):
        report_facts.gather(session, with_names=True, at=noon)


# Names


def test_names_are_in_it_only_when_asked_for_and_never_a_nip(session, class_of_thirty, committee, noon):
    known = UserFactory(display_name="Ber-NIP Contoh", nip="197209141998031903")
    ParticipantFactory(session=session, person=known)
    without = made(session, committee, noon)
    assert SECRET not in str(without.facts)
    assert "Ber-NIP Contoh" not in said(without)
    with_names = made(session, committee, noon, with_names=True)
    assert "Ber-NIP Contoh" in said(with_names)
    assert known.nip not in str(with_names.facts)


# The page


def press(client, session, wanted="docx", **more):
    return client.post(page("make_report", session), {"berkas": wanted, **more})


@pytest.mark.parametrize("wanted", ["docx", "pdf"])
def test_one_press_hands_out_the_file_and_keeps_both(desk_client, session, wanted):
    response = press(desk_client, session, wanted)
    content = b"".join(response.streaming_content)
    assert content.startswith(b"%PDF" if wanted == "pdf" else b"PK")
    assert f".{wanted}" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    assert {file.format for file in Report.objects.get().files.all()} == {"docx", "pdf"}
    kept = Report.objects.get().files.get(format=wanted)
    assert kept.size == len(content)


def test_an_earlier_report_is_handed_out_byte_for_byte(desk_client, session):
    first = b"".join(press(desk_client, session).streaming_content)
    ParticipantFactory(session=session)
    report = Report.objects.get()
    again = desk_client.post(page("download_report", session, report.public_id, "docx"))
    assert b"".join(again.streaming_content) == first


def test_every_download_is_logged_with_whether_it_names_people(desk_client, session, committee):
    press(desk_client, session, nama="1")
    (entry,) = ModelLogEntry.objects.filter(action="training.report.download")
    assert entry.user == committee
    assert entry.data == {"number": 1, "format": "docx", "names": True}


def test_looking_at_the_page_makes_nothing(desk_client, session):
    assert desk_client.get(page("report", session)).status_code == 200
    assert not Report.objects.exists()
    assert desk_client.get(page("make_report", session)).status_code == 405


def test_a_format_that_we_do_not_make_is_not_found(desk_client, session):
    assert press(desk_client, session, "exe").status_code == 404
    assert press(desk_client, session, "").status_code == 404
    assert not Report.objects.exists()


def test_a_report_of_another_session_is_not_found_here(desk_client, session, other_committee, noon):
    elsewhere = made(TrainingSessionFactory(), other_committee, noon)
    assert desk_client.post(page("download_report", session, elsewhere.public_id, "pdf")).status_code == 404


def test_without_pango_the_docx_is_there_and_the_pdf_is_explained(desk_client, session, monkeypatch):
    def unavailable(*args, **kwargs):
        raise OSError("cannot load library 'pango'")

    monkeypatch.setattr("elearning.training.reporting.pdf", unavailable)
    assert press(desk_client, session, "docx").status_code == 200
    assert press(desk_client, session, "pdf").status_code == 503


# Whose it is


def test_other_committees_neither_read_nor_write(client, session, other_committee):
    client.force_login(other_committee)
    assert client.get(page("report", session)).status_code == 404
    assert client.post(page("write_report", session, "jalannya-acara"), {"text": "x"}).status_code == 404
    assert press(client, session).status_code == 404
    assert not ReportText.objects.exists()


def test_a_participant_is_told_that_it_is_for_the_committee(client, session, participant):
    client.force_login(participant.person)
    assert client.get(page("report", session)).status_code == 403


def test_visitors_are_sent_to_sign_in(client, session):
    assert client.get(page("report", session)).url.startswith(reverse("people:login"))


def _table(made_document, caption):
    return next(
        block
        for section in made_document.sections
        for block in section.blocks
        if block.kind == "table" and block.caption == caption
    )


def test_participants_are_untouched_by_a_report(session, participant, committee, noon):
    before = list(Participant.objects.values())
    made(session, committee, noon, with_names=True)
    assert list(Participant.objects.values()) == before


def test_every_width_of_a_table_is_known_to_the_style_sheet(session, class_of_thirty, committee, noon):
    report = document(made(session, committee, noon, with_names=True))
    style = render_to_string("training/print/report.css")
    for table in (block for section in report.sections for block in section.blocks if block.kind == "table"):
        assert sum(table.widths) == 100, table.caption
        assert len(table.widths) == len(table.header), table.caption
        assert all(f".w{width} " in style for width in table.widths), table.caption
