"""Whether a PDF that came back is the one that we gave, with an intact signature of the provider behind it and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography import x509

from . import additions
from .checking import only_upkeep
from .errors import ExchangeError
from .reading import Signature, signatures_in


def judge(content: bytes, base: bytes, *, provider: str, roots: Sequence[x509.Certificate]) -> Signature:
    """The provider's signature in ``content``, which must begin with ``base``, byte for byte.

    Raises ExchangeError: changed_bytes, unsigned, broken_signature, unknown_signer, altered_content.
    """
    if not content.startswith(base):
        raise ExchangeError("changed_bytes")
    signatures = signatures_in(content, roots)
    last = signatures[-1] if signatures else None
    if last is None or last.covers <= len(base):
        raise ExchangeError("unsigned" if len(content) == len(base) else "altered_content")
    if not all(signature.is_intact for signature in signatures):
        raise ExchangeError("broken_signature")
    if last.covers != len(content) and not only_upkeep(content):
        raise ExchangeError("altered_content")
    if not last.is_trusted:
        raise ExchangeError("unknown_signer", provider=provider)
    if not additions.only_signatures(content, base):
        raise ExchangeError("altered_content")
    return last
