"""Facts in, bytes out: fitting names, filling the sentence, drawing the page (ADR 0008, 0030)."""
