"""Open Badges 3.0: the same statement as the paper, for machines (ADR 0035)."""
