"""What grows with the data, measured at two sizes; ``make bench`` prints a row for each. No test: numbers depend on the machine."""
