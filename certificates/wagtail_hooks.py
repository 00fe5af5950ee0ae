"""Registers what this room brings to the admin; what it is stands in viewsets.py."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from .models import Certificate, Template
from .permissions import RegisterPolicy, TemplatePolicy

register_permission_policy(Certificate, RegisterPolicy(Certificate))
register_permission_policy(Template, TemplatePolicy(Template))


@hooks.register("register_admin_viewset")
def register_viewset():
    from .editorial.viewset import TemplateViewSet
    from .viewsets import RegisterViewSet

    return [
        RegisterViewSet("certificate", url_prefix="sertifikat"),
        TemplateViewSet("certificate_template", url_prefix="templat-sertifikat"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("certificates.issue", "Terbitkan sertifikat", "Sertifikat diterbitkan")
    actions.register_action(
        "certificates.issue_batch", "Terbitkan banyak sertifikat", "Sertifikat diterbitkan sekaligus"
    )
    actions.register_action("certificates.replace", "Terbitkan ulang sertifikat", "Sertifikat diterbitkan ulang")
    actions.register_action("certificates.revoke", "Cabut sertifikat", "Sertifikat dicabut")
    actions.register_action(
        "certificates.decline_correction", "Tolak perbaikan nama", "Permintaan perbaikan nama ditolak"
    )
    actions.register_action("certificates.restore", "Pulihkan sertifikat", "Sertifikat dipulihkan")
    actions.register_action("certificates.propose", "Usulkan penerbitan", "Penerbitan diusulkan")
    actions.register_action("certificates.proposal.disetujui", "Setujui usulan", "Usulan penerbitan disetujui")
    actions.register_action("certificates.proposal.dikembalikan", "Kembalikan usulan", "Usulan penerbitan dikembalikan")
    actions.register_action("certificates.proposal.ditarik", "Tarik usulan", "Usulan penerbitan ditarik")
    actions.register_action("certificates.mail", "Kirim surel sertifikat", "Surel sertifikat dikirim")
    actions.register_action("certificates.export", "Unduh register sertifikat", "Register sertifikat diunduh")
    actions.register_action("certificates.retry", "Ulangi pembuatan PDF", "Pembuatan PDF diulangi")
    actions.register_action("certificates.template.create", "Buat templat", "Templat sertifikat dibuat")
    actions.register_action("certificates.template.version", "Simpan templat", "Versi baru templat sertifikat disimpan")
    actions.register_action("certificates.template.rename", "Ganti nama templat", "Nama templat sertifikat diganti")
    actions.register_action("certificates.template.retire", "Hentikan templat", "Templat sertifikat tidak dipakai lagi")
    actions.register_action("certificates.template.resume", "Pakai lagi templat", "Templat sertifikat dipakai lagi")
    actions.register_action("certificates.signed", "Terima PDF bertanda tangan", "PDF bertanda tangan diterima")
