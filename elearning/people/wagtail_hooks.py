"""Registers what this room brings to the admin; what it is stands in viewsets.py."""

from django.urls import include, path
from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.users.views.bulk_actions import DeleteBulkAction

from .models import IdentityReport, OfficeHolding, Unit, User
from .permissions import IdentityReportPolicy, KeptPolicy

register_permission_policy(User, KeptPolicy(User))
register_permission_policy(Unit, KeptPolicy(Unit))
register_permission_policy(OfficeHolding, KeptPolicy(OfficeHolding))
register_permission_policy(IdentityReport, IdentityReportPolicy(IdentityReport))

# Wagtail's account page asks for a first and a last name and refuses to save without. Our people have one name, kept
# under «Orang»; there is no setting for it.
NameEmailSettingsPanel.is_active = lambda panel: False

# Its «Hapus» for many people at once asks Django's permission, not our policy; an action for no model is not offered.
DeleteBulkAction.models = []


@hooks.register("register_admin_viewset")
def viewsets() -> list:
    from .viewsets import OrganisationGroup, person_chooser

    return [person_chooser, OrganisationGroup()]


@hooks.register("register_admin_urls")
def admin_urls() -> list:
    return [path("unit-impor/", include("elearning.people.unit_import.urls"))]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("people.code.issue", "Kode peserta dibuat", "Membuat kode peserta baru")
    actions.register_action("people.units.import", "Impor unit kerja", "Menyimpan unit kerja dari berkas")
    actions.register_action("people.units.undo", "Batalkan impor unit", "Membatalkan impor unit kerja")
    actions.register_action("people.unit.number_code", "Kode nomor unit", "Kode nomor sertifikat diberikan")
    actions.register_action("people.identity.report", "Ditandai «bukan saya»", "Menandai NIP dengan «bukan saya»")
    actions.register_action("people.identity.resolve", "Laporan «bukan saya» selesai", "Menyelesaikan «bukan saya»")
    actions.register_action("people.card.make", "Kartu akses dibuat", "Membuat kartu akses baru")
    actions.register_action("people.card.pin", "PIN kartu akses dibuat", "Membuat PIN kartu akses")
    actions.register_action("people.card.open", "Masuk dengan kartu akses", "Masuk dengan kartu akses")
    actions.register_action("people.card.lock", "Kartu akses menunggu", "PIN salah lima kali, kartu menunggu 15 menit")
    actions.register_action("people.office.begin", "Jabatan dimulai", "Mencatat awal jabatan")
    actions.register_action("people.office.end", "Jabatan berakhir", "Mencatat akhir jabatan")
