"""Refusals that a person reads. Every one has a code, so that tests and callers never compare prose."""

from typing import ClassVar


class DomainError(Exception):
    """A rule said no.

    ``code`` names the rule; ``str(error)`` is the sentence for the person: what happened, what is safe, what to do.
    Values in ``context`` fill the placeholders of the message.
    """

    messages: ClassVar[dict[str, str]] = {}

    def __init__(self, code: str, **context: object) -> None:
        self.code = code
        self.context = context
        super().__init__(self.messages[code].format(**context))
