"""A table of sessions that opens nothing to whoever reads it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from elearning.people.sessions import SessionStore
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_what_the_table_holds_is_no_key(client, home):
    client.force_login(UserFactory())
    (row,) = Session.objects.all()
    assert row.session_key != client.cookies["sessionid"].value
    thief = Client()
    thief.cookies["sessionid"] = row.session_key
    assert thief.get("/saya/").status_code == 302
    assert client.get("/saya/").status_code == 200


def test_a_session_is_kept_changed_and_thrown_away():
    store = SessionStore()
    store["handout"] = "M4Q7R2"
    store.save()
    assert store.exists(store.session_key)
    again = SessionStore(store.session_key)
    assert again["handout"] == "M4Q7R2"
    again["handout"] = "K7M4Q2"
    again.save()
    assert Session.objects.count() == 1
    again.flush()
    assert not Session.objects.exists()
    assert SessionStore(store.session_key).get("handout") is None


def test_a_new_key_keeps_the_content_and_ends_the_old_key():
    store = SessionStore()
    store["handout"] = "M4Q7R2"
    store.save()
    old = store.session_key
    store.cycle_key()
    assert store["handout"] == "M4Q7R2"
    assert not SessionStore().exists(old)
    assert SessionStore(store.session_key)["handout"] == "M4Q7R2"


def test_what_has_expired_is_empty_and_gets_cleared():
    store = SessionStore()
    store["handout"] = "M4Q7R2"
    store.save()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert SessionStore(store.session_key).get("handout") is None
    SessionStore.clear_expired()
    assert not Session.objects.exists()
