"""Every change of this room, one function per verb."""

from .answers import GivenAnswer, SavedAnswer, read_fields, save_answer, save_answers, save_answers_of
from .attempts import adopt_guest_attempts, restart_attempt, start_attempt, submit_attempt, submit_one
from .bank import faults_of, free_slugs, publish_version, set_status
from .closing import close_overdue, give_up_forgotten
from .completing import note_missed_completions
from .correcting import correct_key, preview_correction, repeat_corrections
from .extensions import end_occasion, extend, extend_running, extend_self_study, extended_until
from .health import decide_case, raise_cases
from .holding import release_hold
from .importing import apply_import, read_file, undo_import
from .late import decide_late_answer
from .reports import report_question, resolve_report
from .statistics import compute_statistics

__all__ = [
    "GivenAnswer",
    "SavedAnswer",
    "adopt_guest_attempts",
    "apply_import",
    "close_overdue",
    "compute_statistics",
    "correct_key",
    "decide_case",
    "decide_late_answer",
    "end_occasion",
    "extend",
    "extend_running",
    "extend_self_study",
    "extended_until",
    "faults_of",
    "free_slugs",
    "give_up_forgotten",
    "note_missed_completions",
    "preview_correction",
    "publish_version",
    "raise_cases",
    "read_fields",
    "read_file",
    "release_hold",
    "repeat_corrections",
    "report_question",
    "resolve_report",
    "restart_attempt",
    "save_answer",
    "save_answers",
    "save_answers_of",
    "set_status",
    "start_attempt",
    "submit_attempt",
    "submit_one",
    "undo_import",
]
