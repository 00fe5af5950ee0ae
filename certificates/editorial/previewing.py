"""How a template looks on paper: the PDF of a sample with test names, also as a picture. Nothing is stored."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from elearning.lib import dates
from elearning.lib.addresses import absolute
from elearning.people.models import IdentityLevel, Unit
from elearning.ui import press

from .. import facts, numbering, templating
from ..claims import CertificateClaim, Material
from ..models import Certificate
from ..printing import rendering
from ..services.pictures import picture_bytes
from ..services.texts import check_texts

LONGEST = "Prof. Dr. Ir. Hj. Raden Ayu Maria Magdalena Kartikasari Wulandari Contoh Purnamaningsih, S.H., S.E., M.Hum., M.M., Ph.D"
NIP = "197809122005011003"
SEQUENCE = 57
SCALE = 110 / 72  # dots for each point: readable at the width of a screen


@dataclass(frozen=True, slots=True)
class TestName:
    """Whom a sample names."""

    key: str
    label: str
    name: str
    nip: str


NAMES = (
    TestName("panjang", "Nama terpanjang", LONGEST[:120], NIP),
    TestName("pendek", "Nama terpendek", "Wati", NIP),
    TestName("tanpa-nip", "Tanpa NIP", "Dra. Hj. Rina Contoh, M.M.", ""),
)
ROLES = {
    Certificate.Kind.ATTENDED: "Peserta", Certificate.Kind.PASSED: "Peserta", Certificate.Kind.SPEAKER: "Narasumber",
    Certificate.Kind.MODERATOR: "Moderator", Certificate.Kind.COMMITTEE: "Panitia",
}  # fmt: skip


def name_of(key: str) -> TestName:
    return next((each for each in NAMES if each.key == key), NAMES[0])


def sample(
    content: Mapping[str, Any], *, design: str, unit: Unit | None, whom: TestName, kind: str, on: date,
    drawn: Mapping[str, bytes],
) -> bytes:  # fmt: skip
    """The PDF, marked «CONTOH». ``content`` passed the form; ``drawn``: pictures that are not kept.

    Raises CertificateError, and OSError where pango is missing.
    """
    content = _with_signatory(content)
    claim = templating.completed(_claim(unit, whom, kind, on), content)
    stated = facts.stated_by(
        claim,
        number=example_number(content["number_pattern"], unit, on),
        pattern=content["number_pattern"],
        code="CONTOH",
        address=absolute("/v/CONTOH"),
        shows_nip=content["shows_nip"],
    )
    check_texts(stated)
    pictures = {**picture_bytes(facts.pictures_in(stated) - drawn.keys()), **drawn}
    return rendering.render_sample(stated, content, design=design, pictures=pictures)


def example_number(pattern: str, unit: Unit | None, on: date) -> str:
    """«057/KKC/X/2024»."""
    return numbering.printed_number(pattern, sequence=SEQUENCE, unit_code=_code_of(unit), on=on)


def picture_of(pdf: bytes, *, page: int = 0) -> str:
    """A page as the address of a PNG; the picture is drawn from the very PDF."""
    import pypdfium2

    out = BytesIO()
    with press.pdfium:
        document = pypdfium2.PdfDocument(pdf)
        document[page].render(scale=SCALE).to_pil().quantize(64).save(out, "PNG")
        document.close()
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"


def _code_of(unit: Unit | None) -> str:
    return (unit.number_code or unit.official_code or "") if unit else "KKC"


def _claim(unit: Unit | None, whom: TestName, kind: str, on: date) -> CertificateClaim:
    return CertificateClaim(
        source="contoh",
        kind=kind,
        holder_id=None,
        recipient_name=whom.name,
        recipient_position="Camat Kenanga Contoh",
        recipient_unit="Kecamatan Kenanga Contoh",
        nip=whom.nip,
        identity_level=IdentityLevel.COMMITTEE_CHECKED,
        title="Menjaga netralitas pada pemilihan",
        activity="Sosialisasi Netralitas ASN",
        organiser=str(unit) if unit else "Badan Contoh",
        unit_id=unit.pk if unit else 0,
        days=(on,),
        place="Balai Contoh",
        city="Kota Contoh",
        time_zone=unit.time_zone if unit else dates.WIB,
        lesson_hours=10,
        issued_on=on,
        role=ROLES[Certificate.Kind(kind)],
        materials=(
            Material("Dasar hukum netralitas ASN", "Dr. Sri Contoh, S.H.", 4),
            Material("Media sosial: yang boleh dan yang tidak", "Ahmad Contoh, S.Kom.", 6),
        ),
    )


def _with_signatory(content: Mapping[str, Any]) -> dict[str, Any]:
    """A template without signatories takes those of the session; the sample shows one, so that their place is seen."""
    if content["signatories"]:
        return dict(content)
    return {**content, "signatories": [templating.signatory("Drs. H. Bambang Contoh, M.Si.", "Kepala Badan Contoh")]}
