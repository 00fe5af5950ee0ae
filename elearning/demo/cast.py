"""The fictional people and places of the demo. Every name says «Contoh»; NIP are well-formed with running number 9xx.

Rules: experience.md §13. Place words avoid emblems and slogans; no phone numbers; mail ends in @contoh.example.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

PROVINCE = "Provinsi Nusa Contoh"
SUPERVISOR = "Lembaga Pengawas Pemilihan Contoh"
SEALING_OFFICE = "Sekretariat Pengawas Contoh"  # has a key for seals, marked as one for trying out
SEALING_UNIT = uuid.UUID("5ea1c0de-0000-4000-8000-00000000c0de")  # by which the settings of the demo name it
SUBDISTRICTS = {
    "Kabupaten Tirta Contoh": (
        "Kenanga", "Cempaka", "Seroja", "Anggrek", "Bakung", "Kamboja", "Dahlia", "Flamboyan", "Kemuning",
    ),
    "Kabupaten Wana Contoh": (
        "Soka", "Alamanda", "Asoka", "Bungur", "Cendana", "Gaharu", "Meranti", "Pandan", "Sagu",
    ),
    "Kota Banyu Contoh": ("Teratai", "Kecubung", "Lontar", "Nipah", "Rumbia", "Talas"),
}  # fmt: skip
KENANGA = "Kecamatan Kenanga Contoh"
SMALL = "Kecamatan Talas Contoh"  # four people: too few for a leader to see

FIRST_NAMES = (
    "Agus", "Ahmad", "Andi", "Anisa", "Ayu", "Bambang", "Budi", "Citra", "Desi", "Dian", "Dwi", "Eka", "Endang",
    "Fajar", "Farida", "Fitri", "Hendra", "Heri", "Ida", "Iin", "Indah", "Irma", "Joko", "Kartika", "Lina", "Lukman",
    "Made", "Maya", "Mega", "Nanda", "Nina", "Nur", "Okta", "Putri", "Rahmat", "Ratna", "Rendi", "Rika", "Rudi",
    "Sari", "Sinta", "Siti", "Sri", "Tari", "Tono", "Tuti", "Umi", "Wahyu", "Wati", "Yanti", "Yudi", "Yuni", "Zainal",
)  # fmt: skip
SECOND_NAMES = (
    "Adi", "Aminah", "Dewi", "Firmansyah", "Handayani", "Hidayat", "Kusuma", "Lestari", "Maulana", "Nugroho", "Pertiwi",
    "Pratama", "Purnama", "Rahayu", "Rahman", "Santoso", "Saputra", "Setiawan", "Suryani", "Susanto", "Utami", "Wibowo",
    "Widodo", "Wijaya", "Wulandari", "Yusuf",
)  # fmt: skip
TITLES = (
    ("Drs. ", ", M.Si."), ("", ", S.Sos."), ("", ", S.STP., M.Si."), ("Dra. Hj. ", ", M.M."), ("", ", S.E."),
    ("H. ", ", S.H."), ("", ", S.Pd."), ("Ir. ", ""), ("", ", S.IP."), ("", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    name: str
    status: str
    nip: str
    position: str


def people(seed: int, positions: tuple[str, ...]) -> Iterator[Person]:
    """An endless line of distinct people, always the same for a seed. One in nine is no ASN, one in six a PPPK."""
    dice = random.Random(seed)
    seen: set[str] = set()
    running = 0
    while True:
        prefix, suffix = dice.choice(TITLES)
        name = f"{prefix}{dice.choice(FIRST_NAMES)} {dice.choice(SECOND_NAMES)} Contoh{suffix}"
        if name in seen:
            continue
        seen.add(name)
        running += 1
        status = "non-asn" if running % 9 == 0 else "pppk" if running % 6 == 0 else "pns"
        yield Person(name, status, "" if status == "non-asn" else nip(dice, running, seed), dice.choice(positions))


def nip(dice: random.Random, running: int, seed: int) -> str:
    """18 digits that look right and belong to nobody: running numbers from 900."""
    year, month, day = dice.randint(1967, 1996), dice.randint(1, 12), dice.randint(1, 28)
    started = year + dice.randint(22, 27)
    return (
        f"{year}{month:02d}{day:02d}{started}{dice.randint(1, 12):02d}{dice.choice('12')}{900 + (running + seed) % 100}"
    )


@dataclass(frozen=True)
class Persona:
    """One tile of «Masuk sebagai…»."""

    key: str
    tile: str
    name: str
    email: str
    position: str
    does: str
    lands_on: str  # a path


PERSONAS = (
    Persona("peserta", "Peserta", "Rina Contoh, S.Pd.", "", "Guru",
            "Kuisnya belum selesai: enam dari sepuluh soal terjawab.", "/saya/"),
    Persona("lulus", "Peserta yang lulus", "Bagas Contoh, A.Md.", "", "Staf",
            "Sertifikatnya sudah terbit.", "/saya/"),
    Persona("camat", "Camat", "Drs. H. Arif Contoh, M.Si.", "camat@contoh.example", "Camat Kenanga Contoh",
            "29 dari 52 ASN di kecamatannya sudah selesai.", "/camat/"),
    Persona("panitia", "Panitia", "Sari Contoh, S.H.", "panitia@contoh.example", "Panitia sosialisasi",
            "Sosialisasi yang sedang berjalan ada di hari kedua.", "/panitia/"),
    Persona("redaksi", "Redaksi", "Dewi Contoh, S.IP.", "redaksi@contoh.example", "Penulis materi",
            "Menulis kartu aturan, pelajaran, dan soal di ruang redaksi.", "/admin/"),
    Persona("hukum", "Pemeriksa hukum", "Hadi Contoh, S.H., M.H.", "hukum@contoh.example", "Pemeriksa hukum",
            "Memeriksa kartu sebelum terbit.", "/admin/"),
    Persona("pimpinan", "Pimpinan", "Ir. Laksmi Contoh, M.M.", "pimpinan@contoh.example", "Anggota lembaga pengawas",
            "Melihat ringkasan kegiatan, tanpa nama orang.", "/pimpinan/"),
)  # fmt: skip

# Known secrets of the demo, printed on the terminal. They open fictional records only.
CODES = {"peserta": "H7M4Q2R9T5W6", "lulus": "M3P8T6W2K9R4"}
SHARE_CODE = "M4Q7R2"
NO_CERTIFICATE = "A2A2A2A2A2A2"  # well-formed, and on no paper
