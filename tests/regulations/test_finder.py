"""«Boleh atau tidak?» by role, status and moment, as a page and as the file that a phone keeps."""

import json
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from elearning.regulations import finder
from elearning.regulations.models import CardExample, Certainty, Citation, RuleCard
from elearning.regulations.presenting import present
from elearning.regulations.readers import MOMENTS, STATUSES, Moment, Reader
from tests.factories.regulations import (
    ProvisionFactory,
    ProvisionVersionFactory,
    RegulationFactory,
    RuleCardFactory,
    SanctionFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
PAGE = "/boleh-atau-tidak/"


def cited(card, regulation, key, **version):
    provision = ProvisionFactory(regulation=regulation, key=key, label=f"Butir {key}")
    ProvisionVersionFactory(provision=provision, summary=f"Isi {key}.", **version)
    Citation.objects.create(card=card, provision=provision, certainty=Certainty.VERIFIED)
    return provision


@pytest.fixture
def like(home):
    """One act that the SKB names twice: an ethics row before there are candidates, a disciplinary row after."""
    card = RuleCardFactory(slug="like", title="Menyukai unggahan calon", keywords=["like"], stages=[])
    card.citations.all().delete()
    decree = RegulationFactory(slug="skb-2022", short_title="SKB 2022")
    discipline = RegulationFactory(slug="pp-94-2021", short_title="PP 94/2021")
    ethics = SanctionFactory(slug="kode-etik", name="Kode etik")
    severe = SanctionFactory(slug="disiplin-berat", name="Disiplin berat")
    contract = SanctionFactory(slug="disiplin-pppk", name="Disiplin PPPK", subjects=["pppk"])
    ethics.provisions.set([cited(card, decree, "K4", towards="bakal-calon", subjects=["pns", "pppk"])])
    severe.provisions.set(
        [
            cited(card, decree, "D6", towards="calon", subjects=["pns", "pppk"]),
            cited(card, discipline, "14", subjects=["pns", "cpns"]),
        ]
    )
    cited(card, RegulationFactory(short_title="UU ASN"), "9")
    card.sanctions.set([ethics, severe, contract])
    card.save()
    CardExample.objects.create(card=card, role="guru", situation="Wali murid mengirim tautan.")
    return card


def names(card, **reader):
    shown = present(RuleCard.objects.with_basis().get(pk=card.pk), Reader(**reader), on=TODAY)
    return {line.provision.key for line in shown.basis}, {
        one.name for group in shown.sanctions for one in group.sanctions
    }


def test_before_there_are_candidates_the_ethics_row_and_its_sanction(like):
    assert names(like, status="pns", moment="bakal-calon") == ({"K4", "9"}, {"Kode etik"})


@pytest.mark.parametrize("moment", ["calon", "kampanye", "tenang", "sesudah"])
def test_once_there_are_candidates_the_disciplinary_row_and_its_sanction(like, moment):
    assert names(like, status="pns", moment=moment) == ({"D6", "14", "9"}, {"Disiplin berat"})


def test_a_pppk_keeps_his_own_sanction_at_every_moment(like):
    for moment in ("", *MOMENTS):
        assert names(like, status="pppk", moment=moment)[1] == {"Disiplin PPPK"}


def test_without_a_moment_nothing_is_taken_away(like):
    assert names(like, status="pns") == ({"K4", "D6", "14", "9"}, {"Kode etik", "Disiplin berat"})


def test_a_card_with_one_row_only_keeps_it_at_every_moment(like):
    like.citations.get(provision__key="K4").delete()
    assert names(like, status="pns", moment="bakal-calon") == names(like, status="pns")


def test_a_card_of_another_stage_is_shown_whole_and_says_so(client, like):
    RuleCard.objects.filter(pk=like.pk).update(stages=["selama"])
    assert names(like, status="pns", moment="sesudah") == names(like, status="pns")
    page = client.get(PAGE, {"q": "like", "kapan": "sesudah"}).content.decode()
    assert "Kartu ini berbicara tentang waktu lain: masa kampanye sampai pemungutan suara." in page


def test_every_moment_is_a_stage_and_a_whom():
    assert set(MOMENTS) == set(Moment.values)


def test_the_page_answers_in_place_for_the_reader_who_asks(client, like):
    page = client.get(PAGE, {"q": "like", "status": "pns", "kapan": "calon", "peran": "guru"}).content.decode()
    answers = page.split("data-answers", 1)[1].split("</section>")[0]
    assert "Disiplin berat" in answers
    assert "Kode etik" not in answers
    assert "Wali murid mengirim tautan." in answers
    assert "/peraturan/skb-2022/d6/" in answers


def test_a_choice_on_the_page_wins_over_the_one_kept_on_the_device(client, like):
    client.cookies["pembaca"] = "guru.pppk"
    assert "94/2021" not in client.get(PAGE, {"q": "like"}).content.decode()
    page = client.get(PAGE, {"q": "like", "status": "", "peran": ""}).content.decode()
    assert "94/2021" in page
    assert "Wali murid" not in page


@pytest.mark.parametrize("query", [{"kapan": "besok"}, {"status": "raja"}, {"peran": "<b>"}, {"kartu": "\x00"}])
def test_an_unknown_choice_filters_nothing(client, like, query):
    response = client.get(PAGE, query)
    assert response.status_code == 200
    assert response.context["reader"] == Reader()


def test_without_a_question_every_published_card_from_a_to_z(client, like):
    RuleCardFactory(title="Kartu yang masih draf", live=False)
    page = client.get(PAGE).content.decode()
    assert f'<a href="?kartu=like" data-card="like">{like.title}</a>' in page
    assert "masih draf" not in page


def test_a_card_of_the_list_opens_in_place_without_javascript(client, like):
    response = client.get(PAGE, {"kartu": "like"})
    assert [answer.card for answer in response.context["answers"]] == [like]
    assert "noindex" in response.content.decode()
    assert client.get(PAGE, {"kartu": RuleCardFactory(live=False).slug}).context["answers"] == []


def test_the_old_address_leads_on_with_what_was_asked(client, home):
    response = client.get("/cari/", {"q": "mobil dinas"})
    assert (response.status_code, response.url) == (301, f"{PAGE}?q=mobil+dinas")
    assert client.get("/cari/").url == PAGE


def file(client, **headers):
    cache.clear()
    return client.get(reverse("regulations:finder_file"), headers=headers)


def test_the_file_is_for_everybody_and_names_nobody(client, like, superuser):
    anonymous = file(client)
    client.force_login(superuser)
    mine = file(client)
    assert mine.content == anonymous.content
    assert not mine.cookies
    assert superuser.display_name not in mine.content.decode()


def test_the_file_holds_published_cards_only_and_no_word_of_the_editors(client, like):
    RuleCard.objects.filter(pk=like.pk).update(editorial_note="Rahasia redaksi.", sources=["S99"])
    draft = RuleCardFactory(live=False)
    body = file(client).content.decode()
    assert [card["slug"] for card in json.loads(body)["cards"]] == ["like"]
    assert draft.title not in body
    assert "Rahasia redaksi." not in body
    assert "S99" not in body


def test_an_unchanged_file_costs_a_304_and_a_changed_one_is_sent(client, like):
    first = file(client)
    assert file(client, if_none_match=first["ETag"]).status_code == 304
    RuleCard.objects.filter(pk=like.pk).update(title="Judul lain")
    again = file(client, if_none_match=first["ETag"])
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]
    assert "no-cache" in again["Cache-Control"]
    assert "public" in again["Cache-Control"]


def test_a_withdrawn_card_leaves_the_file_within_the_minute(client, like):
    assert b'"slug":"like"' in file(client).content
    RuleCard.objects.filter(pk=like.pk).update(live=False)
    assert finder.FRESH_SECONDS + 30 <= 60  # the page asks again every 30 seconds (finder-page.js)
    cache.delete(f"{finder.CACHE_KEY}:{finder_day()}")  # as after FRESH_SECONDS
    assert b'"slug":"like"' not in client.get(reverse("regulations:finder_file")).content


def finder_day():
    from django.utils import timezone

    return timezone.localdate()


def marks(html: str) -> dict[str, set[str]]:
    """The list lines of an answer by their words, with the readers to whom they are hidden."""
    lines = re.findall(r"<li(?: data-not=\"([^\"]*)\")?>(.*?)</li>", html)
    return {re.sub(r"<[^>]+>", "", words).split(":")[0].split(" (")[0]: set(hidden.split()) for hidden, words in lines}


def test_the_file_hides_exactly_what_the_page_does_not_show(client, like):
    html = json.loads(file(client).content)["cards"][0]["html"]
    hidden = marks(html)
    for status in ("", *dict(STATUSES)):
        for moment in ("", *MOMENTS):
            keys, sanctions = names(like, status=status, moment=moment)
            reader = {f"status-{status}", f"kapan-{moment}", "peran-"}
            shown = {words for words, not_for in hidden.items() if not not_for & reader}
            lines = {line for line in shown if line.startswith("Butir ")}
            assert {line.split()[1] for line in lines} == keys, (status, moment)
            assert shown - lines == sanctions, (status, moment)


def test_the_example_of_a_role_is_shown_to_that_role_only(client, like):
    html = json.loads(file(client).content)["cards"][0]["html"]
    example = re.search(r'data-not="([^"]*)">Wali murid', html)[1].split()
    assert "peran-guru" not in example
    assert {"peran-", "peran-nakes", "peran-lainnya"} <= set(example)
    general = re.search(r'data-not="([^"]*)">Anda melihat unggahan', html)[1].split()
    assert general == ["peran-guru"]


@pytest.mark.parametrize("many", [1, 30])
def test_the_file_costs_the_same_for_one_card_and_for_many(client, home, many, django_assert_max_num_queries):
    RuleCardFactory.create_batch(many)
    cache.clear()
    with django_assert_max_num_queries(13):
        client.get(reverse("regulations:finder_file"))


def test_the_worker_reaches_the_folder_of_the_finder_only(client, home):
    response = client.get("/boleh-atau-tidak/pekerja.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in response
    assert not response.cookies
    assert "no-cache" in response["Cache-Control"]
