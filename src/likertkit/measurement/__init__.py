"""How well the items of a scale go together: reliability, item analysis, correlations."""

from likertkit.measurement._alpha import ReliabilityRow, cronbach_alpha, ordinal_alpha
from likertkit.measurement._correlations import (
    CorrelationRow,
    CorrelationTable,
    DescriptiveRow,
    correlations,
)
from likertkit.measurement._item_analysis import ItemAnalysisRow, item_analysis
from likertkit.measurement._omega import (
    LoadingRow,
    OmegaTable,
    mcdonald_omega,
)
from likertkit.measurement._reliability import AlphaOmegaRow, reliability
from likertkit.measurement._split_half import SplitHalfRow, split_half

__all__ = [
    "AlphaOmegaRow",
    "CorrelationRow",
    "CorrelationTable",
    "DescriptiveRow",
    "ItemAnalysisRow",
    "LoadingRow",
    "OmegaTable",
    "ReliabilityRow",
    "SplitHalfRow",
    "correlations",
    "cronbach_alpha",
    "item_analysis",
    "mcdonald_omega",
    "ordinal_alpha",
    "reliability",
    "split_half",
]
