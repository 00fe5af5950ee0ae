"""What anybody may open is a list, pinned here. Everything else asks who one is (ADR 0011)."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.urls.converters import get_converters

from tests.addresses import all_patterns, is_ours, is_public

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PUBLIC = {
    # people: signing in and out
    "masuk/",
    "masuk/lupa-kode/",
    "keluar/",
    "bukan-saya/",
    "^k/(?P<token>[^/]+)/?$",  # a card of a head: looking shows one button
    # regulations: the register is for everybody
    "boleh-atau-tidak/",
    "boleh-atau-tidak/kartu.json",
    "boleh-atau-tidak/pekerja.js",
    "cari/",
    "kartu/",
    "kartu/<slug:slug>/",
    "kartu/<slug:slug>/riwayat/",
    "saya-adalah/",
    "yang-berubah/",
    "yang-berubah/umpan.atom",
    "yang-berubah/<slug:publication>/",
    "peraturan/",
    "peraturan/<slug:slug>/",
    "peraturan/<slug:slug>/<slug:key>/",
    # lessons
    "sitemap.xml",
    # quizzes: as a guest; each view looks for the owner itself
    "kuis/<slug:slug>/mulai/",
    "kuis/<uuid:public_id>/",
    "kuis/<uuid:public_id>/jawaban/",
    "kuis/<uuid:public_id>/soal/<int:position>/",
    "kuis/<uuid:public_id>/soal/<int:position>/laporkan/",
    "kuis/<uuid:public_id>/periksa/",
    "kuis/<uuid:public_id>/kirim/",
    "kuis/<uuid:public_id>/mulai-ulang/",
    "kuis/<uuid:public_id>/hasil/",
    # training: the calendar and what is announced
    "sosialisasi/",
    "sosialisasi/jadwal.ics",
    "sosialisasi/<slug:slug>/",
    "sosialisasi/<slug:slug>/jadwal.ics",
    "sosialisasi/<slug:slug>/daftar/",
    # certificates: verification
    "^v/(?P<code>[^/]+)/?$",
    "^cek/?$",
    "^cek/berkas/?$",
    "^cek/tumpukan/?$",
    # certificates: what verifiers of badges ask
    "lencana/gambar.png",
    "lencana/penerbit/<uuid:public_id>",
    "lencana/capaian/<str:sha256>",
    "lencana/kunci/<str:thumbprint>",
    "lencana/status/<uuid:public_id>",
    # distribution and training: a link, a badge
    "^b/(?P<code>[^/]+)/?$",
    r"^b/gambar/(?P<slug>[-\w]+)\.jpg$",
    "^p/(?P<code>[^/]+)/?$",
    "presensi-tanpa-jaringan/",  # a page without a name in it, which a desk keeps for when there is no network
    "^r/?$",
    "^r/(?P<code>[^/]+)/?$",
    "r/<str:code>/hadir/",  # «Saya hadir» at an office: whoever is not known yet says who he is
    "sesi/<slug:slug>/layar/<str:key>/",  # the screen of the room, by its secret link
    "sesi/<slug:slug>/layar/<str:key>/kabar/",
    "kabar/<str:ticket>/",  # a ticket that was given to a participant
    "surel/berhenti/<str:token>/",  # the foot of a mail: the address is signed
    # dashboard: a guest says who he is
    "data-diri/",
    # ui
    "sehat/",
    "tema/",
    "robots.txt",
    "favicon.ico",
    "gaya/",
    "media/images/<path:name>",  # pictures of the lessons
}
# Public by what Wagtail, allauth and the demo are; each prefix with its reason.
FOREIGN = {
    "admin/": "Wagtail's admin guards itself, and is tried below",
    "akun/": "allauth: signing in, forgotten password",
    "berkas/": "documents are public files of the lessons",
    "demo": "exists in development and test only",
    "": "Wagtail's pages: lessons are public",
}


def test_the_public_addresses_are_exactly_these():
    found = {path for path, pattern in all_patterns() if is_ours(path, pattern) and is_public(pattern)}
    assert found == PUBLIC


def test_every_foreign_address_has_its_reason():
    prefixes = tuple(prefix for prefix in FOREIGN if prefix)
    for path, pattern in all_patterns():
        if is_ours(path, pattern) or path.startswith(prefixes):
            continue
        assert pattern.callback.__module__.startswith(("wagtail.", "django.")), path


def example(path: str) -> str:
    """An address that fits the pattern and names nothing that exists."""
    values = {"int": "1", "uuid": str(UUID(int=1)), "slug": "tidak-ada", "str": "tidak-ada", "path": "tidak-ada"}
    assert set(values) <= set(get_converters())
    path = re.sub(r"<(?:(\w+):)?\w+>", lambda match: values.get(match[1] or "str", "tidak-ada"), path)
    path = re.sub(r"\(\?P<\w+>[^)]*\)", "tidak-ada", path)
    return "/" + path.replace("^", "").replace("/?$", "/").replace("$", "").replace("\\", "")


def closed() -> list[str]:
    return sorted(path for path, pattern in all_patterns() if is_ours(path, pattern) and not is_public(pattern))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", closed())
def test_nobody_opens_a_closed_address_without_signing_in(client, home, path, method):
    response = getattr(client, method)(example(path))
    assert response.status_code in (302, 403, 404, 405)
    if response.status_code == 302:
        assert response.url.startswith(("/masuk/", "/akun/login/"))


def admin_addresses() -> list[str]:
    return sorted(
        path
        for path, _ in all_patterns()
        if path.startswith("admin/") and not re.search(r"jsi18n|sprite|login|password|\(", path)
    )


def test_the_admin_opens_to_nobody_without_signing_in(client, home):
    for path in admin_addresses():
        response = client.get(example(path))
        assert response.status_code in (301, 302, 403, 404, 405), path
        if response.status_code == 302:
            assert re.match(r"/(admin/|akun/|)(login|masuk)", response.url), (path, response.url)


def test_no_address_carries_a_row_number():
    """A number in an address invites to try the next one. A question's place in its own attempt is none, nor is a year."""
    allowed = {"position", "year"}
    for path, pattern in all_patterns():
        if is_ours(path, pattern):
            assert set(re.findall(r"<int:(\w+)>", path)) <= allowed, path
