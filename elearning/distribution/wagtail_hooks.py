"""The words of this room in the admin's log."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("distribution.node.open", "Sebaran dibuka", "Membuka sebaran unit")
    actions.register_action("distribution.node.close", "Sebaran ditutup", "Menutup sebaran unit")
    actions.register_action("distribution.handout.open", "Tautan dibuat", "Membuat tautan bagikan")
    actions.register_action("distribution.handout.close", "Tautan ditutup", "Menutup tautan bagikan")
    actions.register_action("distribution.handout.target", "Jumlah ASN ditulis", "Menulis jumlah ASN unit")
    actions.register_action("distribution.receipt.decide", "Pegawai diputuskan", "Menjawab benar atau bukan pegawai")
