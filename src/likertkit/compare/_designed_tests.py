"""The tests that know weights and clusters, and effects of weighted pairs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from likertkit._kernels import normal_log_pvalue, t_log_pvalue
from likertkit.compare._paired_tests import TestResult

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.compare._alternative import Alternative
    from likertkit.compare._designed_pairs import DesignedPairs
    from likertkit.compare._paired_tests import PairedTest


def differences_of(pairs: DesignedPairs) -> NDArray[np.float64]:
    """Return the difference of each pair of scores, shape (K, K)."""
    scores = np.array(pairs.scores, dtype=np.float64)
    return np.subtract.outer(scores, scores)
