"""Count tables, which are all that most statistics of a survey need, and which add."""

from likertkit.tally._axes import Axis, Group, Role, plain_key, sorted_groups
from likertkit.tally._tally import Tally

__all__ = ["Axis", "Group", "Role", "Tally", "plain_key", "sorted_groups"]
