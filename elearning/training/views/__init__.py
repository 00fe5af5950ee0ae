"""One screen, one function; a module per part of the work."""
