"""methods_text: the paragraph of a methods section that says how results were made."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from likertkit._checks import holds_values
from likertkit._text import join_words, markdown_paragraph
from likertkit.compare._conditions import ConditionsRow
from likertkit.compare.groups._omnibus_row import OmnibusRow
from likertkit.compare.groups._table import GroupRow
from likertkit.compare.overlapping._equivalence import EquivalenceRow
from likertkit.compare.overlapping._table import OverlapRow
from likertkit.compare.paired._table import PairedRow
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.estimate import BoxScoreRow, DescribeRow, FrequencyRow, MeanRow
from likertkit.instrument._views import VIEW_SENTENCES
from likertkit.measurement import (
    AlphaOmegaRow,
    CodeRow,
    IccRow,
    KappaRow,
    KrippendorffRow,
    ReliabilityRow,
    RetestRow,
    SplitHalfRow,
)
from likertkit.results import Table
from likertkit.tables.methods._clauses import clause
from likertkit.tables.methods._references import package_version, references

# Notes that say what the errors know of the sample, and of who answered.
_DESIGN = (
    *("Weights are sampling weights", "Clusters were sampled", "Clusters of ", "Each stratum"),
    *("Standard errors", "In a group it counts", "Inference:", "Strata of one sampled unit"),
    *("A respondent's answers", "The strata of", "The conditions ", "Stratum ", "Synthetic"),
    *("Negatively keyed, and not reversed", "Ranks do not use", "The values of"),
    *("Every two items take", "Reversed: "),
)
_NONE_TURNED = "Reversed: no item."
_STUDY = re.compile(r"\bbalint_(participants|facilitators)\b")
_HINT = "pass a table, a list of tables, or a mapping of titles to tables."


@attrs.frozen(kw_only=True)
class MethodsText:
    """The paragraph of a methods section; ``str()`` and ``print`` give the text.

    Attributes
    ----------
    text : str
        The paragraph.
    keys : tuple of str
        The keys of the references that it cites, in order.

    Examples
    --------
    >>> import likertkit as lk
    >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
    >>> made = lk.methods_text(lk.means(lk.Tally.from_counts({"q1": {3: 2, 4: 5}}, trial)))
    >>> made.keys
    ('likertkit',)
    """

    text: str
    keys: tuple[str, ...]

    def __str__(self) -> str:
        """Return the paragraph."""
        return self.text

    @property
    def bibtex(self) -> str:
        """The references as BibTeX, an entry each."""
        return "\n\n".join(reference.bibtex for reference in references(self.keys)) + "\n"

    def to_markdown(self) -> str:
        """Return the paragraph and its references as Markdown.

        Returns
        -------
        str
            The paragraph, in which markup is escaped, then the references as a list.
        """
        listed = "\n".join(f"- {reference.listed()}" for reference in references(self.keys))
        return f"{markdown_paragraph(self.text)}\n\n{listed}\n"


def methods_text(
    results: Table[Any] | Iterable[Table[Any]] | Mapping[str, Table[Any]],
) -> MethodsText:
    """Write the paragraph of a methods section that says how results were made.

    It names the software with its versions, the tests and the items, the corrections and their
    families, the confidence level, who is left out for missing answers, the weights and the
    sampling design, and how codes became scores.  All of it comes from the options, the notes and
    the rows of the tables: what they do not show, such as how respondents were recruited, is left
    to you.

    Parameters
    ----------
    results : Table, iterable of Table, or mapping of str to Table
        The results of the paper.

    Returns
    -------
    MethodsText
        The text, with ``.bibtex`` and ``.to_markdown()``.

    Raises
    ------
    ArgumentTypeError
        If a result is not a table.
    ArgumentError
        If there is no table, or a table has no rows.

    References
    ----------
    .. [1] Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian
       Journal of Statistics 6, 65-70.
    .. [2] Benjamini and Hochberg (1995), Controlling the false discovery rate: a practical and
       powerful approach to multiple testing, Journal of the Royal Statistical Society B 57,
       289-300.

    Examples
    --------
    >>> import likertkit as lk
    >>> pairs = lk.PairTally.from_table(
    ...     [[4, 2, 0], [6, 8, 1], [3, 5, 5]], lk.LikertScale((1, 2, 3))
    ... )
    >>> made = lk.methods_text(lk.compare_paired(pairs, "first", "second"))
    >>> made.keys
    ('holm1979', 'kerby2014', 'likertkit', 'pratt1959', 'tango1998')
    >>> print(made.bibtex[:17])
    @article{holm1979
    """
    tables = _tables(results)
    sentences, keys = [], ["likertkit"]
    for table in tables:
        for sentence, cites in clause(table.rows[0], table):
            cited = "; ".join(reference.cited() for reference in references(cites))
            sentences.append(f"{sentence.removesuffix('.')} ({cited})." if cited else sentence)
            keys += cites
        keys += ["samnani2022"] if _STUDY.search(table.title) else []
    # Where no item is keyed negatively, keyed scores are those as answered.
    views: dict[str, list[str]] = {}
    for table in tables:
        if _NONE_TURNED not in table.notes:
            views.setdefault(str(dict(table.options).get("view")), []).append(table.title)
    for view, sentence in VIEW_SENTENCES.items():
        if view in views:
            whose = f" ({'; '.join(views[view])})." if len(views) > 1 else "."
            sentences.append(sentence.removesuffix(".") + whose)
    sentences += [_missing(table) for table in tables]
    sentences += [
        note
        for table in tables
        for note in table.notes
        if note.startswith(_DESIGN) and note != _NONE_TURNED
    ]
    text = " ".join(filter(None, dict.fromkeys([_software(), *sentences])))
    return MethodsText(text=text, keys=tuple(sorted({*keys})))


def _tables(results: object) -> list[Table[Any]]:
    """Return the tables that were passed, each with rows."""
    given: list[object] = [results]
    if isinstance(results, Mapping):
        given = list(results.values())
    elif not isinstance(results, Table | str) and holds_values(results):
        given = list(results)
    if not given:
        raise ArgumentError("there are no results to write about.", _HINT)
    tables = []
    for result in given:
        if not isinstance(result, Table):
            raise ArgumentTypeError(f"a {type(result).__name__} is not a table of results.", _HINT)
        if not result.rows:
            raise ArgumentError(
                f"the table {result.title!r} has no rows.",
                "leave it out, or take the table before it was filtered.",
            )
        tables.append(result)
    return tables


def _software() -> str:
    """Return the software with its versions."""
    own = f"likertkit {package_version('likertkit')}".strip()
    others = [("Python", platform.python_version())]
    others += [
        (name, package_version(key)) for name, key in (("NumPy", "numpy"), ("SciPy", "scipy"))
    ]
    behind = join_words([f"{name} {version}".strip() for name, version in others])
    return f"Results were computed with {own} under {behind}."


def _missing(table: Table[Any]) -> str:
    """Return how a table treats missing answers, and how many there are."""
    rows, options = table.rows, dict(table.options)
    # Of frequencies every level of an item has the same number.
    once = {(row.by, getattr(row, table.key, None)): row for row in rows}.values()
    match rows[0]:
        case OverlapRow() | EquivalenceRow() if not _of_pairs_alone(options):
            return "Respondents who answered an item under one condition only count as well."
        case PairedRow() | EquivalenceRow() | KappaRow() | RetestRow() | CodeRow():
            left = [row.n_first_only + row.n_second_only for row in rows]
            who = "Respondents with a valid answer on one side only are left out"
        case ConditionsRow() | IccRow() | ReliabilityRow() | AlphaOmegaRow() | SplitHalfRow():
            left = [row.n_incomplete for row in rows]
            who = "Respondents who did not give all of the answers are left out"
        case KrippendorffRow():
            left = [row.n_unpaired for row in rows]
            who = "Units with one rating are left out"
        case MeanRow() | DescribeRow() | BoxScoreRow() | FrequencyRow():
            left = [row.n_missing for row in once]
            who = "Missing answers are left out item by item"
            if options.get("base") == "answered":
                return "Blank answers are left out; answers that are not on the scale count."
            if options.get("base") == "all":
                who = "Respondents without a valid answer count in the base"
        case GroupRow() | OmnibusRow():
            return "Groups are compared by the valid answers to each item."
        case _:
            return ""
    return f"{who}{_range(left, table)}."


def _of_pairs_alone(options: dict[str, object]) -> bool:
    return options.get("respondents") == "matched" or options.get("test") == "superiority"


def _range(numbers: list[int], table: Table[Any]) -> str:
    """Return how many are left out: the number, or between which numbers it lies."""
    least, most = min(numbers), max(numbers)
    if most == 0:
        return " (there were none)"
    found = f"{least}" if least == most else f"{least} to {most}"
    if len(numbers) == 1:
        return f" ({found})"
    thing = "a scale" if table.key == "subscale" else "an item"
    return f" ({found} {thing}{' and group' if table.by else ''})"
