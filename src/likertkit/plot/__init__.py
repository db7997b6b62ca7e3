"""Pictures, drawn from counts with matplotlib, which the extra ``plot`` installs."""

from likertkit.plot._diverging import diverging
from likertkit.plot._picture import data_for, save

__all__ = ["data_for", "diverging", "save"]
