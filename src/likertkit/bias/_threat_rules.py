"""The registry of threats as a table."""

from __future__ import annotations

import attrs

from likertkit.bias._threat import RULES, ThreatRule
from likertkit.bias._threat_table import listed
from likertkit.results import Table


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ThreatRuleTable(Table[ThreatRule]):
    """The rules of all threats, a row each; it prints as a list.

    Examples
    --------
    >>> from likertkit.bias import threat_rules
    >>> print(threat_rules().filter(threat="order").to_text(72))
    Threats, and when each is listed
    <BLANKLINE>
    order: orders that occur, below 2
      Everybody had one condition behind them when they rated another, and
      nobody the other way round.
      Remedy: an order drawn by lot for each person. Source: Hogarth and
      Einhorn 1992.
    ...
    """

    def to_text(self, width: int | None = None) -> str:
        """Return the rules as text.

        Parameters
        ----------
        width : int, optional
            The most columns a line may take; by default the terminal's.

        Returns
        -------
        str
            The title, a paragraph for each threat, and the note.
        """
        parts = [
            (
                row.threat,
                f"{row.figure}, {row.side} {row.threshold:g}",
                row.trigger,
                f"Remedy: {row.remedy}. Source: {row.source}.",
            )
            for row in self.rows
        ]
        return listed(self.title, parts, self._footer(), width)


def threat_rules() -> ThreatRuleTable:
    """Return every threat that :meth:`StudyDesign.threats` knows, with trigger and threshold.

    Returns
    -------
    ThreatRuleTable
        A row a threat, in the order in which they are listed.

    Examples
    --------
    >>> from likertkit.bias import threat_rules
    >>> rule = threat_rules()["nonresponse"]
    >>> rule.figure, rule.side, rule.threshold
    ('share that answered', 'below', 0.95)
    """
    return ThreatRuleTable(
        title="Threats, and when each is listed",
        names=tuple(field.name for field in attrs.fields(ThreatRule)),
        shown=("threat", "trigger", "figure", "side", "threshold"),
        rows=RULES,
        notes=(
            "The threshold of small n is the least n with 2/2ⁿ ≤ 1 − confidence_level: 6 at 95 %.",
        ),
        key="threat",
    )
