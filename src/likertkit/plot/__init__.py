"""Pictures, drawn from counts with matplotlib, which the extra ``plot`` installs."""

from likertkit.plot._bounds import bounds
from likertkit.plot._distributions import distributions, scores
from likertkit.plot._diverging import diverging
from likertkit.plot._estimates import means, reliability
from likertkit.plot._forest import forest
from likertkit.plot._paired import paired
from likertkit.plot._picture import data_for, save

__all__ = [
    "bounds",
    "data_for",
    "distributions",
    "diverging",
    "forest",
    "means",
    "paired",
    "reliability",
    "save",
    "scores",
]
