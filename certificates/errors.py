"""Every refusal of this room."""

from typing import ClassVar

from elearning.lib.errors import DomainError


class CertificateError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "name_missing": "Nama belum diisi. Isi nama seperti akan tercetak.",
        "name_too_long": "Nama «{name}» terlalu panjang untuk dua baris sertifikat. Singkat gelarnya, lalu coba lagi.",
        "character_missing": (
            "Huruf «{character}» pada «{text}» tidak ada dalam huruf sertifikat. Ganti huruf itu, lalu coba lagi."
        ),
        "text_too_long": "Teks «{text}» terlalu panjang untuk sertifikat. Paling banyak {limit} huruf.",
        "page_full": (
            "Teks pada sertifikat {name} terlalu panjang untuk satu halaman. Belum ada yang terbit. "
            "Singkat tema, kegiatan, jabatan, atau kop, lalu coba lagi."
        ),
        "too_many_parts": "Sertifikat memuat paling banyak {most} {parts}. Kurangi, lalu coba lagi.",
        "picture_refused": "Gambar «{name}» tidak terbaca. Unggah PNG atau JPEG paling besar 2 MB.",
        "picture_missing": "Gambar pada sertifikat ini tidak ditemukan lagi di tempat penyimpanan.",
        "template_unknown": "Templat sertifikat itu tidak ada. Pilih templat lain.",
        "template_retired": "Templat «{name}» sudah tidak dipakai. Belum ada yang terbit. Pilih templat lain.",
        "template_changed": (
            "Templat ini baru saja diubah di tempat lain. Isian Anda belum disimpan. Bandingkan riwayatnya, lalu simpan lagi."
        ),
        "template_name_taken": "Sudah ada templat «{name}» pada pemilik yang sama. Belum ada yang disimpan. Pakai nama lain.",
        "template_shipped": "Templat bawaan selalu tersedia. Ubah isinya, atau buat templat lain.",
        "design_unknown": "Rancangan itu tidak ada. Pilih salah satu dari daftar.",
        "mode_unknown": "Cara tanda tangan itu tidak ada. Pilih salah satu dari daftar.",
        "wording_missing": "Belum ada kalimat. Isi kalimat untuk paling sedikit satu jenis sertifikat.",
        "placeholder_unknown": "Isian «{placeholder}» tidak dikenal. Pakai isian dari daftar di bawah kolom ini.",
        "placeholder_missing": "Kalimat harus memuat {placeholder}. Tambahkan dari daftar di bawah kolom ini.",
        "placeholder_twice": "Isian {placeholder} hanya boleh sekali: ia dicetak pada baris sendiri.",
        "braces_broken": "Kurung kurawal belum berpasangan. Tulis isian seperti {{tempat}}.",
        "brackets_broken": (
            "Kurung siku belum berpasangan, atau di dalamnya tidak ada isian. Tulis seperti [ di {{tempat}}]."
        ),
        "validity_refused": "Masa berlaku ditulis dalam bulan, dari 0 sampai {most}. 0 berarti selamanya.",
        "pattern_braces": "Kurung kurawal pada pola nomor belum berpasangan.",
        "pattern_unknown": "Isian pada pola nomor tidak dikenal. Pakai isian dari daftar di bawah kolom ini.",
        "pattern_format": "Banyaknya angka ditulis seperti {{nomor:3}}, paling banyak 6.",
        "pattern_no_sequence": "Pola nomor harus memuat {{nomor}}, supaya tidak ada dua nomor yang sama.",
        "pattern_no_year": "Pola nomor harus memuat {{tahun}}, karena nomor mulai dari 1 lagi setiap tahun.",
        "pattern_too_long": "Pola nomor terlalu panjang. Nomor paling panjang 120 huruf.",
        "kind_unknown": "Jenis sertifikat «{kind}» belum punya kalimat pada templat.",
        "days_missing": "Tanggal kegiatan belum diisi. Sertifikat harus menyebut tanggalnya.",
        "unit_differs": "Sertifikat ini milik unit lain. Satu penerbitan hanya untuk satu unit.",
        "source_twice": "Satu orang tercantum dua kali dalam penerbitan ini. Periksa daftarnya.",
        "nothing_to_issue": "Belum ada yang memenuhi syarat. Tidak ada sertifikat yang terbit.",
        "pattern_refused": "Pola nomor sertifikat tidak bisa dipakai. Perbaiki pola pada templat.",
        "not_valid": "Hanya sertifikat yang berlaku yang bisa diubah. Muat ulang halaman untuk melihat keadaannya.",
        "own_paper": "Sertifikat ini atas nama Anda sendiri. Belum ada yang diubah. Minta panitia lain melakukannya.",
        "reason_missing": "Alasan belum diisi. Tulis alasan perbaikan.",
        "reason_unknown": "Pilih alasan dari daftar.",
        "not_revoked": "Sertifikat ini tidak sedang dicabut.",
        "restore_too_late": "Pencabutan hanya bisa dibatalkan dalam 24 jam.",
        "source_taken": "Sudah ada sertifikat lain yang berlaku untuk kegiatan ini.",
        "name_same": "Nama itu sama dengan yang tercetak. Tulis nama yang benar.",
        "request_waiting": "Permintaan Anda sebelumnya masih diperiksa. Tunggu jawaban penyelenggara.",
        "request_decided": "Permintaan ini sudah dijawab. Muat ulang halaman untuk melihatnya.",
        "proposal_waiting": "Usulan sebelumnya masih menunggu keputusan. Putuskan atau tarik usulan itu dahulu.",
        "proposal_decided": "Usulan ini sudah diputuskan. Muat ulang halaman untuk melihat keputusannya.",
        "own_proposal": (
            "Usulan ini dari Anda sendiri. Belum ada yang terbit. Minta anggota panitia lain memeriksa dan menyetujuinya."
        ),
        "not_own_proposal": "Hanya pengusul yang bisa menarik usulan ini. Anda bisa mengembalikannya dengan alasan.",
        "list_changed": (
            "Daftar berubah sejak diusulkan. {changes} Belum ada yang terbit. Kembalikan usulan ini, lalu usulkan lagi."
        ),
        "no_address": "Orang ini belum punya alamat surel. Kirim lewat WhatsApp, atau minta ia mengunduh sendiri.",
        "letter_waiting": "Surel sebelumnya masih menunggu dikirim. Tunggu hasilnya, lalu muat ulang halaman ini.",
        "not_made": "PDF sertifikat ini belum jadi. Tunggu sampai selesai dibuat, lalu kirim.",
        "code_exhausted": "Kode sertifikat belum berhasil dibuat. Tidak ada nomor yang terpakai. Coba lagi.",
    }
