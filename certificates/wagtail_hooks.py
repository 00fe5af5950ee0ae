"""What the admin logs about certificates."""

from wagtail import hooks


@hooks.register("register_log_actions")
def register_certificate_actions(actions):
    actions.register_action("certificates.issue", "Terbitkan sertifikat", "Sertifikat diterbitkan")
    actions.register_action(
        "certificates.issue_batch", "Terbitkan banyak sertifikat", "Sertifikat diterbitkan sekaligus"
    )
    actions.register_action("certificates.replace", "Terbitkan ulang sertifikat", "Sertifikat diterbitkan ulang")
    actions.register_action("certificates.revoke", "Cabut sertifikat", "Sertifikat dicabut")
    actions.register_action("certificates.restore", "Pulihkan sertifikat", "Sertifikat dipulihkan")
