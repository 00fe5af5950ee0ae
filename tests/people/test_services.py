"""People are registered as they say, told apart by NIP, and never told about each other."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from elearning.lib import codes
from elearning.people import services
from elearning.people.models import EmploymentStatus, IdentityLevel, IdentityReport, ParticipantCode, User
from elearning.people.services import CodeRefused, PeopleError
from tests.factories.people import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
NIP = "197809122005011003"


def register(at, **fields):
    return services.register_participant(
        **{"display_name": "Rina Contoh, S.Pd.", "employment_status": EmploymentStatus.PNS, "at": at, **fields}
    )


def test_a_name_is_stored_byte_for_byte(noon):
    name = "DRS. H. A. d'Contoh – Ĵatmiko, M.Si.,  Ak."
    assert User.objects.get(pk=register(noon, display_name=name).pk).display_name == name


def test_a_participant_has_no_password_and_no_readable_username(noon):
    person = register(noon)
    assert not person.has_usable_password()
    assert "rina" not in person.username.lower()
    assert person.date_joined == noon
    assert person.identity_level == IdentityLevel.SELF_DECLARED


def test_a_nip_with_spaces_is_stored_as_18_digits(noon):
    assert register(noon, nip="19780912 200501 1 003").nip == NIP


def test_two_people_without_nip_and_email_are_two_people(noon):
    assert register(noon).pk != register(noon).pk


def test_somebody_who_is_no_asn_has_no_nip_whatever_was_sent(noon):
    assert register(noon, employment_status=EmploymentStatus.NON_ASN, nip="bukan nomor").nip is None


def test_unit_and_contact_are_kept(noon):
    unit = UnitFactory()
    person = register(noon, unit=unit, phone="+62800000", email="Rina@Contoh.EXAMPLE", position_title="Guru")
    assert (person.unit, person.phone, person.position_title) == (unit, "+62800000", "Guru")
    assert person.email == "Rina@contoh.example"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"display_name": "   "}, "name_missing"),
        ({"display_name": "a" * 121}, "name_too_long"),
        ({"display_name": "Rina\x00Contoh"}, "name_signs"),
        ({"display_name": "Rina\nContoh"}, "name_signs"),
        ({"display_name": "Rina \u202eContoh"}, "name_signs"),
        ({"display_name": "Rina Contoh 😀"}, "name_signs"),
        ({"nip": "1" * 16}, "nip_nik"),
        ({"nip": "123"}, "nip_length"),
        ({"nip": "1.98E+17"}, "nip_digits"),
    ],
)
def test_what_cannot_be_stored_is_refused(noon, fields, code):
    with pytest.raises(PeopleError) as refusal:
        register(noon, **fields)
    assert refusal.value.code == code
    assert not User.objects.exists()


def test_a_second_person_with_the_same_nip_is_refused_without_a_name(noon):
    register(noon, nip=NIP, display_name="Rahasia Contoh")
    with pytest.raises(PeopleError) as refusal:
        register(noon, nip=NIP)
    assert refusal.value.code == "nip_taken"
    assert refusal.value.field == "nip"
    assert "Rahasia" not in str(refusal.value)


def test_a_second_person_with_the_same_email_is_refused(noon):
    register(noon, email="a@contoh.example")
    with pytest.raises(PeopleError) as refusal:
        register(noon, email="A@contoh.example")
    assert refusal.value.code == "email_taken"


def test_whoever_is_a_moment_later_gets_the_same_refusal(noon, monkeypatch):
    """The look before the insert finds nothing; the constraint refuses; the second look names the reason."""
    register(noon, nip=NIP)
    look, looks = services._refuse_doubles, []

    def blind_once(*args):
        looks.append(args)
        if len(looks) > 1:
            look(*args)

    monkeypatch.setattr(services, "_refuse_doubles", blind_once)
    with pytest.raises(PeopleError) as refusal:
        register(noon, nip=NIP)
    assert refusal.value.code == "nip_taken"


def test_a_code_opens_its_owner_and_is_stored_as_a_digest(noon):
    person = UserFactory()
    code = services.issue_code(person, at=noon)
    assert len(code) == codes.LONG_LENGTH
    assert services.person_by_code(codes.display(code).lower()) == person
    assert not ParticipantCode.objects.filter(digest__contains=code).exists()


def test_a_new_code_ends_the_old_one(noon):
    person = UserFactory()
    old = services.issue_code(person, at=noon)
    new = services.issue_code(person, at=noon + timedelta(minutes=1))
    with pytest.raises(CodeRefused) as refusal:
        services.person_by_code(old)
    assert refusal.value.code == "unknown"
    assert services.person_by_code(new) == person


def test_the_database_holds_one_live_code_per_person(noon):
    person = UserFactory()
    services.issue_code(person, at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipantCode.objects.create(person=person, digest="x", created_at=noon)


@pytest.mark.parametrize(
    ("typed", "code"), [("K7M4-Q2R9", "length"), ("O7M4Q2R9T5W6", "alphabet"), ("H7M4Q2R9T5W6", "unknown")]
)
def test_what_is_no_code_is_refused(typed, code):
    with pytest.raises(CodeRefused) as refusal:
        services.person_by_code(typed)
    assert refusal.value.code == code


def test_a_code_of_somebody_who_was_shut_out_opens_nothing(noon):
    code = services.issue_code(UserFactory(is_active=False), at=noon)
    with pytest.raises(CodeRefused) as refusal:
        services.person_by_code(code)
    assert refusal.value.code == "unknown"


def test_a_code_opens_the_learning_of_whoever_manages_the_site_and_nothing_else(noon, superuser, client, home):
    code = services.issue_code(superuser, at=noon)
    client.post("/masuk/", {"code": code})
    assert client.get("/saya/").status_code == 200
    assert client.get("/admin/").status_code in (302, 403)
    assert client.get("/admin/users/").status_code in (302, 403)


def test_an_identity_only_becomes_surer():
    person = UserFactory()
    services.raise_identity_level(person, IdentityLevel.COMMITTEE_CHECKED)
    services.raise_identity_level(person, IdentityLevel.HEAD_CONFIRMED)
    person.refresh_from_db()
    assert person.identity_level == IdentityLevel.COMMITTEE_CHECKED


def test_this_is_not_me_flags_the_record_and_locks_nothing(noon):
    person = UserFactory(nip=NIP)
    services.report_identity(NIP, at=noon)
    services.report_identity(NIP, at=noon)
    person.refresh_from_db()
    assert person.identity_disputed_at == noon
    assert person.is_active
    assert IdentityReport.objects.count() == 1


class TestSettlingAReport:
    @pytest.fixture
    def report(self, noon):
        UserFactory(nip=NIP)
        services.report_identity(NIP, at=noon)
        return IdentityReport.objects.get()

    def settle(self, report, noon, note="NIP dikosongkan."):
        return services.resolve_identity_report(report, note=note, by=UserFactory(), at=noon)

    def test_the_record_is_no_longer_marked(self, report, noon):
        settled = self.settle(report, noon)
        assert (settled.resolved_at, settled.note) == (noon, "NIP dikosongkan.")
        assert User.objects.get(nip=NIP).identity_disputed_at is None

    def test_a_second_time_changes_nothing(self, report, noon):
        first = self.settle(report, noon)
        again = self.settle(report, noon, note="Lain lagi.")
        assert (again.note, again.resolved_by) == (first.note, first.resolved_by)

    def test_it_says_what_was_found(self, report, noon):
        with pytest.raises(services.PeopleError) as refusal:
            self.settle(report, noon, note=" ")
        assert (refusal.value.code, refusal.value.field) == ("note_missing", "note")
        assert IdentityReport.objects.get().resolved_at is None

    def test_the_record_stays_marked_while_another_report_is_open(self, report, noon):
        IdentityReport.objects.create(nip=NIP, person=report.person, created_at=noon)
        self.settle(report, noon)
        assert User.objects.get(nip=NIP).identity_disputed_at == noon

    def test_the_same_number_can_be_reported_again(self, report, noon):
        self.settle(report, noon)
        services.report_identity(NIP, at=noon)
        assert IdentityReport.objects.filter(resolved_at=None).count() == 1
        assert User.objects.get(nip=NIP).identity_disputed_at == noon


def test_a_report_about_a_number_nobody_has_leaves_no_trace(noon):
    services.report_identity(NIP, at=noon)
    assert not IdentityReport.objects.exists()
