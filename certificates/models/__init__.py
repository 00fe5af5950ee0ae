"""The rows of this room, by subject (ADR 0008)."""

from .corrections import CorrectionRequest
from .issuing import Batch, NumberCounter, RenderJob
from .papers import Certificate, CertificateEvent, CertificateFile, CertificateRule
from .storage import filed_under, paper_path, private_storage
from .templates import KeptPicture, Template, TemplateVersion

__all__ = [
    "Batch",
    "Certificate",
    "CertificateEvent",
    "CertificateFile",
    "CertificateRule",
    "CorrectionRequest",
    "KeptPicture",
    "NumberCounter",
    "RenderJob",
    "Template",
    "TemplateVersion",
    "filed_under",
    "paper_path",
    "private_storage",
]
