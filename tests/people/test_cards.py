"""«Kartu akses»: a link and a PIN of one's own open one office, while it is held (ADR 0039)."""

from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Group

from elearning.lib import codes
from elearning.people.cards import pins, printing, services
from elearning.people.cards.services import CardError
from elearning.people.models import AccessCard, OfficeHolding, OfficeRole
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db
PIN = "402913"
NIP = "197809122005011003"


@pytest.fixture
def head(noon):
    with time_machine.travel(noon, tick=False):
        yield OfficeHoldingFactory(person=UserFactory(nip=NIP, is_superuser=True), starts_on=date(2024, 1, 1))


@pytest.fixture
def made(head, noon):
    """A card without a PIN, and its token."""
    return services.make_card(head, by=UserFactory(), at=noon)


@pytest.fixture
def card(made, noon):
    return services.choose_pin(made[0], PIN, at=noon)


def refused(function, *args, **kwargs):
    with pytest.raises(CardError) as caught:
        function(*args, **kwargs)
    return caught.value.code


@pytest.mark.once
@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("123456", "easy"), ("654321", "easy"), ("890123", "easy"), ("000000", "easy"), ("121212", "easy"),
        ("123123", "easy"), ("12345", "digits"), ("1234567", "digits"), ("12a456", "digits"), ("١٢٣٤٥٦", "digits"),
        ("120978", "birth"), ("780912", "birth"), ("197809", "birth"), ("091978", "birth"), ("091278", "birth"),
        ("781209", "birth"), ("200501", "birth"), ("402913", ""), ("112233", ""),
    ],
)  # fmt: skip
def test_a_pin_that_others_would_try_is_refused(pin, why):
    assert pins.weakness(pin, nip=NIP) == why


def test_only_digests_are_stored(made):
    card, token = made
    assert len(token) == codes.CARD_LENGTH
    services.choose_pin(card, PIN, at=card.created_at)
    stored = str(AccessCard.objects.values().get())
    assert token not in stored
    assert PIN not in stored


def test_a_new_card_ends_the_one_before(made, head, noon):
    _, token = made
    services.make_card(head, by=UserFactory(), at=noon)
    assert refused(services.card_by_token, token, at=noon) == "ended"
    assert AccessCard.objects.live().count() == 1


def test_a_card_of_an_ended_office_opens_nothing(made, head, noon):
    _, token = made
    assert services.card_by_token(codes.display(token).lower(), at=noon).holding == head
    OfficeHolding.objects.update(ends_on=date(2024, 10, 3))
    assert refused(services.card_by_token, token, at=noon) == "ended"
    assert refused(services.make_card, head, by=UserFactory(), at=noon) == "not_head"


def test_a_card_waits_for_its_office(noon):
    later = OfficeHoldingFactory(starts_on=date(2024, 10, 4))
    _, token = services.make_card(later, by=UserFactory(), at=noon)
    assert refused(services.card_by_token, token, at=noon) == "not_yet"
    assert services.card_by_token(token, at=noon + timedelta(days=1)).holding == later


def test_only_heads_get_a_card(noon):
    leader = OfficeHoldingFactory(role=OfficeRole.LEADER)
    assert refused(services.make_card, leader, by=UserFactory(), at=noon) == "not_head"


@pytest.mark.parametrize(("typed", "why"), [("M4Q7", "length"), ("0" * 16, "alphabet"), ("A2" * 8, "unknown")])
def test_what_is_no_card_says_so(typed, why, noon):
    assert refused(services.card_by_token, typed, at=noon) == why


def test_whoever_is_second_does_not_choose_the_pin(card, noon):
    AccessCard.objects.get()
    other = AccessCard.objects.get(pk=card.pk)
    assert refused(services.choose_pin, other, "739104", at=noon) == "pin_taken"
    assert services.try_pin(other, PIN, at=noon) == card


def test_five_wrong_pins_wait_a_quarter_of_an_hour(card, noon):
    tries = [refused(services.try_pin, card, "999999", at=noon) for _ in range(6)]
    assert tries == ["pin_wrong"] * 4 + ["waiting"] * 2
    with pytest.raises(CardError) as caught:
        services.try_pin(card, PIN, at=noon + timedelta(minutes=14))
    assert (caught.value.code, caught.value.context["clock"]) == ("waiting", "12.15 WIB")
    assert services.try_pin(card, PIN, at=noon + timedelta(minutes=15)).failures == 0


def test_after_the_wait_five_are_counted_anew(card, noon):
    for _ in range(5):
        refused(services.try_pin, card, "999999", at=noon)
    later = noon + timedelta(minutes=15)
    assert [refused(services.try_pin, card, "999999", at=later) for _ in range(5)] == ["pin_wrong"] * 4 + ["waiting"]


def test_the_right_pin_forgets_wrong_ones(card, noon):
    for _ in range(3):
        refused(services.try_pin, card, "999999", at=noon)
    services.try_pin(card, PIN, at=noon)
    assert AccessCard.objects.get().failures == 0


def test_a_card_without_a_pin_lets_nobody_in_by_pin(made, noon):
    assert refused(services.try_pin, made[0], "", at=noon) == "pin_missing"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_pins_in_the_same_second_five_are_looked_at(noon, monkeypatch):
    card, _ = services.make_card(OfficeHoldingFactory(), by=UserFactory(), at=noon)
    services.choose_pin(card, PIN, at=noon)

    def attempt(pin):
        return refused(services.try_pin, AccessCard.objects.get(pk=card.pk), pin, at=noon)

    looked = []
    monkeypatch.setattr(services, "check_password", lambda *told: looked.append(told) or False)
    answers = at_once(attempt, ["999999"] * 8)
    assert len(looked) == 5
    assert set(answers) <= {"pin_wrong", "waiting"}
    assert answers.count("waiting") >= 4  # three that were not looked at, and the fifth
    card.refresh_from_db()
    assert (card.failures, card.locked_until) == (5, noon + services.WAIT)


def url(token):
    return f"/k/{codes.display(token)}"


def opened(client, token, pin=PIN, **more):
    client.post(url(token))
    return client.post(url(token), {"pin": pin, **more})


def test_looking_at_a_card_tells_nothing_and_changes_nothing(client, home, made, django_assert_num_queries):
    response = client.get(url(made[1]))
    page = response.content.decode()
    assert "Lanjutkan" in page
    assert made[0].holding.unit.name not in page
    assert made[0].holding.person.display_name not in page
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("same-origin", "noindex")
    assert client.get(url("A2" * 8)).status_code == 200  # not even whether there is such a card


def test_first_opening_asks_for_a_pin_twice(client, home, made, noon):
    with time_machine.travel(noon, tick=False):
        page = client.post(url(made[1])).content.decode()
        assert "PIN ini hanya untuk situs ini; jangan memakai PIN bank." in page
        assert "Kedua PIN tidak sama" in opened(client, made[1], again="402914").content.decode()
        assert "mudah ditebak" in opened(client, made[1], "123456", again="123456").content.decode()
        assert opened(client, made[1], again=PIN).status_code == 302
        assert client.get("/camat/").status_code == 200


def test_a_card_opens_one_office_and_nothing_else(client, home, card, made, head, noon):
    """Not another kecamatan of the same person, no committee, no admin, no superuser, no password."""
    other = OfficeHoldingFactory(person=head.person, kind="plt")
    for role in (OfficeRole.COMMITTEE, OfficeRole.LEADER):
        OfficeHoldingFactory(person=head.person, role=role)
    head.person.groups.add(Group.objects.create(name="Panitia"))
    with time_machine.travel(noon, tick=False):
        opened(client, made[1])
        page = unescape(client.get("/camat/").content.decode())
        assert head.unit.name in page
        assert other.unit.name not in page
        assert client.get(f"/camat/?unit={other.unit.public_id}").status_code == 404
        for address in ("/panitia/", "/pimpinan/"):
            assert client.get(address).status_code == 403
        assert client.get("/admin/").status_code == 302
        for address in ("/akun/password/change/", "/akun/2fa/"):
            assert client.get(address).status_code == 404


@pytest.mark.parametrize("how", ["office ended", "new card", "person inactive"])
def test_a_session_ends_at_once_with_its_card(client, home, card, made, head, noon, how):
    with time_machine.travel(noon, tick=False):
        opened(client, made[1])
        assert client.get("/camat/").status_code == 200
        if how == "office ended":
            OfficeHolding.objects.update(ends_on=date(2024, 10, 3))
        elif how == "new card":
            services.make_card(head, by=UserFactory(), at=noon)
        else:
            head.person.is_active = False
            head.person.save(update_fields=["is_active"])
        assert client.get("/camat/").status_code == 302


def test_the_wait_is_written_with_its_time_and_the_way_out(client, home, card, made, noon):
    with time_machine.travel(noon, tick=False):
        for _ in range(5):
            response = opened(client, made[1], "999999")
        assert response.status_code == 429
        page = response.content.decode()
        assert "12.15 WIB" in page
        assert "Minta panitia membuat kartu baru" in page


def test_unknown_cards_are_counted_against_the_device(client, home, noon):
    client.get(url(codes.generate(16)))  # as a phone comes, with the cookie of the form
    answers = {client.post(url(codes.generate(16))).status_code for _ in range(22)}
    assert answers == {404, 429}


@pytest.mark.once
def test_a_slip_is_one_page_of_a6_and_its_qr_opens_the_card(made, settings):
    pdfium, zxing = pytest.importorskip("pypdfium2"), pytest.importorskip("zxingcpp")
    card, token = made
    card.holding.person.display_name = "Prof. Dr. Ir. H. " + "Panjang " * 10 + "Contoh, S.STP., M.Si."
    document = pdfium.PdfDocument(printing.slips([(card, token)], organiser="Lembaga Pengawas Pemilihan Contoh"))
    assert len(document) == 1
    page = document[0]
    assert [round(side * 25.4 / 72) for side in page.get_size()] == [105, 148]
    found = zxing.read_barcodes(page.render(scale=3).to_pil())
    assert [one.text for one in found] == [printing.address_of(token)]
    text = page.get_textpage().get_text_range()
    assert "Simpan seperti kunci" in text
    assert codes.display(token) in text


def test_units_of_one_card_stay_apart(client, home, made, noon):
    """A card of one kecamatan says nothing of another one."""
    UnitFactory(name="Kecamatan Lain Contoh")
    with time_machine.travel(noon, tick=False):
        opened(client, made[1], again=PIN)
        assert "Kecamatan Lain Contoh" not in client.get("/camat/").content.decode()
