"""«Laporan kegiatan»: facts from the screens' own queries, words from the facts, two writers for the words (ADR 0028)."""

from .docx_file import docx
from .facts import current_texts, fingerprint, gather, list_hash
from .pdf_file import pdf
from .pictures import shrunk, thumbnail
from .wording import document, printable

__all__ = [
    "current_texts",
    "document",
    "docx",
    "fingerprint",
    "gather",
    "list_hash",
    "pdf",
    "printable",
    "shrunk",
    "thumbnail",
]
