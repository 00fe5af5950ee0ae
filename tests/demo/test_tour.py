"""The tour: who one is now, and the button that only the committee gets."""

import re

import pytest
from django.utils import timezone

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BUTTON = "Simulasikan 10 kehadiran"


def become(client, key: str) -> str:
    client.post(f"/demo/masuk/{key}/")
    return client.get("/demo/").content.decode()


def test_only_the_committee_is_offered_arrivals(seeded, client):
    assert BUTTON not in client.get("/demo/").content.decode()
    assert BUTTON not in become(client, "camat")
    page = become(client, "panitia")
    assert BUTTON in page
    assert page.count("Anda sekarang") == 1


def test_the_tour_leads_to_each_answer_of_the_verification_page(seeded, client):
    page = client.get("/demo/").content.decode()
    found = {word: path for path, word in re.findall(r'<a href="(/v/[^"]+)">([^<]+)</a>', page)}
    assert set(found) == {"berlaku, dasar aturan berubah", "dicabut", "digantikan", "tidak ditemukan"}
    assert all(word.upper() in client.get(path).content.decode().upper() for word, path in found.items())


def test_ten_people_come_through_the_same_door(seeded, client, monkeypatch):
    become(client, "panitia")
    monkeypatch.setattr(timezone, "now", lambda: seeded)
    page = client.post("/demo/simulasi/", follow=True).content.decode()
    assert "10 peserta contoh dicatat hadir." in page
    assert "51 dari 60" in page


def test_whoever_looks_after_nothing_finds_no_session(seeded, client):
    become(client, "camat")
    assert client.post("/demo/simulasi/").status_code == 404
