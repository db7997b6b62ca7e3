"""The rule of a threat, a threat that was found, and the table of threats."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import attrs

from likertkit._text import escape_html, escape_markdown, markdown_paragraph, wrap_text
from likertkit.results import Table
from likertkit.results._record import Record
from likertkit.results._table import line_width

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
        The default threshold.
    remedy : str
        What would remove it.
    source : str
        Where it is described, or where the threshold comes from.
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
        """Return whether a value is on the side of the threshold where the threat is listed."""
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
        The figure, and the threshold that it is compared with; the value is NaN if the design
        declares the threat without a figure.
    direction : str
        The direction of the bias: "either way" by default, otherwise the declared assumption.
    remedy : str
        What would remove it.
    source : str
        Where it is described, or where the threshold comes from.
    conditions : tuple of str
        The conditions that it threatens; not a column of the data frame.
    figures : tuple of (str, float)
        Every figure of the evidence by name; not a column of the data frame.
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
        columns = super().columns()
        del columns["conditions"], columns["figures"]
        return columns


_INDENT = "  "


def _pushes(row: Threat) -> str:
    if row.direction == EITHER_WAY:
        return "The bias can go either way."
    return f"Assumption: the bias {row.direction}."


def listed(
    title: str, parts: Sequence[tuple[str, ...]], notes: Sequence[str], width: int | None
) -> str:
    """Return a list of names, of what each applies to and of its sentences, as text."""
    width = line_width(width)
    lines = wrap_text(title, width)
    for name, applies_to, *sentences in parts:
        lines += ["", *wrap_text(f"{name}: {applies_to}", width, _INDENT * 2)]
        room = width - len(_INDENT)
        lines += [
            f"{_INDENT}{line}" for sentence in sentences for line in wrap_text(sentence, room)
        ]
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
      1 person was excluded: conflict of interest.
      The bias can go either way. Remedy: results with and without these
      people, calculated by somebody without a conflict of interest.
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

    def to_html(self) -> str:
        """Return the threats as a list of a page, as a notebook shows them.

        Returns
        -------
        str
            A ``<div class="likertkit">``: the title, the threats and the notes, without styles.
        """
        items = "".join(
            f"<dt><b>{escape_html(name)}</b>: {escape_html(applies_to)}</dt>"
            + "".join(f"<dd>{escape_html(sentence)}</dd>" for sentence in sentences)
            for name, applies_to, *sentences in self._parts()
        )
        notes = "".join(f"<p>{escape_html(note)}</p>" for note in self._footer())
        title = escape_html(self.title)
        return f'<div class="likertkit"><p>{title}</p><dl>{items}</dl>{notes}</div>'

    def to_markdown(self) -> str:
        """Return the threats as a Markdown list to paste.

        Returns
        -------
        str
            The title, a list item for each threat, and the notes.
        """
        items = "\n".join(
            f"- **{name}** ({escape_markdown(applies_to)}): {escape_markdown(' '.join(sentences))}"
            for name, applies_to, *sentences in self._parts()
        )
        notes = map(markdown_paragraph, self._footer())
        return "\n\n".join(part for part in (markdown_paragraph(self.title), items, *notes) if part)
