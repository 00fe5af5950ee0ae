"""Follow every link of the demo as each of its people: nothing breaks, nothing leads nowhere."""

import re
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from elearning.demo import cast

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"#][^"]*)"')
SAME_SHAPE = 4  # of pages that differ only in a slug, code or number, this many are opened
LEFT_OUT = re.compile(r"^/(admin/|static/|media/|akun/)|\.(pdf|xlsx|png|jpg)$|/(cetak|unduh)/|^/demo")


def shape(path: str) -> str:
    parts = urlsplit(path).path.strip("/").split("/")
    return "/".join(parts[:1] + [re.sub(r".*[\d-].*", "*", part) for part in parts[1:]])


def walk(client: Client, start: list[str]) -> dict[str, int]:
    """Every address reachable by links, with the status it answered."""
    waiting, seen, counted = deque(start), {}, {}
    while waiting:
        path = waiting.popleft()
        if path in seen or LEFT_OUT.search(path):
            continue
        if counted.get(shape(path), 0) >= SAME_SHAPE:
            continue
        counted[shape(path)] = counted.get(shape(path), 0) + 1
        response = client.get(path)
        seen[path] = response.status_code
        if response.status_code in (301, 302):
            found = [response["Location"]]
        elif response.get("Content-Type", "").startswith("text/html"):
            found = HREF.findall(response.content.decode())
        else:
            found = []
        for href in found:
            target = urldefrag(urljoin(f"http://testserver{path}", href.replace("&amp;", "&")))[0]
            parts = urlsplit(target)
            if parts.netloc == "testserver":
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return seen


PUBLIC = ["/", "/kartu/", "/peraturan/", "/boleh-atau-tidak/?q=like", "/cek", f"/b/{cast.SHARE_CODE}"]
STARTS = {
    "peserta": ["/saya/"],
    "lulus": ["/saya/"],
    "camat": ["/camat/"],
    "panitia": ["/panitia/"],
    "pimpinan": ["/beranda/"],
}


def test_a_passer_by_finds_no_broken_link(seeded, client):
    seen = walk(client, [*PUBLIC, "/demo/"])
    assert len(seen) > 25
    assert {path: status for path, status in seen.items() if status not in (200, 301, 302)} == {}


@pytest.mark.parametrize("key", STARTS)
def test_each_of_the_cast_finds_no_broken_link(seeded, client, key):
    entered = client.post(reverse("demo:enter", args=[key]))
    assert entered.status_code == 302
    seen = walk(client, STARTS[key])
    assert {path: status for path, status in seen.items() if status not in (200, 301, 302)} == {}


def test_the_editors_reach_the_admin_and_only_their_menu(seeded, client):
    client.post(reverse("demo:enter", args=["redaksi"]))
    page = client.get("/admin/")
    assert page.status_code == 200
    assert client.get("/admin/users/").status_code != 200
