"""The least valid claim, and certificates issued from it by the real service."""

from datetime import UTC, date, datetime
from itertools import count

from certificates import services, tasks
from certificates.claims import CertificateClaim, Material, Signatory
from certificates.models import Certificate, Template
from certificates.printing import designs
from elearning.people.models import IdentityLevel
from tests.factories.people import UnitFactory, UserFactory

AT = datetime(2024, 10, 5, 9, 0, tzinfo=UTC)
MATERIALS = (
    Material("Dasar hukum netralitas ASN", "Dr. Sri Contoh, S.H.", 4),
    Material("Media sosial: yang boleh dan yang tidak", "Ahmad Contoh, S.Kom.", 6),
)
_sources = count(1)
_templates = count(1)


def make_claim(*, holder=None, unit=None, **changes) -> CertificateClaim:
    """A claim of three days for somebody; ``unit`` and ``holder`` are made when missing."""
    holder = holder or UserFactory()
    unit = unit or UnitFactory(number_code="KKC")
    values = {
        "source": f"test:{next(_sources)}",
        "kind": "mengikuti",
        "holder_id": holder.pk,
        "recipient_name": holder.display_name,
        "recipient_position": "Camat Kenanga Contoh",
        "recipient_unit": "Kecamatan Kenanga Contoh",
        "nip": "",
        "identity_level": IdentityLevel.COMMITTEE_CHECKED,
        "title": "Menjaga netralitas pada pemilihan",
        "activity": "Sosialisasi Netralitas ASN",
        "organiser": "Badan Contoh",
        "unit_id": unit.pk,
        "days": (date(2024, 10, 3), date(2024, 10, 4), date(2024, 10, 5)),
        "place": "Balai Contoh",
        "city": "Kota Contoh",
        "time_zone": "Asia/Jakarta",
        "lesson_hours": 20,
        "issued_on": date(2024, 10, 5),
        "signatories": (Signatory("Drs. H. Bambang Contoh, M.Si.", "Kepala Badan Contoh"),),
        "materials": MATERIALS,
    }
    return CertificateClaim(**(values | changes))


def make_certificate(*, rendered: bool = False, by=None, at=AT, **claim) -> Certificate:
    """An issued certificate; ``rendered=True`` also makes its PDF."""
    certificate = services.issue(make_claim(**claim), by=by, at=at)
    if rendered:
        tasks.render_due()
        certificate = Certificate.objects.select_related("file").get(pk=certificate.pk)
    return certificate


def make_template(*, unit=None, name="", design="bingkai", by=None, at=AT, **content) -> Template:
    """A template with the shipped words as its first version; ``content`` changes them."""
    made = services.create_template(
        name=name or f"Templat contoh {next(_templates)}",
        unit=unit,
        design=design,
        content=designs.shipped_content() | content,
        by=by or UserFactory(),
        at=at,
    )
    return made.template
