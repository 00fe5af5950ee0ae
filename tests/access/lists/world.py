"""What every maker of rows is given. Each adds ``count`` rows and returns the address that shows them."""

from types import SimpleNamespace

World = SimpleNamespace
