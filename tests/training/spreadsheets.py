"""Real files, made in the test."""

from io import BytesIO

from openpyxl import Workbook

HEADER = ["No", "Nama Lengkap/Gelar", "NIP", "Status", "Jabatan", "Unit Kerja", "Kabupaten/Kota"]
ARIF = [1, "Drs. H. Arif Contoh, M.Si.", "19780912 200501 1 901", "PNS", "Camat", "Kecamatan Kenanga Contoh", "Tirta"]
RINA = [2, "Rina Contoh, S.Pd.", "'199002142021212902", "PPPK", "Guru", "SD Negeri 1 Contoh", "Tirta"]
MADE = [3, "Made Contoh", "", "Bukan ASN", "Kepala Desa", "Desa Cempaka Contoh", "Wana"]


def xlsx(*rows, header=HEADER) -> bytes:
    book = Workbook()
    book.active.append(header)
    for row in rows:
        book.active.append(row)
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def csv(*rows, header=HEADER, delimiter=";", encoding="utf-8") -> bytes:
    lines = [delimiter.join(str(cell) for cell in row) for row in (header, *rows)]
    return "\r\n".join(lines).encode(encoding)
