"""How far measurements repeat: agreement of raters, of coders, and of test and retest."""

from likertkit.reliability.agreement._coding import (
    CodeRow,
    CodingOverallRow,
    CodingTable,
    coding_agreement,
)
from likertkit.reliability.agreement._icc import IccRow, icc
from likertkit.reliability.agreement._kappa import KappaRow, cohen_kappa
from likertkit.reliability.agreement._krippendorff import KrippendorffRow, krippendorff_alpha
from likertkit.reliability.agreement._retest import RetestRow, test_retest

__all__ = [
    "CodeRow",
    "CodingOverallRow",
    "CodingTable",
    "IccRow",
    "KappaRow",
    "KrippendorffRow",
    "RetestRow",
    "coding_agreement",
    "cohen_kappa",
    "icc",
    "krippendorff_alpha",
    "test_retest",
]
