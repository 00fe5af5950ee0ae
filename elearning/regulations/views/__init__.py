"""Public pages of the register; a file each. Reading needs no account and sets no cookie."""
