"""One question about one set of answers: frequencies, means, distributions."""

from likertkit.estimate._describe import DescribeRow, describe
from likertkit.estimate._frequencies import FrequencyRow, frequencies
from likertkit.estimate._means import MeanRow, means

__all__ = ["DescribeRow", "FrequencyRow", "MeanRow", "describe", "frequencies", "means"]
