"""What editors do with the bank in the admin: write, try out, compare, correct, read figures. viewsets.py puts it together."""
