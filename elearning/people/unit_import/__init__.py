"""The tree of units from a file: read, compared with the tree, applied in one transaction, taken back (ADR 0038)."""
