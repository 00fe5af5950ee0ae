"""Every change to certificates, one function per verb (ADR 0008)."""

from ..errors import CertificateError
from .changing import OTHER_REASON, RESTORABLE_FOR, REVOCATION_REASONS, is_restorable, replace, restore, revoke
from .issuing import issue, issue_batch
from .letters import send_again, write_letters
from .proposals import approve, last_proposal, lines_now, propose, send_back, withdraw
from .rules import note_refreshed, note_rule_change
from .templates import (
    create_template,
    default_template,
    install_templates,
    resume_template,
    retire_template,
    save_template,
)
from .texts import (
    LONGEST,
    LONGEST_LETTERHEAD_LINE,
    MOST_LETTERHEAD_LINES,
    MOST_SIGNATORIES,
    require_characters,
    require_printable_name,
)
from .writing import nip_digest

__all__ = [
    "LONGEST",
    "LONGEST_LETTERHEAD_LINE",
    "MOST_LETTERHEAD_LINES",
    "MOST_SIGNATORIES",
    "OTHER_REASON",
    "RESTORABLE_FOR",
    "REVOCATION_REASONS",
    "CertificateError",
    "approve",
    "create_template",
    "default_template",
    "install_templates",
    "is_restorable",
    "issue",
    "issue_batch",
    "last_proposal",
    "lines_now",
    "nip_digest",
    "note_refreshed",
    "note_rule_change",
    "propose",
    "replace",
    "require_characters",
    "require_printable_name",
    "restore",
    "resume_template",
    "retire_template",
    "revoke",
    "save_template",
    "send_again",
    "send_back",
    "withdraw",
    "write_letters",
]
