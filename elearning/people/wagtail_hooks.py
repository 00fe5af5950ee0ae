"""Registers what this room brings to the admin; what it is stands in viewsets.py."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("people.code.issue", "Kode peserta dibuat", "Membuat kode peserta baru")
    actions.register_action("people.identity.report", "Ditandai «bukan saya»", "Menandai NIP dengan «bukan saya»")
