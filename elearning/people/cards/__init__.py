"""«Kartu akses»: how the head of a unit comes in without e-mail and password (ADR 0039)."""
