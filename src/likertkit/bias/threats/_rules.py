"""The registry of threats to a comparison, a threat that was found, and the table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import attrs

from likertkit._text import escape_html, escape_markdown, markdown_paragraph, wrap_text
from likertkit.results import Record, Table, line_width

if TYPE_CHECKING:
    from collections.abc import Sequence

ThreatName = Literal[
    "recall",
    "recency",
    "order",
    "context confounding",
    "non-overlap",
    "ineligible raters",
    "nonresponse",
    "self-selection",
    "unequal cohorts",
    "conflict of interest",
    "small n",
    "many comparisons",
]
Push = Literal["better", "worse"]
Side = Literal["at least", "below"]

EITHER_WAY = "either way"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ThreatRule(Record):
    """When a threat is listed, and what would remove it.

    Attributes
    ----------
    threat : str
        Its name.
    trigger : str
        The condition under which it is listed.
    figure : str
        What is counted or measured.
    side : {'at least', 'below'}
        On which side of the threshold the threat is listed.
    threshold : float
        The threshold, unless a call names another.
    remedy : str
        What would remove it.
    source : str
        Where it is described, or how the threshold follows.
    """

    formats: ClassVar[dict[str, str]] = {"threshold": "g"}

    threat: ThreatName
    trigger: str
    figure: str
    side: Side
    threshold: float
    remedy: str
    source: str

    def met(self, value: float, threshold: float) -> bool:
        """Return whether a value lies on the side of the threshold that threatens."""
        return value < threshold if self.side == "below" else value >= threshold


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Threat(Record):
    """One threat whose trigger holds, with the figures that show it.

    Attributes
    ----------
    threat : str
        Its name.
    applies_to : str
        The condition, the conditions or the cohorts that it is about.
    evidence : str
        What shows it, in sentences.
    figure : str
        What `value` counts or measures.
    value, threshold : float
        The figure, and the threshold that it is held against; the value is NaN where the design
        declares the threat without a figure.
    direction : str
        Which way it can push: "either way", unless an assumption was declared.
    remedy : str
        What would remove it.
    source : str
        Where it is described, or how the threshold follows.
    conditions : tuple of str
        The conditions whose figures it bears on; no column of the data frame.
    figures : tuple of (str, float)
        Every figure of the evidence by name; no column of the data frame.
    """

    formats: ClassVar[dict[str, str]] = {"value": ".4g", "threshold": ".4g"}

    threat: ThreatName
    applies_to: str
    evidence: str
    figure: str
    value: float
    threshold: float
    direction: str = EITHER_WAY
    remedy: str
    source: str
    conditions: tuple[str, ...] = ()
    figures: tuple[tuple[str, float], ...] = ()

    def columns(self) -> dict[str, object]:
        """Return the columns of the table, unrounded."""
        found = super().columns()
        del found["conditions"], found["figures"]
        return found


RULES = (
    ThreatRule(
        threat="recall",
        trigger="A condition is declared retrospective, or ended a month or more before it was "
        "rated.",
        figure="months from its end to the rating",
        side="at least",
        threshold=1,
        remedy="ratings given while the condition lasts",
        source="Howard 1980; Hill and Betz 2005",
    ),
    ThreatRule(
        threat="recency",
        trigger="One of two conditions lies nearer in time to its rating than the other.",
        figure="months between their middle distances",
        side="at least",
        threshold=1,
        remedy="ratings at the same distance in time from each condition",
        source="Walker, Skowronski and Thompson 2003; Ward and Wilson 2015",
    ),
    ThreatRule(
        threat="order",
        trigger="Everybody had one condition behind them when they rated another, and nobody the "
        "other way round.",
        figure="orders that occur",
        side="below",
        threshold=2,
        remedy="an order drawn by lot for each person",
        source="Hogarth and Einhorn 1992",
    ),
    ThreatRule(
        threat="context confounding",
        trigger="The declared contexts of the conditions differ.",
        figure="different contexts",
        side="at least",
        threshold=2,
        remedy="conditions that people are given by lot, in the same circumstances",
        source="Campbell and Stanley 1963 (history)",
    ),
    ThreatRule(
        threat="non-overlap",
        trigger="Some people could rate, or did rate, only one of two conditions.",
        figure="such people",
        side="at least",
        threshold=1,
        remedy="ratings of both conditions by the same people, linked person by person",
        source="Derrick, Russ, Toher and White 2017",
    ),
    ThreatRule(
        threat="ineligible raters",
        trigger="More people rated a condition, or answered in all or from a cohort, than could.",
        figure="people too many",
        side="at least",
        threshold=1,
        remedy="the number who could rate each condition, from those who ran the study",
        source="counting",
    ),
    ThreatRule(
        threat="nonresponse",
        trigger="Too few answered: of all who were asked, of a cohort, under a condition, or an "
        "item.",
        figure="share that answered",
        side="below",
        threshold=0.95,
        remedy="answers from those who were silent, or from a sample of them",
        source="Groves and Peytcheva 2008; Horowitz and Manski 1998",
    ),
    ThreatRule(
        threat="self-selection",
        trigger="Members of cohorts took part by choice.",
        figure="cohorts that took part by choice",
        side="at least",
        threshold=1,
        remedy="participation that does not depend on liking: required, or drawn by lot",
        source="Bethlehem 2010",
    ),
    ThreatRule(
        threat="unequal cohorts",
        trigger="The largest cohort is many times the smallest, or cohorts took part at different "
        "frequencies.",
        figure="times the smallest cohort, or different frequencies",
        side="at least",
        threshold=2,
        remedy="means with cohorts weighted by size and alike, shown beside each other",
        source="Kish 1965",
    ),
    ThreatRule(
        threat="conflict of interest",
        trigger="People were left out for a conflict of interest.",
        figure="people left out",
        side="at least",
        threshold=1,
        remedy="figures with and without those left out, worked out by somebody without a stake",
        source="Luborsky et al. 1999",
    ),
    ThreatRule(
        threat="small n",
        trigger="So few people rated a condition, rated both, or form a cohort that no exact "
        "two-sided test can reject.",
        figure="people",
        side="below",
        threshold=6,
        remedy="more people; until then the figures are about these people alone",
        source="counting: 2 of 2ⁿ patterns of signs are the most extreme",
    ),
    ThreatRule(
        threat="many comparisons",
        trigger="Several comparisons are made; one item under two conditions is one.",
        figure="comparisons",
        side="at least",
        threshold=2,
        remedy="p-values adjusted for all comparisons, or one question chosen beforehand",
        source="Holm 1979",
    ),
)


def find_rule(name: ThreatName) -> ThreatRule:
    """Return the rule of a threat."""
    return RULES[get_args(ThreatName).index(name)]


_INDENT = "  "


def _pushes(row: Threat) -> str:
    if row.direction == EITHER_WAY:
        return "Pushes either way."
    return f"Assumed: {row.direction}."


def listed(
    title: str, parts: Sequence[tuple[str, ...]], notes: Sequence[str], width: int | None
) -> str:
    """Return a list of names, of what each applies to and of what is said of it, as text."""
    width = line_width(width)
    lines = wrap_text(title, width)
    for name, applies_to, *said in parts:
        lines += ["", *wrap_text(f"{name}: {applies_to}", width, _INDENT * 2)]
        room = width - len(_INDENT)
        lines += [f"{_INDENT}{line}" for one in said for line in wrap_text(one, room)]
    below = [line for note in notes for line in wrap_text(note, width, _INDENT)]
    return "\n".join([*lines, *([""] if below else []), *below])


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ThreatTable(Table[Threat]):
    """The threats to a study's figures, a row each.

    It prints as a list.  ``to_frame()`` has the columns threat, applies_to, evidence, figure,
    value, threshold, direction, remedy and source.

    Examples
    --------
    >>> from likertkit import studies
    >>> found = studies.balint().facilitators.design.threats()
    >>> print(found.filter(threat="conflict of interest").to_text(72))
    What threatens the comparison of virtual and face-to-face
    <BLANKLINE>
    conflict of interest: the whole study
      1 person was left out: conflict of interest.
      Pushes either way. Remedy: figures with and without those left out,
      worked out by somebody without a stake.
    ...
    """

    def _parts(self) -> list[tuple[str, str, str, str]]:
        """Return each threat's name, what it applies to, its evidence and what follows."""
        return [
            (
                row.threat,
                row.applies_to,
                row.evidence,
                f"{_pushes(row)} Remedy: {row.remedy}.",
            )
            for row in self.rows
        ]

    def to_text(self, width: int | None = None) -> str:
        """Return the threats as text.

        Parameters
        ----------
        width : int, optional
            The most columns a line may take; by default the terminal's.

        Returns
        -------
        str
            The title, a paragraph for each threat, and the notes.
        """
        return listed(self.title, self._parts(), self._footer(), width)

    def _repr_html_(self) -> str:
        items = "".join(
            f"<dt><b>{escape_html(name)}</b>: {escape_html(applies_to)}</dt>"
            + "".join(f"<dd>{escape_html(one)}</dd>" for one in said)
            for name, applies_to, *said in self._parts()
        )
        notes = "".join(f"<p>{escape_html(note)}</p>" for note in self._footer())
        return f"<p>{escape_html(self.title)}</p><dl>{items}</dl>{notes}"

    def to_markdown(self) -> str:
        """Return the threats as a Markdown list to paste.

        Returns
        -------
        str
            The title, a list item for each threat, and the notes.
        """
        items = "\n".join(
            f"- **{name}** ({escape_markdown(applies_to)}): {escape_markdown(' '.join(said))}"
            for name, applies_to, *said in self._parts()
        )
        notes = map(markdown_paragraph, self._footer())
        return "\n\n".join(one for one in (markdown_paragraph(self.title), items, *notes) if one)
