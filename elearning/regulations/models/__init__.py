"""The register of the law, the rule cards that teach it, and how both change; a file each (ADR 0005, 0014 to 0016)."""

from .cards import (
    STATED_EFFECTS,
    CardCondition,
    CardExample,
    CardTopic,
    Citation,
    Effect,
    RuleCard,
    RuleCardVersion,
    Verdict,
)
from .changes import CardDecision, RegulationChange
from .checking import AcceptedFinding, ProtectedName
from .loading import LoadedRecord
from .register import OVERLAP, Provision, ProvisionVersion, Regulation, Sanction
from .searching import SearchMiss, Synonym
from .terms import Certainty, Role, Stage, Subject, Towards
from .workflow import LegalReviewTask, PublicationTask, SchedulerRun

__all__ = [
    "OVERLAP", "STATED_EFFECTS", "AcceptedFinding", "CardCondition", "CardDecision", "CardExample", "CardTopic",
    "Certainty", "Citation", "Effect", "LegalReviewTask", "LoadedRecord", "ProtectedName", "Provision",
    "ProvisionVersion", "PublicationTask", "Regulation", "RegulationChange", "Role", "RuleCard", "RuleCardVersion",
    "Sanction", "SchedulerRun", "SearchMiss", "Stage", "Subject", "Synonym", "Towards", "Verdict",
]  # fmt: skip
