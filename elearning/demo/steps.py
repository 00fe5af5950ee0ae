"""The tour's six steps, each a sentence, an address, and who walks it."""

from __future__ import annotations

from dataclasses import dataclass

from certificates.models import Certificate, CertificateEvent
from elearning.lib import codes

from . import cast


@dataclass(frozen=True)
class Step:
    title: str
    text: str
    action: str
    path: str = ""
    persona: str = ""  # POST «masuk sebagai» instead of a link
    also: tuple[tuple[str, str], ...] = ()  # what else may be seen here: word, path


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "Camat membagikan tautan",
            "Pegawai membuka tautan dari grup WhatsApp. Materi terbuka tanpa mendaftar.",
            "Buka tautan camat",
            path=f"/b/{cast.SHARE_CODE}",
        ),
        Step(
            "Belajar dari kejadian sehari-hari",
            "Satu kartu, satu perbuatan. Labelnya selalu bentuk dan kata, dasar hukumnya terlipat di bawah.",
            "Baca pelajaran pertama",
            path="/netralitas-asn-dalam-12-menit/memakai-hak-pilih/",
        ),
        Step(
            "Mengerjakan kuis",
            "Rina sudah menjawab enam dari sepuluh soal. Lanjutkan, kirim, lalu baca pembahasannya.",
            "Masuk sebagai Rina",
            persona="peserta",
        ),
        Step(
            "Menerima sertifikat",
            "Bagas sudah lulus. Buka sertifikatnya dan unduh PDF-nya.",
            "Masuk sebagai Bagas",
            persona="lulus",
        ),
        Step(
            "Siapa pun dapat memeriksa",
            "Kode QR pada sertifikat membuka halaman ini, tanpa masuk dan tanpa NIP.",
            "Periksa sertifikat",
            path=verification_path(Certificate.State.VALID),
            also=(
                ("berlaku, dasar aturan berubah", path_of_an_outdated_paper()),
                ("dicabut", verification_path(Certificate.State.REVOKED)),
                ("digantikan", verification_path(Certificate.State.REPLACED)),
                ("tidak ditemukan", f"/v/{codes.display(cast.NO_CERTIFICATE)}"),
            ),
        ),
        Step(
            "Camat dan panitia melihat hasilnya",
            "Camat melihat siapa yang sudah selesai, tanpa nilai. Panitia memindai, menutup daftar, dan menerbitkan.",
            "Masuk sebagai camat",
            persona="camat",
        ),
    )


def path_of_an_outdated_paper() -> str:
    """The page of a valid paper whose holder has a changed rule to learn again. Without any: the form."""
    event = CertificateEvent.objects.filter(
        kind=CertificateEvent.Kind.RULE_CHANGED, certificate__state=Certificate.State.VALID
    ).exclude(certificate__events__kind=CertificateEvent.Kind.REFRESHED)
    first = event.select_related("certificate").order_by("pk").first()
    return f"/v/{codes.display(first.certificate.code)}" if first else "/cek"


def verification_path(state: str) -> str:
    """The public page of a demo certificate in that state; Bagas's own when it is valid. Without any: the form."""
    found = Certificate.objects.filter(state=state)
    if state == Certificate.State.VALID:
        bagas = next(role for role in cast.PERSONAS if role.key == "lulus")
        found = found.filter(holder__display_name=bagas.name)
    first = found.order_by("pk").first()
    return f"/v/{codes.display(first.code)}" if first else "/cek"
