"""How well a scale measures: reliability, item analysis, correlations, agreement of raters."""

from likertkit.measurement import _sentences as _sentences
from likertkit.measurement._alpha import ReliabilityRow, cronbach_alpha, ordinal_alpha
from likertkit.measurement._correlations import (
    CorrelationRow,
    CorrelationTable,
    correlations,
)
from likertkit.measurement._descriptives import DescriptiveRow
from likertkit.measurement._item_analysis import ItemAnalysisRow, item_analysis
from likertkit.measurement._omega import (
    LoadingRow,
    OmegaTable,
    mcdonald_omega,
)
from likertkit.measurement._reliability import AlphaOmegaRow, reliability
from likertkit.measurement._split_half import SplitHalfRow, split_half
from likertkit.measurement.agreement._coding import (
    CodeRow,
    CodingOverallRow,
    CodingTable,
    coding_agreement,
)
from likertkit.measurement.agreement._icc import IccRow, icc
from likertkit.measurement.agreement._kappa import KappaRow, cohen_kappa
from likertkit.measurement.agreement._krippendorff import KrippendorffRow, krippendorff_alpha
from likertkit.measurement.agreement._retest import RetestRow, test_retest

__all__ = [
    "AlphaOmegaRow",
    "CodeRow",
    "CodingOverallRow",
    "CodingTable",
    "CorrelationRow",
    "CorrelationTable",
    "DescriptiveRow",
    "IccRow",
    "ItemAnalysisRow",
    "KappaRow",
    "KrippendorffRow",
    "LoadingRow",
    "OmegaTable",
    "ReliabilityRow",
    "RetestRow",
    "SplitHalfRow",
    "coding_agreement",
    "cohen_kappa",
    "correlations",
    "cronbach_alpha",
    "icc",
    "item_analysis",
    "krippendorff_alpha",
    "mcdonald_omega",
    "ordinal_alpha",
    "reliability",
    "split_half",
    "test_retest",
]
