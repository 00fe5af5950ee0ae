"""Papers that a stranger holds beside what we know of them: a file, or a stack of codes (ADR 0033)."""
