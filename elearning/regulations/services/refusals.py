"""Why a change of a regulation is refused."""

from __future__ import annotations

from typing import ClassVar

from elearning.lib.errors import DomainError


class ChangeRefused(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "already_open": "Perubahan untuk peraturan ini sudah dibuka. Lanjutkan yang itu.",
        "already_revoked": "Peraturan ini sudah dicabut. Tidak ada lagi yang dapat diubah.",
        "same_regulation": "Sebuah peraturan tidak mengubah dirinya sendiri. Pilih peraturan lain.",
        "by_missing": "Pilih peraturan yang mengubah atau menggantikannya.",
        "reason_missing": "Tulis mengapa berubah. Peserta yang dulu belajar akan membacanya.",
        "effect_before_regulation": "Tanggal itu sebelum peraturan ini sendiri berlaku ({start}). Periksa tanggalnya.",
        "effect_before_source": "Tanggal itu sebelum {by} berlaku ({start}). Periksa tanggalnya.",
        "not_pending": "Perubahan ini sudah selesai. Keputusannya hanya dapat dibaca.",
        "card_not_citing": "Kartu itu tidak merujuk peraturan ini.",
        "decision_unknown": "Pilih satu dari empat keputusan.",
        "replacement_missing": "«{card}»: pilih rujukan baru, sebab {regulation} tidak berlaku lagi.",
        "replacement_revoked": "«{card}»: {provision} tidak berlaku pada {day}. Pilih rujukan lain.",
        "no_draft": "«{card}»: belum ada draf yang berubah. Tulis isi barunya, simpan sebagai draf.",
        "not_publishable": "«{card}» belum dapat terbit. {why}",
        "not_decided": (
            "{count} kartu belum diputuskan: {cards}. Yang sudah diputuskan tetap tersimpan. "
            "Pilih keputusan untuk tiap kartu itu; «Belum tahu» belum keputusan, pemeriksa hukum menjawabnya."
        ),
        "self_agreement": "Yang membuka perubahan tidak dapat menyetujuinya. Mintalah pemeriksa hukum lain.",
        "own_text": "Anda ikut menulis draf «{card}». Mintalah pemeriksa hukum lain menyetujui perubahan ini.",
        "draft_changed": (
            "«{card}»: drafnya ditulis ulang sesudah perubahan ini disetujui. Kirim kartunya untuk ditinjau, lalu terapkan."
        ),
        "already_agreed": "Perubahan ini sudah disetujui.",
        "not_agreed": "Perubahan ini belum disetujui pemeriksa hukum.",
        "schedule_past": "Waktu itu sudah lewat. Pilih waktu yang akan datang, atau terapkan sekarang.",
        "before_effect": "Perubahan ini baru berlaku {day}. Jadwalkan penerapannya pada hari itu atau sesudahnya.",
        "already_applied": "Perubahan ini sudah diterapkan, jadi tidak dapat dibatalkan.",
        "draft_still_cites": "«{card}»: drafnya masih merujuk {regulation}. Ganti rujukannya, lalu simpan sebagai draf.",
        "dropped": "Perubahan ini sudah dibatalkan.",
    }
