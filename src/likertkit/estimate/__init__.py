"""One question about one set of answers: frequencies, means, distributions."""

from likertkit.estimate import _sentences as _sentences
from likertkit.estimate._agreement import AgreementRow, agreement
from likertkit.estimate._bootstrap import BootstrapRow, bootstrap
from likertkit.estimate._box_scores import BoxScoreRow, box_scores
from likertkit.estimate._describe import DescribeRow, DescribeTable, describe
from likertkit.estimate._frequencies import FrequencyRow, FrequencyTable, frequencies
from likertkit.estimate._mean_row import MeanRow
from likertkit.estimate._means import MeanTable, StratumRow, means
from likertkit.estimate._percentages import RoundedProportionRow
from likertkit.estimate._quantiles import QuantileRow, quantiles

__all__ = [
    "AgreementRow",
    "BootstrapRow",
    "BoxScoreRow",
    "DescribeRow",
    "DescribeTable",
    "FrequencyRow",
    "FrequencyTable",
    "MeanRow",
    "MeanTable",
    "QuantileRow",
    "RoundedProportionRow",
    "StratumRow",
    "agreement",
    "bootstrap",
    "box_scores",
    "describe",
    "frequencies",
    "means",
    "quantiles",
]
