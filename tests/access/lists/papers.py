"""What makes the rows of the screens of certificates."""

from collections.abc import Callable

from django.urls import reverse

from certificates import services as certificates
from certificates.models import Certificate, CertificateEvent, CertificateFile
from elearning.people.models import Unit
from elearning.training import services as training
from tests.access.conftest import printed
from tests.factories.certificates import make_certificate, make_claim
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.training import ParticipantFactory, attend

from .world import World


def own_certificates(world: World, count: int) -> str:
    for _ in range(count):
        make_certificate(holder=world.here.learner, unit=world.here.unit, at=world.here.now)
    return reverse("certificates:mine")


def history(world: World, count: int) -> str:
    kept = world.here.certificate
    for _ in range(count):
        CertificateEvent.objects.create(
            certificate=kept, kind="pulih", at=world.here.now, by=UserFactory(), reason="Keliru"
        )
    return reverse("certificates:keep", args=[printed(kept)])


def registers(world: World, count: int) -> str:
    for unit in UnitFactory.create_batch(count, parent=Unit.objects.get(pk=world.here.unit.pk)):
        make_certificate(holder=world.here.learner, unit=unit, at=world.here.now)
    return reverse("certificates:registers")


def issued_together(world: World, count: int) -> str:
    claims = [make_claim(unit=world.here.unit) for _ in range(count)]
    made = certificates.issue_batch(
        claims, source=f"uji:{count}", unit=world.here.unit, by=UserFactory(), at=world.here.now
    )
    for paper in made.certificates.all():
        CertificateFile.objects.create(
            certificate=paper, pdf=f"{paper.code}.pdf", sha256="0", size=4, rendered_at=world.here.now
        )
    return reverse("certificates:batch", args=[made.public_id])


def proposed(world: World, count: int) -> str:
    graduates("issue")(world, count)
    return reverse("training:proposal", args=[world.here.finished_session.slug, world.here.proposal.public_id])


def graduates(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        session = world.here.finished_session
        for _ in range(count):
            attend(ParticipantFactory(session=session), session.days.get(), by=UserFactory(), at=world.here.now)
        if name == "certificates":
            training.issue_certificates(session, by=UserFactory(), at=world.here.now)
        return reverse(f"training:{name}", args=[session.slug])

    return address


def papers(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        graduates("certificates")(world, count)
        for paper in Certificate.objects.filter(file=None, unit=world.here.unit):
            CertificateFile.objects.create(
                certificate=paper, pdf=f"{paper.code}.pdf", sha256="0", size=4, rendered_at=world.here.now
            )
        return reverse(f"training:{name}", args=[world.here.finished_session.slug])

    return address


LISTS = {
    "certificates:mine": own_certificates, "certificates:keep": history,
    "certificates:batch": issued_together, "certificates:registers": registers,
    "training:certificates": graduates("certificates"), "training:issue": graduates("issue"),
    "training:proposal": proposed, "training:hand_out": papers("hand_out"), "training:hand_over": papers("hand_over"),
    "training:signing": papers("signing"),
}  # fmt: skip
