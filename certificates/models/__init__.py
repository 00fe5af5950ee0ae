"""The rows of this room, by subject (ADR 0008)."""

from .badges import Achievement, Badge, StatusList
from .corrections import CorrectionRequest
from .issuing import Batch, NumberCounter, RenderJob
from .letters import Letter
from .papers import Certificate, CertificateEvent, CertificateFile, CertificateRule
from .proposals import IssueProposal, ProposalDecision
from .seals import Seal, SignedFile
from .storage import filed_under, keep_bytes, paper_path, private_storage, sealed_path, signed_path
from .templates import KeptPicture, Template, TemplateVersion

__all__ = [
    "Achievement",
    "Badge",
    "Batch",
    "Certificate",
    "CertificateEvent",
    "CertificateFile",
    "CertificateRule",
    "CorrectionRequest",
    "IssueProposal",
    "KeptPicture",
    "Letter",
    "NumberCounter",
    "ProposalDecision",
    "RenderJob",
    "Seal",
    "SignedFile",
    "StatusList",
    "Template",
    "TemplateVersion",
    "filed_under",
    "keep_bytes",
    "paper_path",
    "private_storage",
    "sealed_path",
    "signed_path",
]
