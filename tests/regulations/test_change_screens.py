"""«Perubahan peraturan», as editors use it in the admin."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from elearning.people.roles import install_roles
from elearning.regulations.models import CardDecision, RegulationChange
from elearning.regulations.services import changing
from tests.factories.people import UserFactory
from tests.factories.regulations import ProvisionFactory, ProvisionVersionFactory, RegulationFactory

from .test_changing import DAY, NOON, agreed, article, cited_card, decide, opened

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def people(home):
    install_roles()

    def member(group):
        found = UserFactory(email=f"{group.split()[0].lower()}@contoh.example", password="rahasia-contoh")
        found.groups.add(Group.objects.get(name=group))
        return found

    return {"writer": member("Penulis"), "lawyer": member("Pemeriksa hukum"), "publisher": member("Penerbit")}


@pytest.fixture
def old():
    return RegulationFactory(short_title="PP 53/2010")


@pytest.fixture
def new():
    return RegulationFactory(short_title="PP 94/2021")


def url(name, *arguments):
    return reverse(f"regulations_admin:{name}", args=arguments)


def page_of(client, address, **query):
    return client.get(address, query).content.decode()


def chosen(card, decision, *replacements, note=""):
    prefix = f"kartu-{card.pk}"
    names = [str(one) for one in replacements]
    return {f"{prefix}-decision": decision, f"{prefix}-replacements": [*names, ""], f"{prefix}-note": note}


def test_a_writer_marks_a_regulation_and_sees_every_citing_card(client, people, old, new):
    cards = [cited_card(old), cited_card(old)]
    client.force_login(people["writer"])
    assert "2 kartu merujuk" in page_of(client, url("change_open"), peraturan=old.pk)
    stated = {
        "regulation": old.pk, "kind": "diganti", "by_regulation": new.pk, "effective_on": "2024-10-01", "reason": "Baru.",
    }  # fmt: skip
    response = client.post(url("change_open"), stated)
    change = RegulationChange.objects.get()
    assert response.url == url("change", change.pk)
    page = page_of(client, response.url)
    assert "0 dari 2 diputuskan" in page
    for card in cards:
        assert card.title in page
    for label in CardDecision.Choice.labels:
        assert page.count(label) >= 2
    assert "PP 53/2010" in page_of(client, url("changes"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"by_regulation": ""}, "Pilih peraturan yang mengubah atau menggantikannya."),
        ({"effective_on": "kemarin"}, "errors"),
        ({"regulation": "999999"}, "errors"),
    ],
)
def test_what_cannot_be_opened_is_said_beside_its_field(client, people, old, new, changes, words):
    client.force_login(people["writer"])
    stated = {
        "regulation": old.pk, "kind": "diganti", "by_regulation": new.pk, "effective_on": "2024-10-01", "reason": "Baru.",
    }  # fmt: skip
    response = client.post(url("change_open"), {**stated, **changes})
    assert response.status_code == 200
    assert words == "errors" or words in response.content.decode()
    assert not RegulationChange.objects.exists()


@pytest.mark.parametrize("asked", ["x", "99999999", "", "²"])
def test_an_unknown_regulation_in_the_address_is_chosen_on_the_page(client, people, asked):
    client.force_login(people["writer"])
    assert "Peraturan yang berubah" in page_of(client, url("change_open"), peraturan=asked)


def test_one_button_saves_all_and_one_saves_its_card(client, people, old, new):
    first, second = cited_card(old), cited_card(old)
    successor = article(new)
    change = opened(old, new, people)
    client.force_login(people["writer"])
    both = chosen(first, "tetap", successor, note="Sudah dicocokkan.") | chosen(second, "tidak-berlaku")
    page = client.post(url("change", change.pk), {**both, "simpan": second.pk}).content.decode()
    assert "1 pilihan di kartu lain belum tersimpan." in page
    assert "1 dari 2 diputuskan" in page
    assert "Sudah dicocokkan." in page
    assert "1 dari 2 diputuskan" in page_of(client, url("change", change.pk))
    client.post(url("change", change.pk), {**both, "simpan": "semua"})
    page = page_of(client, url("change", change.pk))
    assert "2 dari 2 diputuskan" in page
    row = change.decisions.get(card=first)
    assert (list(row.replacements.all()), row.note, row.decided_by) == (
        [successor],
        "Sudah dicocokkan.",
        people["writer"],
    )
    assert f'value="{successor}"' in page


def test_articles_of_one_name_say_to_whom_they_speak(client, people, old, new):
    card = cited_card(old)
    change = opened(old, new, people)
    twins = [ProvisionFactory(regulation=new, key=f"24 {word}", label="Pasal 24") for word in ("pns", "pppk")]
    for twin, subject in zip(twins, ("pns", "pppk"), strict=True):
        ProvisionVersionFactory(provision=twin, subjects=[subject])
    client.force_login(people["writer"])
    page = page_of(client, url("change", change.pk))
    assert all(f'<option value="Pasal 24 PP 94/2021 ({one})">' in page for one in ("PNS", "PPPK"))
    plain = client.post(url("change", change.pk), chosen(card, "tetap", "Pasal 24 PP 94/2021")).content.decode()
    assert "Ada beberapa pasal bernama «Pasal 24 PP 94/2021»." in plain
    assert not change.decisions.exclude(decision="").exists()
    client.post(url("change", change.pk), chosen(card, "tetap", "Pasal 24 PP 94/2021 (PPPK)"))
    assert list(change.decisions.get().replacements.all()) == [twins[1]]
    page = page_of(client, url("change", change.pk))
    assert 'value="Pasal 24 PP 94/2021 (PPPK)"' in page
    client.post(url("change", change.pk), chosen(card, "tetap", "Pasal 24 PP 94/2021 (PPPK)", note="Tetap."))
    assert list(change.decisions.get().replacements.all()) == [twins[1]]


def test_articles_that_nothing_else_tells_apart_carry_their_key(client, people, old, new):
    cited_card(old)
    for key in ("24 a", "24 b"):
        ProvisionFactory(regulation=new, key=key, label="Pasal 24")
    client.force_login(people["writer"])
    page = page_of(client, url("change", opened(old, new, people).pk))
    assert all(f'<option value="Pasal 24 PP 94/2021 ({key})">' in page for key in ("24 a", "24 b"))


def test_the_card_that_holds_a_change_up_is_named_with_what_to_do(client, people, old, new):
    card = cited_card(old)
    change = opened(old, new, people)
    decide(change, card, CardDecision.Choice.UNKNOWN, people)
    client.force_login(people["lawyer"])
    page = page_of(client, url("change", change.pk))
    assert "pemeriksa hukum memilih keputusan lain untuk" in page
    assert f'<a href="#kartu-{card.pk}">{card}</a>' in page
    client.post(url("change_agree", change.pk))
    page = page_of(client, url("change", change.pk))
    assert f"1 kartu belum diputuskan: «{card}»." in page


def test_a_change_whose_hour_went_by_says_so(client, people, old, new):
    change = opened(old, new, people)
    agreed(change, people)
    changing.schedule(change, apply_at=NOON + timedelta(hours=1), by=people["publisher"], at=NOON)
    client.force_login(people["publisher"])
    assert "Diterapkan otomatis" in page_of(client, url("change", change.pk))
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        assert "tetapi belum. Belum ada yang berubah bagi peserta." in page_of(client, url("change", change.pk))


def test_who_saves_an_older_page_takes_nothing_back_that_another_decided(client, people, old, new):
    first, second, third = cited_card(old), cited_card(old), cited_card(old)
    successor = article(new)
    change = opened(old, new, people)
    decide(change, third, "berubah", people)
    client.force_login(people["writer"])
    shown = re.findall(
        r'<input type="hidden" name="(initial-kartu-[^"]+)"(?: value="([^"]*)")?',
        page_of(client, url("change", change.pk)),
    )
    changing.decide(
        change, first, decision="tetap", replacements=[successor], note="Cocok.", by=people["lawyer"], at=NOON
    )
    typed = chosen(first, "") | chosen(second, "tidak-berlaku") | chosen(third, "berubah")
    response = client.post(url("change", change.pk), {**dict(shown), **typed, "simpan": "semua"})
    assert response.status_code == 302
    kept = change.decisions.get(card=first)
    assert (kept.decision, kept.note, list(kept.replacements.all())) == ("tetap", "Cocok.", [successor])
    assert changing.progress_of(changing.decisions_of(change)).decided == 3


def test_a_faulty_decision_is_shown_and_the_others_are_kept(client, people, old, new):
    good, bad, odd = cited_card(old), cited_card(old), cited_card(old)
    change = opened(old, new, people)
    client.force_login(people["writer"])
    data = chosen(good, "tidak-berlaku") | chosen(bad, "tetap") | chosen(odd, "tetap", "Pasal yang tidak ada")
    response = client.post(url("change", change.pk), {**data, "simpan": "semua"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "1 keputusan tersimpan." in page
    assert "1 dari 3 diputuskan" in page
    assert "pilih rujukan baru, sebab PP 53/2010 tidak berlaku lagi" in page
    assert "«Pasal yang tidak ada» tidak ada dalam daftar pasal" in page
    assert changing.progress_of(changing.decisions_of(change)).decided == 1


def test_another_person_agrees_and_the_publisher_applies(client, people, old, new):
    card = cited_card(old)
    change = opened(old, new, people)
    decide(change, card, "tidak-berlaku", people)
    client.force_login(people["writer"])
    assert "Menunggu persetujuan pemeriksa hukum" in page_of(client, url("change", change.pk))
    client.force_login(people["lawyer"])
    page = page_of(client, url("change", change.pk))
    assert "Setujui perubahan ini" in page
    assert "1 kartu berubah isi atau ditarik" in page
    client.post(url("change_agree", change.pk))
    client.force_login(people["publisher"])
    assert "Terapkan sekarang" in page_of(client, url("change", change.pk))
    client.post(url("change_apply", change.pk))
    page = page_of(client, url("change", change.pk))
    assert "Diterapkan" in page
    assert "Tidak berlaku lagi" in page
    assert "Simpan semua keputusan" not in page
    old.refresh_from_db()
    assert old.status == "dicabut"


def test_a_lawyer_who_opened_it_is_told_to_ask_another(client, people, old, new):
    change = changing.open_change(
        old, kind="diganti", by_regulation=new, effective_on=DAY, reason="Baru.", by=people["lawyer"], at=NOON
    )
    client.force_login(people["lawyer"])
    page = page_of(client, url("change", change.pk))
    assert "Pemeriksa hukum lain harus menyetujuinya." in page
    assert "Setujui perubahan ini" not in page
    refused = client.post(url("change_agree", change.pk), follow=True).content.decode()
    assert "Yang membuka perubahan tidak dapat menyetujuinya." in refused


def test_an_hour_is_given_in_the_zone_of_the_site_which_is_named(client, people, old, new):
    change = opened(old, new, people)
    agreed(change, people)
    client.force_login(people["publisher"])
    assert "Terapkan otomatis pada (WIB)" in page_of(client, url("change", change.pk))
    client.post(url("change_schedule", change.pk), {"apply_at": "2025-03-01T00:00"})
    assert "Diterapkan otomatis Sabtu, 1 Maret 2025 pukul 00.00 WIB." in page_of(client, url("change", change.pk))
    for typed, words in [("2024-01-01T00:00", "Waktu itu sudah lewat."), ("besok", "Tulis tanggal dan jam")]:
        page = client.post(url("change_schedule", change.pk), {"apply_at": typed}, follow=True).content.decode()
        assert words in page


@pytest.mark.parametrize("name", ["change_agree", "change_apply", "change_schedule", "change_drop"])
def test_looking_changes_nothing(client, people, old, new, superuser, name):
    change = opened(old, new, people)
    client.force_login(superuser)
    assert client.get(url(name, change.pk)).status_code == (200 if name == "change_drop" else 405)
    change.refresh_from_db()
    assert change.state == "terbuka"


def test_dropping_a_change_asks_first_and_says_what_is_lost(client, people, old, new):
    change = opened(old, new, people)
    client.force_login(people["writer"])
    assert url("change_drop", change.pk) in page_of(client, url("change", change.pk))
    page = page_of(client, url("change_drop", change.pk))
    assert "PP 53/2010" in page
    assert "mulai dari awal" in page


def test_a_dropped_change_stays_readable(client, people, old, new):
    card = cited_card(old)
    change = opened(old, new, people)
    decide(change, card, "tidak-berlaku", people, note="Sudah tidak ada.")
    client.force_login(people["writer"])
    client.post(url("change_drop", change.pk))
    page = page_of(client, url("change", change.pk))
    assert "Dibatalkan" in page
    assert "Sudah tidak ada." in page


def test_the_screens_cost_the_same_for_one_card_and_for_thirty(client, people, old, new):
    change = opened(old, new, people)
    client.force_login(people["lawyer"])

    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    def decided_card():
        decide(change, cited_card(old), "tidak-berlaku", people)
        cited_card(old)

    decided_card()
    one = {name: cost(address) for name, address in (("change", url("change", change.pk)), ("changes", url("changes")))}
    for _ in range(15):
        decided_card()
        opened(RegulationFactory(), new, people)
    assert {
        name: cost(address) for name, address in (("change", url("change", change.pk)), ("changes", url("changes")))
    } == one


def test_a_regulation_shows_the_button_and_then_the_change(client, people, old, new):
    client.force_login(people["publisher"])
    address = reverse("wagtailsnippets_regulations_regulation:edit", args=[old.pk])
    assert f"{url('change_open')}?peraturan={old.pk}" in page_of(client, address)
    change = opened(old, new, people)
    page = page_of(client, address)
    assert url("change", change.pk) in page
    assert "Tandai diubah / diganti / dicabut" not in page
    agreed(change, people)
    changing.apply(change, by=people["publisher"], at=NOON)
    assert "Peraturan ini sudah dicabut." in page_of(client, address)


def test_what_a_regulation_does_not_say_is_told_in_words(client, people, old):
    client.force_login(people["writer"])
    page = page_of(client, reverse("wagtailsnippets_regulations_regulation:inspect", args=[old.pk]))
    assert "Belum diisi" in page
    assert not re.search(r">\s*None\s*<", page)
