"""Count tables, which are all that most statistics of a survey need, and which add."""

from likertkit.tally._axes import Axis, Role
from likertkit.tally._clusters import Clusters
from likertkit.tally._co_tally import CoTally
from likertkit.tally._design import Design, Population
from likertkit.tally._pair_tally import PairTally
from likertkit.tally._tally import Tally

__all__ = [
    "Axis",
    "Clusters",
    "CoTally",
    "Design",
    "PairTally",
    "Population",
    "Role",
    "Tally",
]
