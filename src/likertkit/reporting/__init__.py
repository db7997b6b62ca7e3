"""Many results in one document."""

from likertkit.reporting._report import report

__all__ = ["report"]
