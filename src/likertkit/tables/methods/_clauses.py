"""What each kind of table says in a methods section, from its options, notes and rows."""

from __future__ import annotations

import re
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from likertkit._text import counted, format_level, join_words
from likertkit.compare._conditions import ConditionsRow
from likertkit.compare._test_names import CORRECTIONS, method_words
from likertkit.compare.groups._omnibus_row import OmnibusRow
from likertkit.compare.groups._table import GroupRow
from likertkit.compare.overlapping._equivalence import EquivalenceRow
from likertkit.compare.overlapping._table import OverlapRow
from likertkit.compare.paired._table import PairedRow
from likertkit.estimate import BoxScoreRow, DescribeRow, FrequencyRow, MeanRow
from likertkit.measurement import (
    AlphaOmegaRow,
    CodeRow,
    CorrelationRow,
    IccRow,
    KappaRow,
    KrippendorffRow,
    ReliabilityRow,
    RetestRow,
    SplitHalfRow,
)
from likertkit.results._sentence import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.results import Table

# Notes of comparisons that say what is compared, and what a test does not say.
_READING = (
    *("P-values are of", "A rank test", "Compared are changes", "Shares of", "Top box", "Margin"),
)
# Items that are named one by one.
_MOST_NAMED = 6
_REFERENCES_OF_TESTS = {
    "signed-rank (Pratt)": ("pratt1959", "kerby2014", "tango1998"),
    "signed-rank": ("kerby2014", "tango1998"),
    "sign test": ("kerby2014", "tango1998"),
    "weighted sign test": ("tango1998",),
    "paired t": ("tango1998",),
    "Bowker": ("bowker1948",),
    "Stuart-Maxwell": ("stuart1955",),
    "Mann-Whitney": ("mann1947",),
    "Brunner-Munzel": ("brunner2000",),
    "Kruskal-Wallis": ("kruskal1952",),
    "Welch's F": ("welch1951",),
    "linear-by-linear": ("mantel1963",),
    "partially overlapping t": ("derrick2017",),
    "partially overlapping z": ("derrick2015", "newcombe1998"),
    "two one-sided partially overlapping t": ("schuirmann1987", "derrick2017"),
    "two one-sided paired t": ("schuirmann1987",),
    "two one-sided score tests of the pairs (Tango)": ("schuirmann1987", "tango1998"),
    "Friedman": ("friedman1937", "kendall1939"),
    "design-based t": ("lumley2010",),
    "design-based Wald F": ("lumley2010",),
    "design-based Mann-Whitney": ("lumley2013",),
    "design-based Kruskal-Wallis": ("lumley2013",),
    "design-based t of proportions": ("lumley2010",),
    "design-based Wald F of proportions": ("lumley2010",),
    "pooled z of proportions": ("newcombe1998a",),
    "Fisher's exact test": ("newcombe1998a",),
}
_REFERENCES_OF_CORRECTIONS = {
    "holm": ("holm1979",),
    "benjamini-hochberg": ("benjamini1995",),
    "max-t": ("westfall1993",),
}
_INTERVALS = {
    "wilson": ("Wilson score", ("wilson1927",)),
    "clopper-pearson": ("Clopper-Pearson", ("brown2001",)),
    "jeffreys": ("Jeffreys", ("brown2001",)),
    "logit": ("logit", ("brown2001",)),
    "goodman": ("simultaneous Goodman", ("goodman1965",)),
    "sison-glaz": ("simultaneous Sison-Glaz", ("sison1995",)),
    "t": ("t", ()),
    "bootstrap": ("percentile bootstrap", ("rao1988",)),
    "bca": ("BCa bootstrap", ("efron1987",)),
    "feldt": ("Feldt", ("feldt1965",)),
}
_BASES = {
    "valid": "of the valid answers",
    "answered": "of all answers, those that are not on the scale included",
    "all": "of all respondents",
}


# A sentence, and the keys of the references that it cites.
Part = tuple[str, tuple[str, ...]]


@singledispatch
def clause(row: object, table: Table[Any]) -> list[Part]:
    """Return what was done to make a table, sentence by sentence; *row* is its first row."""
    del row
    return [(f"{table.title}.", ()), *((note, ()) for note in table.notes)]


def _option(table: Table[Any], name: str, default: object = None) -> Any:
    return dict(table.options).get(name, default)


def _level(table: Table[Any]) -> str:
    return format_level(_option(table, "confidence_level", 0.95)).replace(" ", "")


def _things(names: Iterable[object], thing: str) -> str:
    """Return names as "the item 'q1'", "3 items ('a', 'b' and 'c')" or "14 items ('a' to 'n')"."""
    names = list(dict.fromkeys(names))
    if len(names) == 1:
        return f"the {thing} {quoted(names[0])}"
    listed = join_words([quoted(name) for name in names])
    if len(names) > _MOST_NAMED:
        listed = f"{quoted(names[0])} to {quoted(names[-1])}"
    return f"{counted(len(names), thing)} ({listed})"


def items_of(table: Table[Any]) -> str:
    """Return the items of a table, in words."""
    return _things((row.item for row in table.rows), "item")


def _split(table: Table[Any]) -> str:
    """Return by what a table is split."""
    names = join_words([quoted(name) for name in table.by])
    return f" for each value of {names}" if names else ""


def _draws(table: Table[Any]) -> str:
    """Return how many resamples or random orders were drawn, and by which seed."""
    n, seed = _option(table, "n_resamples"), _option(table, "rng")
    if not isinstance(n, int):
        return ""
    by = f", seed {seed}" if isinstance(seed, int) else ""
    return f" ({n:,} resamples{by})"


def _interval(table: Table[Any]) -> tuple[str, tuple[str, ...]]:
    """Return the name of a table's intervals with their level, and the references."""
    name, keys = _INTERVALS.get(str(_option(table, "interval", "t")), ("", ()))
    return f"{_level(table)} {name} confidence intervals{_draws(table)}", keys


@clause.register(MeanRow)
def _means(row: MeanRow, table: Table[Any]) -> list[Part]:
    intervals, keys = _interval(table)
    kind = (
        row.method.partition(", ")[0].removeprefix("unweighted ").replace("mean", "mean scores", 1)
    )
    how = row.method
    keys += ("lumley2010",) if "linearisation" in how else ()
    keys += ("deville1992",) if "calibrated" in how else ()
    keys += ("cochran1977",) if "standardised" in how or "within strata" in how else ()
    kind = f"{kind[0].upper()}{kind[1:]}"
    text = f"{kind} were estimated for {items_of(table)}{_split(table)}, with {intervals}."
    return [(text, keys)]


@clause.register(DescribeRow)
def _describe(row: DescribeRow, table: Table[Any]) -> list[Part]:
    del row
    text = (
        f"Means, standard deviations and quantiles were computed for {items_of(table)}"
        f"{_split(table)}, with {_level(table)} t confidence intervals of the means."
    )
    return [(text, ("hyndman1996",))]


@clause.register(BoxScoreRow)
def _boxes(row: BoxScoreRow, table: Table[Any]) -> list[Part]:
    del row
    intervals, keys = _interval(table)
    levels = [note for note in table.notes if note.startswith("Top box")]
    text = (
        f"The top box, the bottom box and their difference (net) were estimated for "
        f"{items_of(table)}{_split(table)} as proportions {_BASES[_option(table, 'base')]}, with "
        f"{intervals}, of the net with Tango's."
    )
    return [(text, (*keys, "tango1998")), *((note, ()) for note in levels)]


@clause.register(FrequencyRow)
def _frequencies(row: FrequencyRow, table: Table[Any]) -> list[Part]:
    del row
    intervals, keys = _interval(table)
    text = (
        f"Frequencies of {items_of(table)}{_split(table)} are proportions "
        f"{_BASES[_option(table, 'base')]}, with {intervals}."
    )
    return [(text, keys)]


def _tests(table: Table[Any]) -> tuple[str, tuple[str, ...]]:
    """Return the tests of a table's rows by name, and their references."""
    alternative = _option(table, "alternative")
    methods = list(dict.fromkeys(row.method for row in table.rows if row.method))
    words = dict.fromkeys(method_words(method, alternative) for method in methods)
    keys: list[str] = []
    for method in methods:
        name = method.partition(",")[0]
        keys += _REFERENCES_OF_TESTS.get(
            name, _REFERENCES_OF_TESTS.get(name.partition(" (")[0], ())
        )
    drawn = "" if _option(table, "correction") == "max-t" else _draws(table)
    return " or ".join(words) + drawn, tuple(keys)


def _correction(table: Table[Any]) -> list[Part]:
    """Return how p-values were adjusted, and over how many."""
    method = str(_option(table, "correction", "none"))
    notes = " ".join(table.notes)
    size = re.search(r"the family being (\d+) ([^.;]*)", notes)
    if method not in CORRECTIONS or size is None:
        number = re.search(r"not adjusted, though there are (\d+)", notes)
        return [(f"The {number[1]} p-values are not adjusted.", ())] if number else []
    drawn = _draws(table) if method == "max-t" else ""
    family = f"the family is {size[1]} {size[2]}"
    text = f"P-values were adjusted by {CORRECTIONS[method]}{drawn}; {family}."
    return [(text, _REFERENCES_OF_CORRECTIONS.get(method, ()))]


def _compared(table: Table[Any], what: str) -> list[Part]:
    """Return the sentences of a comparison: what, by which test, and what the test does not say."""
    tests, keys = _tests(table)
    by = f" by {tests}" if tests else ""
    parts: list[Part] = [(f"{what} on {items_of(table)}{_split(table)}{by}.", keys)]
    if _option(table, "alternative") == "two-sided":
        parts.append(("Tests are two-sided.", ()))
    parts += _correction(table)
    parts += [(note, ()) for note in table.notes if note.startswith(_READING)]
    if "confidence_level" in dict(table.options) and hasattr(table.rows[0], "low"):
        level = _option(table, "confidence_level")
        if isinstance(table.rows[0], EquivalenceRow):
            level = 2 * level - 1
        words = format_level(level).replace(" ", "")
        parts.append((f"Confidence intervals of the comparisons have the level {words}.", ()))
    return parts


@clause.register(PairedRow)
def _paired(row: PairedRow, table: Table[Any]) -> list[Part]:
    del row
    first, second = _option(table, "first"), _option(table, "second")
    sides = f"The conditions {quoted(first)} and {quoted(second)}"
    if first is None:
        sides = "Every two conditions"
    return _compared(table, f"{sides} were compared within respondents")


@clause.register(GroupRow)
def _groups(row: GroupRow, table: Table[Any]) -> list[Part]:
    del row
    sides = dict.fromkeys(side for r in table.rows for side in (r.first, r.second))
    named = join_words([quoted(side) for side in sides])
    groups = quoted(_option(table, "groups"))
    return _compared(table, f"Groups of {groups} ({named}) were compared")


@clause.register(OmnibusRow)
def _omnibus(row: OmnibusRow, table: Table[Any]) -> list[Part]:
    what = f"All {row.n_groups} groups of {quoted(_option(table, 'groups'))} were compared"
    return _compared(table, what)


@clause.register(ConditionsRow)
def _conditions(row: ConditionsRow, table: Table[Any]) -> list[Part]:
    del row
    named = join_words([quoted(side) for side in _option(table, "conditions")])
    return _compared(table, f"The conditions {named} were compared within respondents")


@clause.register(OverlapRow)
def _overlapping(row: OverlapRow, table: Table[Any]) -> list[Part]:
    del row
    sides = f"{quoted(_option(table, 'first'))} and {quoted(_option(table, 'second'))}"
    return _compared(table, f"All answers under the conditions {sides} were compared")


@clause.register(EquivalenceRow)
def _equivalence(row: EquivalenceRow, table: Table[Any]) -> list[Part]:
    del row
    sides = f"{quoted(_option(table, 'first'))} and {quoted(_option(table, 'second'))}"
    return _compared(table, f"Equivalence of the conditions {sides} was tested")


def _scales(table: Table[Any]) -> str:
    return _things((row.subscale for row in table.rows), "scale")


@clause.register(ReliabilityRow)
def _reliability(row: ReliabilityRow, table: Table[Any]) -> list[Part]:
    del row
    options = dict(table.options)
    what = "Standardized alpha" if options.get("standardized") else "Cronbach's alpha"
    own: tuple[str, ...] = ("cronbach1951",)
    if "form" in options:
        what, own = "McDonald's omega (one factor, minres)", ("mcdonald1999", "harman1966")
    elif "estimator" in options:
        what, own = "Ordinal alpha", ("zumbo2007", "olsson1979")
    return _measured(table, what, own, _interval(table))


@clause.register(AlphaOmegaRow)
def _both(row: AlphaOmegaRow, table: Table[Any]) -> list[Part]:
    del row
    own = ("cronbach1951", "mcdonald1999", "harman1966")
    what = "Cronbach's alpha and McDonald's omega (one factor, minres)"
    return _measured(table, what, own, _interval(table))


@clause.register(SplitHalfRow)
def _halves(row: SplitHalfRow, table: Table[Any]) -> list[Part]:
    del row
    what = "Split-half reliability (Spearman-Brown, and Guttman's λ4)"
    return _measured(table, what, ("spearman1910", "guttman1945"), _interval(table))


def _measured(
    table: Table[Any], what: str, own: tuple[str, ...], interval: tuple[str, tuple[str, ...]]
) -> list[Part]:
    """Return the clause of a coefficient of scales, with its interval where it has one."""
    intervals, keys = interval
    has = _option(table, "interval", "none") not in {"none", None}
    tail = f", with {intervals}" if has else ""
    if has and isinstance(table.rows[0], AlphaOmegaRow) and _option(table, "interval") == "feldt":
        tail += " of alpha"
    verb = "were" if " and McDonald's" in what else "was"
    text = f"{what} {verb} computed for {_scales(table)}{_split(table)}{tail}."
    return [(text, (*own, *(keys if has else ())))]


@clause.register(CorrelationRow)
def _correlations(row: CorrelationRow, table: Table[Any]) -> list[Part]:
    del row
    method = str(_option(table, "method"))
    items = _things((name for r in table.rows for name in (r.first, r.second)), "item")
    named = method if method == "polychoric" else method.capitalize()
    keys = ("olsson1979",) if method == "polychoric" else ("fisher1921", "bonett2000")
    text = f"{named[0].upper()}{named[1:]} correlations were computed between {items}"
    return [(f"{text}, with {_level(table)} confidence intervals.", keys)]


_AGREEMENT: dict[type, tuple[str, tuple[str, ...]]] = {
    RetestRow: (
        "Test-retest reliability (Pearson's r, ICC(A,1), SEM and minimal detectable change)",
        ("weir2005", "mcgraw1996"),
    ),
    IccRow: ("The intraclass correlation", ("mcgraw1996",)),
    KrippendorffRow: ("Krippendorff's alpha", ("krippendorff2019", "hayes2007")),
    CodeRow: ("Cohen's kappa of each code", ("cohen1960", "fleiss1969")),
}


@clause.register(RetestRow)
@clause.register(IccRow)
@clause.register(KrippendorffRow)
@clause.register(CodeRow)
def _agreement(
    row: RetestRow | IccRow | KrippendorffRow | CodeRow, table: Table[Any]
) -> list[Part]:
    what, keys = _AGREEMENT[type(row)]
    if isinstance(row, KrippendorffRow):
        what += f" ({_option(table, 'metric')})"
    if isinstance(row, IccRow):
        definition = _option(table, "definition")
        letter, k = definition[0].upper(), "k" if _option(table, "average") else 1
        what += f" ICC({letter},{k}) of {definition}"
    text = f"{what} was computed for {items_of(table)}{_split(table)}, with {_level(table)} "
    return [(f"{text}confidence intervals{_draws(table)}.", keys)]


@clause.register(KappaRow)
def _kappa(row: KappaRow, table: Table[Any]) -> list[Part]:
    del row
    weights = _option(table, "weights")
    named = "Cohen's kappa" if weights is None else f"Cohen's kappa with {weights} weights"
    text = f"{named} was computed for {items_of(table)}{_split(table)}, with {_level(table)} "
    keys = ("cohen1960" if weights is None else "cohen1968", "fleiss1969")
    return [(f"{text}confidence intervals.", keys)]
