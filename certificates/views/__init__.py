"""The three rooms of certificates on the web: anybody's check, the holder's own papers, a committee's register."""
