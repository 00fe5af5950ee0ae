"""Hands that press and type as a person does, and count it: the numbers of docs/panduan/sosialisasi-baru.md are theirs."""

import re
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page

GUIDE = Path(__file__).parents[2] / "docs/panduan/sosialisasi-baru.md"
MATERIALS = (
    ("Netralitas ASN dan hak pilih", "Ir. Laksmi Contoh, M.M.", "4"),
    ("Media sosial dan foto", "Hadi Contoh, S.H.", "4"),
)


def counted_in_the_guide() -> list[tuple[int, int]]:
    """Clicks and keystrokes of each row, and their sums last."""
    rows = [
        [cell.strip(" *") for cell in line.split("|")[1:-1]] for line in GUIDE.read_text().splitlines() if "|" in line
    ]
    return [(int(row[2]), int(row[3] or 0)) for row in rows if len(row) == 4 and row[2].isdecimal()]


class Hands:
    """``steps``: clicks and keystrokes of each step of the guide so far."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps: list[tuple[int, int]] = []
        self.clicks = self.keys = 0

    def press(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def write(self, field: str, text: str) -> None:
        """One click into the field, then key after key."""
        self.press(self.page.locator(f"#id_{field}"))
        self.page.keyboard.press(
            "Control+A"
        )  # a new row may hold a number already: selected, it costs no key of its own
        self.page.keyboard.type(text)
        self.keys += len(text)

    def choose(self, field: str, index: int) -> None:
        """A list opens with one click and closes with the next, which the system draws outside the page."""
        self.page.locator(f"#id_{field}").select_option(index=index)
        self.clicks += 2

    def take(self, file: dict) -> None:
        """«Pilih berkas», the file, «Buka»: two of the three in a window of the system."""
        with self.page.expect_file_chooser() as chooser:
            self.press(self.page.locator("input[type=file]"))
        chooser.value.set_files(file)
        self.clicks += 2

    def done(self) -> None:
        self.steps.append((self.clicks, self.keys))
        self.clicks = self.keys = 0


def write_as_the_guide_says(hands: Hands, address: str, on: date) -> None:
    """Steps 1 to 7: from the list of the committee to a stored session."""
    page = hands.page
    page.goto(f"{address}/panitia/")
    hands.press(page.get_by_role("link", name="Buat sosialisasi").first)
    hands.done()
    hands.write("title", "Netralitas ASN bagi Camat Contoh")
    hands.write("venue", "Aula Graha Contoh")
    hands.write("city", "Kota Contoh")
    hands.done()
    for number in range(2):
        if number:
            hands.press(page.locator("#id_days-ADD"))
        hands.write(f"days-{number}-date", (on + timedelta(days=number)).isoformat())
        hands.write(f"days-{number}-starts_at", "08:00")
        hands.write(f"days-{number}-ends_at", "16:00")
    hands.done()
    for number, (title, speaker, hours) in enumerate(MATERIALS):
        hands.press(page.locator("#id_materials-ADD"))
        hands.write(f"materials-{number}-title", title)
        hands.write(f"materials-{number}-speaker", speaker)
        hands.write(f"materials-{number}-lesson_hours", hours)
    hands.done()
    hands.choose("unit", 1)
    hands.write("organiser", "Lembaga Pengawas Contoh")
    hands.press(page.locator("#id_signatories-ADD"))
    hands.write("signatories-0-name", "Dra. Penanda Contoh, M.Si.")
    hands.write("signatories-0-title", "Ketua Lembaga Contoh")
    hands.done()
    hands.choose("pre_test", 1)
    hands.choose("post_test", 2)
    hands.done()
    hands.press(page.get_by_role("button", name=re.compile("^(Simpan|Buat)")).first)
    page.wait_for_url("**/sesi/**")
    hands.done()
