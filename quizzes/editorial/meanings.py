"""What each figure means and what to do about it, a sentence each, for editors who are no statisticians."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import HealthSignal, ItemStatistic
from ..services.health import TAUGHT
from ..statistics.health import Facts, findings
from ..statistics.words import too_few

OF_QUIZ = {
    "mean": (
        "Rata-rata",
        "Bandingkan dengan batas lulus. Jauh di bawahnya: soal terlalu sulit, atau materinya kurang.",
    ),
    "sd": (
        "Simpangan baku",
        "Seberapa jauh nilai orang berbeda. Bila kecil, semua nilai hampir sama dan kuis sukar membedakan orang.",
    ),
    "alpha": (
        "Alfa Cronbach",
        "Makin dekat 100%, makin sejalan soal-soalnya. Bila rendah, perbaiki dahulu soal yang kurang membedakan. "
        "Dihitung bila semua orang mendapat soal yang sama.",
    ),
    "ratio": (
        "Rasio galat",
        "Bagian sebaran nilai yang berasal dari kebetulan. Turun bila soal diperbaiki atau ditambah.",
    ),
    "error": (
        "Galat baku",
        "Nilai satu orang bisa meleset sekitar sebanyak ini. Selisih yang lebih kecil jangan dianggap berarti.",
    ),
}
OF_ITEM = {
    "answers": ("Jawaban (n)", "Orang yang mendapat soal ini. Di bawah 30 orang belum ada yang bisa disimpulkan."),
    "facility": ("Benar", "Bagian nilai yang diperoleh. Di bawah 25% terlalu sulit, di atas 95% terlalu mudah."),
    "discrimination": (
        "Daya beda",
        "Apakah yang pandai di soal lain juga benar di sini. Di bawah 15 perjelas soalnya; bila minus, periksa kuncinya.",
    ),
    "efficiency": (
        "Efisiensi",
        "Daya beda dibanding yang terbaik yang mungkin. Bila jauh di bawah 50, soal ini masih bisa dipertajam.",
    ),
    "weight": (
        "Bobot",
        "Andil soal ini dalam perbedaan nilai. Soal yang andilnya jauh di atas yang lain terlalu menentukan. "
        "Dihitung bila semua orang mendapat soal yang sama.",
    ),
    "sd": (
        "Simpangan baku",
        "Seberapa berbeda nilai di soal ini. Mendekati 0 berarti hampir semua orang bernilai sama.",
    ),
    "seconds": (
        "Waktu tengah",
        "Dari jawaban sebelumnya sampai jawaban ini, menurut HP. Bila lebih cepat daripada membaca, soal mungkin beredar.",
    ),
}
OF_SIGNAL = {
    HealthSignal.TOO_HARD: "Kurang dari seperempat nilai diperoleh. Periksa kunci dan rumusannya, atau ajarkan lagi.",
    HealthSignal.TOO_EASY: "Hampir semua benar. Ganti pilihan yang tidak dipilih siapa pun, atau biarkan bila ini hal pokok.",
    HealthSignal.NEGATIVE: "Yang nilainya tinggi justru salah. Periksa kuncinya, dan apakah soalnya menjebak.",
    HealthSignal.WEAK: "Yang paham dan yang belum sama-sama benar atau salah. Perjelas pertanyaan dan pilihannya.",
    HealthSignal.DISTRACTOR: "Satu pilihan salah menarik orang yang nilainya tinggi. Periksa apakah pilihan itu bisa dianggap benar.",
    HealthSignal.SPOILED: "Banyak yang benar sebelum materi lalu salah sesudahnya. Periksa materi dan rumusan soal.",
    HealthSignal.REPORTED: "Peserta melaporkan kekeliruan. Baca laporannya, lalu periksa kunci dan rumusannya.",
    HealthSignal.RULE_CHANGED: "Aturan di balik kunci berubah. Periksa apakah kuncinya masih berlaku.",
    HealthSignal.TOO_FAST: "Dijawab lebih cepat daripada dibaca. Periksa apakah jawabannya terbaca dari bentuk soal.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with its name and its sentence."""

    name: str
    value: str
    meaning: str


def told(figures: dict[str, str], meanings: dict[str, tuple[str, str]]) -> list[Told]:
    return [Told(name, figures[key], meaning) for key, (name, meaning) in meanings.items()]


def in_words(item: ItemStatistic, mode: str) -> str:
    """The worst that the figures of one question say, as the queue would call it; «baik» where it would say nothing."""
    if few := too_few(item.answers):
        return few
    facts = Facts(
        answers=item.answers,
        facility=item.facility,
        discrimination_percent=item.discrimination_percent,
        median_seconds=None,
        words=0,
        lures={},
        taught=TAUGHT.get(mode),
    )
    found = {finding.signal for finding in findings(facts)}
    worst_first = (HealthSignal.NEGATIVE, HealthSignal.TOO_HARD, HealthSignal.WEAK, HealthSignal.TOO_EASY)
    return next((signal.label for signal in worst_first if signal in found), "baik")
