"""A published study with its figures, to learn and to test on."""

from likertkit.studies._load import balint
from likertkit.studies._panel import Panel, ThemeRow
from likertkit.studies._preferences import CategoryCounts, Preferences, ProportionRow
from likertkit.studies._study import Study
from likertkit.studies._synthetic import SizeClaim, Synthetic, Tension

__all__ = [
    "CategoryCounts",
    "Panel",
    "Preferences",
    "ProportionRow",
    "SizeClaim",
    "Study",
    "Synthetic",
    "Tension",
    "ThemeRow",
    "balint",
]
