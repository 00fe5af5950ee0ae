"""These rooms look at the same kecamatan."""

from tests.kecamatan import course, issuer, kenanga, quiz  # noqa: F401 - fixtures
