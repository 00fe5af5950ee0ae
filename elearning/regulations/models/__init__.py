"""The register of the law and the rule cards that teach it; a file each (ADR 0005)."""

from .cards import CardCondition, CardExample, CardTopic, Citation, RuleCard, RuleCardVersion, Verdict
from .loading import LoadedRecord
from .register import OVERLAP, Provision, ProvisionVersion, Regulation, Sanction
from .searching import SearchMiss, Synonym
from .terms import Certainty, Role, Stage, Subject

__all__ = [
    "OVERLAP", "CardCondition", "CardExample", "CardTopic", "Certainty", "Citation", "LoadedRecord", "Provision",
    "ProvisionVersion", "Regulation", "Role", "RuleCard", "RuleCardVersion", "Sanction", "SearchMiss", "Stage",
    "Subject", "Synonym", "Verdict",
]  # fmt: skip
