"""Count tables, which are all that most statistics of a survey need, and which add."""

from likertkit.tally._axes import Axis, Role
from likertkit.tally._clusters import Clusters
from likertkit.tally._co_tally import CoTally
from likertkit.tally._design import Design, Population
from likertkit.tally._grouped import Domain
from likertkit.tally._pair_tally import PairTally
from likertkit.tally._tally import Tally
from likertkit.tally._where import Selection

__all__ = [
    "Axis",
    "Clusters",
    "CoTally",
    "Design",
    "Domain",
    "PairTally",
    "Population",
    "Role",
    "Selection",
    "Tally",
]
