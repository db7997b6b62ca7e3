"""Weights that meet known totals, and what weights cost."""

from likertkit.weighting._kish import design_effect, effective_sample_size
from likertkit.weighting._poststratify import poststratify
from likertkit.weighting._rake import rake
from likertkit.weighting._trim import trim

__all__ = ["design_effect", "effective_sample_size", "poststratify", "rake", "trim"]
