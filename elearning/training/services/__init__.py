"""Every change to a session, its people, its presence, its certificates and its report."""

from ..errors import (
    AttendanceError,
    BadgeError,
    NamingError,
    OfficeError,
    OverrideError,
    ParticipantError,
    RegistrationError,
    ReportError,
    TrainingError,
)
from .attendance import record_attendance, record_departure, withdraw_attendance
from .badges import claim_badge, first_code, participant_by_badge, refuse_claim, release_badge
from .certificates import (
    appraise,
    issue_certificates,
    issue_confirmed,
    note_export,
    replace_certificate,
    restore_certificate,
    retry_papers,
    revoke_certificate,
    sample,
)
from .contributors import add_speakers, also_taking_part, missing_speakers
from .desk_reports import Outcome, Scan, take_in_scans
from .extensions import extend_test, extend_test_for
from .imports import complete_nip, import_participants
from .late import decide_late_answer
from .letters import mail_again, mail_papers
from .naming import (
    approve_correction,
    approve_name,
    confirm_name,
    decline_correction,
    decline_name,
    propose_name,
)
from .office import OfficePlan, arrive, change_at_office, hold_at_office
from .overrides import override_eligibility, withdraw_override
from .paper import record_from_paper
from .participants import add_participant, welcome_deputy, welcome_walk_in
from .proposals import approve_issue, propose_issue, return_proposal, withdraw_proposal
from .registration import cancel_registration, register
from .report_files import add_attachment, add_photo, caption_photo, remove
from .reports import file_of, log_download, make_report, write_text
from .room import new_screen_link, session_in_room, show_on_screen
from .sessions import (
    announce_closing,
    close_list,
    close_test,
    give_address,
    join_committee,
    just_made,
    open_session,
    open_test,
    reopen_list,
    start_test,
)
from .sheet_photos import add_sheet_photo, remove_sheet_photo
from .undoing import undo_import

__all__ = [
    "AttendanceError",
    "BadgeError",
    "NamingError",
    "OfficeError",
    "OfficePlan",
    "Outcome",
    "OverrideError",
    "ParticipantError",
    "RegistrationError",
    "ReportError",
    "Scan",
    "TrainingError",
    "add_attachment",
    "add_participant",
    "add_photo",
    "add_sheet_photo",
    "add_speakers",
    "also_taking_part",
    "announce_closing",
    "appraise",
    "approve_correction",
    "approve_issue",
    "approve_name",
    "arrive",
    "cancel_registration",
    "caption_photo",
    "change_at_office",
    "claim_badge",
    "close_list",
    "close_test",
    "complete_nip",
    "confirm_name",
    "decide_late_answer",
    "decline_correction",
    "decline_name",
    "extend_test",
    "extend_test_for",
    "file_of",
    "first_code",
    "give_address",
    "hold_at_office",
    "import_participants",
    "issue_certificates",
    "issue_confirmed",
    "join_committee",
    "just_made",
    "log_download",
    "mail_again",
    "mail_papers",
    "make_report",
    "missing_speakers",
    "new_screen_link",
    "note_export",
    "open_session",
    "open_test",
    "override_eligibility",
    "participant_by_badge",
    "propose_issue",
    "propose_name",
    "record_attendance",
    "record_departure",
    "record_from_paper",
    "refuse_claim",
    "register",
    "release_badge",
    "remove",
    "remove_sheet_photo",
    "reopen_list",
    "replace_certificate",
    "restore_certificate",
    "retry_papers",
    "return_proposal",
    "revoke_certificate",
    "sample",
    "session_in_room",
    "show_on_screen",
    "start_test",
    "take_in_scans",
    "undo_import",
    "welcome_deputy",
    "welcome_walk_in",
    "withdraw_attendance",
    "withdraw_override",
    "withdraw_proposal",
    "write_text",
]
