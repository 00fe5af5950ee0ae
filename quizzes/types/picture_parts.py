"""Parts of a picture. The list of tick boxes is the answer; tapping the picture ticks it (ADR 0019)."""

from collections.abc import Sequence

from .contract import Choice
from .multiple import Multiple

SIDES = ("x", "y", "width", "height")


class PictureParts(Multiple):
    type = "bagian-gambar"
    label = "bagian gambar"
    instruction = "Tandai semua bagian yang tepat, pada gambar atau pada daftar."
    template = "quizzes/types/picture_parts.html"
    script = "js/quizzes/picture-parts.js"
    has_picture = True
    option_label = "Nama bagian"
    option_fields = ("is_correct", "region", "feedback")
    option_hint = (
        "Pilih gambar, lalu tarik persegi pada gambar: setiap persegi mengisi satu baris. Tanpa tetikus, isi empat angkanya. "
        "Untuk menggambar ulang, pilih dahulu salah satu angkanya. Namai apa yang tampak, bukan benar atau salahnya."
    )

    def faults(self, choices: Sequence[Choice]) -> tuple[str, ...]:
        found = []
        if any(choice.region is None for choice in choices):
            found.append("region_missing")
        if any(choice.region is not None and not _is_inside(choice) for choice in choices):
            found.append("region_outside")
        return (*super().faults(choices), *found)


def _is_inside(choice: Choice) -> bool:
    region = choice.region or {}
    if set(region) != set(SIDES) or any(type(side) not in (int, float) for side in region.values()):
        return False
    x, y, width, height = (region[side] for side in SIDES)
    return min(x, y) >= 0 and min(width, height) >= 1 and max(x + width, y + height) <= 100
