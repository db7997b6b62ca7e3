"""What comparisons say in a paper: the finding, its test by name, and the figures of the row."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import attrs

from likertkit._text import (
    apa_interval,
    apa_number,
    apa_percentage,
    apa_pvalue,
    apa_statistic,
    counted,
)
from likertkit.compare._conditions import ConditionsRow
from likertkit.compare._test_names import CORRECTIONS, EFFECT_NAMES, method_words, named_test
from likertkit.compare.groups._omnibus_row import OmnibusRow
from likertkit.compare.groups._table import GroupRow
from likertkit.compare.overlapping._equivalence import EquivalenceRow
from likertkit.compare.overlapping._table import OverlapRow
from likertkit.compare.paired._table import PairedRow
from likertkit.results._sentence import (
    Sentence,
    Undefined,
    as_remark,
    group_words,
    quoted,
    reading,
    row_name,
    write_row,
)

if TYPE_CHECKING:
    from likertkit.results._sentence import Origin


_LEAST = 1e-9

_Compared = PairedRow | GroupRow | OmnibusRow | ConditionsRow | OverlapRow | EquivalenceRow


def _is_adjusted(origin: Origin) -> bool:
    """Return whether p-values are adjusted: a family of one test needs no correction."""
    method = str(origin.options.get("correction"))
    return method == "max-t" or (method in CORRECTIONS and origin.n_tests > 1)


def _correction(origin: Origin) -> tuple[str, ...]:
    """Return by which method p-values are adjusted, and over how many tests."""
    method = str(origin.options.get("correction"))
    if _is_adjusted(origin):
        tests = counted(origin.n_tests, "item" if method == "max-t" else "test")
        return (f"P values are adjusted by {CORRECTIONS[method]} over {tests}.",)
    several = origin.notes_with("P-values are not adjusted, though there are ")
    number = next((found[0] for note in several if (found := re.search(r"\d+", note))), "1")
    return (f"P values of {number} tests are not adjusted.",) if int(number) > 1 else ()


def _pvalues(row: _Compared, origin: Origin) -> tuple[str, ...]:
    """Return the p-value, and behind an adjusted one the unadjusted one."""
    alpha = 1 - origin.level
    if not _is_adjusted(origin):
        return (apa_pvalue(row.pvalue, level=alpha),)
    adjusted = apa_pvalue(row.pvalue_adjusted, "adjusted p", level=alpha)
    return (adjusted, apa_pvalue(row.pvalue, "unadjusted p", level=alpha))


def _decisive(row: _Compared, origin: Origin) -> float:
    return row.pvalue_adjusted if _is_adjusted(origin) else row.pvalue


def _least(row: PairedRow | GroupRow) -> tuple[str, ...]:
    if math.isclose(row.pvalue, row.least_pvalue, rel_tol=_LEAST):
        return ("This is the smallest p value that the test can give with these answers.",)
    return ()


def _statement(
    row: _Compared,
    origin: Origin,
    finding: tuple[str, str],
    figures: tuple[str, ...],
    *,
    by: tuple[tuple[str, object], ...] | None = None,
    symbol: str = "",
    df: tuple[float, ...] = (),
    brief: str = "",
    remarks: tuple[str, ...] = (),
) -> Sentence | Undefined:
    """Return the sentence of a test: the *finding* if it is significant, else the second one."""
    by = row.by if by is None else by
    name = row_name(by, row.item)
    if math.isnan(row.pvalue):
        why = row.note or "the data do not give it"
        return Undefined(name=name, what="the test", note=why)
    pvalue = _decisive(row, origin)
    significant = pvalue < 1 - origin.level
    statistic = ""
    if not math.isnan(row.statistic):
        name_of_test = symbol or named_test(row.method).symbol
        statistic = apa_statistic(name_of_test, row.statistic, df or (row.df,))
    label = "adjusted p" if _is_adjusted(origin) else "p"
    listed = ", ".join(filter(None, (brief, apa_pvalue(pvalue, label, level=1 - origin.level))))
    changes = origin.notes_with("Compared are changes")
    shares = named_test(row.method).asks == "shares"
    boxes = origin.notes_with("Top box") if shares else ()
    return Sentence(
        name=name,
        group=group_words(by),
        finding=finding[0] if significant else finding[1],
        figures=tuple(filter(None, (statistic, *_pvalues(row, origin), *figures))),
        how=method_words(row.method, origin.options.get("alternative")),
        shared=(*_correction(origin), *reading(origin, row.item), *changes, *boxes),
        remarks=(*remarks, *as_remark(row.note)),
        significant=significant,
        brief=listed,
    )


def _interval(low: float, high: float, level: float, *, bounded: bool = False) -> str:
    return "" if math.isnan(low) else apa_interval(low, high, level, bounded=bounded)


def _difference(row: PairedRow | GroupRow | OverlapRow | EquivalenceRow, level: float) -> str:
    """Return the mean difference with its interval."""
    mean = f"mean difference = {apa_number(row.mean_difference)}"
    return ", ".join(filter(None, (mean, _interval(row.low, row.high, level))))


def _share_gap(row: GroupRow | OverlapRow, level: float) -> str:
    """Return the difference of two proportions with its interval."""
    gap = f"difference = {apa_number(row.mean_difference, bounded=True)}"
    return ", ".join(filter(None, (gap, _interval(row.low, row.high, level, bounded=True))))


def _superiority(row: PairedRow | GroupRow, first: object, level: float) -> str:
    if math.isnan(row.superiority):
        return ""
    figure = apa_number(row.superiority, bounded=True)
    ends = _interval(row.superiority_low, row.superiority_high, level, bounded=True)
    return ", ".join(
        filter(None, (f"probability of superiority of {quoted(first)} = {figure}", ends))
    )


def _directed(
    what: str,
    place: str,
    names: tuple[str, str],
    sign: float,
    *,
    alternative: object,
    sides: tuple[str, str] | None = None,
) -> tuple[tuple[str, str], str]:
    """Return the finding of a significant test, that of another test, and the direction in short.

    *what* is a mean, which "was" higher, or scores, which "tended to be" higher; *place* is the
    word before the name of a side, and *sides* are the names with the figures of each.
    """
    sides = sides or names
    mean = what.startswith("the ")
    verbs = ("was significantly", "was not significantly")
    if not mean:
        verbs = ("tended to be significantly", "did not tend to be significantly")
    first, second = (f"{place} {side}" for side in sides)
    if alternative in {"less", "greater"}:
        way = "higher" if alternative == "greater" else "lower"
        found, other = (f"{what} {verb} {way} {first} than {second}" for verb in verbs)
        return (found, other), f"{way} {place} {names[0]}"
    plural = re.sub("^the (mean score|mean change|proportion)", r"the \1s", what)
    differed, same = (
        f"{plural} {verb} between {sides[0]} and {sides[1]}"
        for verb in ("differed significantly", "did not differ significantly")
    )
    if not sign:
        return (differed, same), ""
    way = "higher" if sign > 0 else "lower"
    found = f"{what} {verbs[0]} {way} {first} than {second}"
    if not mean:
        found = f"{differed}, and tended to be {way} {place} {names[0]}"
    return (found, same), f"{way} {place} {names[0]}"


def _with_means(
    row: PairedRow | GroupRow | OverlapRow,
    sides: tuple[str, str],
    sizes: tuple[str, str] = ("", ""),
) -> tuple[str, str]:
    """Return the names of both sides with their means and standard deviations."""
    figures = ((row.mean_first, row.sd_first), (row.mean_second, row.sd_second))
    named = []
    for side, size, (mean, sd) in zip(sides, sizes, figures, strict=True):
        parts = [size] if size else []
        parts += [] if math.isnan(mean) else [f"M = {apa_number(mean)}"]
        parts += [] if math.isnan(sd) else [f"SD = {apa_number(sd)}"]
        named.append(f"{side} ({', '.join(parts)})" if parts else side)
    return named[0], named[1]


def _sides(row: PairedRow, origin: Origin) -> tuple[object, object, tuple[tuple[str, object], ...]]:
    """Return both conditions of paired answers, and the group without them."""
    if "first" in origin.options:
        return origin.options["first"], origin.options["second"], row.by
    by = dict(row.by)
    return by.pop("first"), by.pop("second"), tuple(by.items())


@write_row.register(PairedRow)
def paired_sentence(row: PairedRow, origin: Origin) -> Sentence | Undefined:
    """Say whether the same respondents' answers differ between two conditions."""
    first, second, by = _sides(row, origin)
    sides, item = (quoted(first), quoted(second)), quoted(row.item)
    alternative = origin.options.get("alternative")
    asks = named_test(row.method).asks
    counts = (
        f"{row.n_higher} scored higher under {sides[0]}, {row.n_lower} lower, and {row.n_equal} "
        "the same"
    )
    pairs = f"of {row.n_pairs} respondents who answered under both, {counts}"
    effect = _superiority(row, first, origin.level)
    figures: tuple[str, ...] = (effect,)
    match asks:
        case "means":
            what = f"the mean score on {item}"
            named = _with_means(row, sides)
            gap = row.mean_difference
            finding, brief = _directed(
                what, "under", sides, gap, alternative=alternative, sides=named
            )
            figures = (_difference(row, origin.level), effect, f"n = {row.n_pairs} pairs")
        case "symmetry":
            changes = f"the changes of scores on {item} between {sides[0]} and {sides[1]}"
            finding = (
                f"{changes} departed significantly from symmetry",
                f"{changes} did not depart significantly from symmetry",
            )
            brief, figures = "", (f"n = {row.n_pairs} pairs",)
        case "margins":
            what = f"the distributions of answers to {item}"
            between = f"significantly between {sides[0]} and {sides[1]}"
            finding = (f"{what} differed {between}", f"{what} did not differ {between}")
            brief, figures = "", (f"n = {row.n_pairs} pairs",)
        case _:
            # More respondents one way, and the ranks or the weights the other way: no direction.
            sign = row.n_higher - row.n_lower
            tested = row.rank_biserial
            if "sign test" in row.method:
                tested = row.statistic if row.method.startswith("weighted") else sign
            if not sign * tested > 0:
                sign = 0
            finding, brief = _directed(
                f"scores on {item}", "under", sides, sign, alternative=alternative
            )
            finding = (f"{finding[0]} ({pairs})", f"{finding[1]} ({pairs})")
            if not math.isnan(row.rank_biserial):
                rank = apa_number(row.rank_biserial, bounded=True)
                figures = (f"rank-biserial correlation = {rank}", effect)
    return _statement(row, origin, finding, figures, by=by, brief=brief, remarks=_least(row))


@write_row.register(GroupRow)
def group_sentence(row: GroupRow, origin: Origin) -> Sentence | Undefined:
    """Say whether the answers of two groups differ."""
    names = (quoted(row.first), quoted(row.second))
    sizes = (f"n = {row.n_first}", f"n = {row.n_second}")
    sides = (f"{names[0]} ({sizes[0]})", f"{names[1]} ({sizes[1]})")
    alternative = origin.options.get("alternative")
    noun = "change" if origin.notes_with("Compared are changes") else "score"
    effect = _superiority(row, row.first, origin.level)
    figures: tuple[str, ...] = (effect,)
    asks, gap = named_test(row.method).asks, row.mean_difference
    if asks == "shares":
        what = f"the proportion of {noun}s on {quoted(row.item)} in the top box"
        shares = (
            apa_percentage(row.proportion_first, row.n_first),
            apa_percentage(row.proportion_second, row.n_second),
        )
        sides = (f"{names[0]} ({shares[0]}, {sizes[0]})", f"{names[1]} ({shares[1]}, {sizes[1]})")
        figures = (_share_gap(row, origin.level),)
    elif asks == "means":
        what, sides = f"the mean {noun} on {quoted(row.item)}", _with_means(row, names, sizes)
        figures = (_difference(row, origin.level), effect)
    else:
        what, gap = f"{noun}s on {quoted(row.item)}", row.superiority - 0.5
    finding, brief = _directed(what, "in", names, gap, alternative=alternative, sides=sides)
    said = _statement(row, origin, finding, figures, brief=brief, remarks=_least(row))
    return attrs.evolve(said, name=f"{row_name(row.by, row.item)}, {names[0]} and {names[1]}")


@write_row.register(OmnibusRow)
def omnibus_sentence(row: OmnibusRow, origin: Origin) -> Sentence | Undefined:
    """Say whether the answers differ between any of several groups."""
    test, name = str(origin.options.get("test")), named_test(row.method).name
    whats = {"ranks": "scores on {}", "shares": "the proportions of scores on {} in the top box"}
    what = whats.get(named_test(row.method).asks, "the mean scores on {}").format(quoted(row.item))
    groups = f"the {row.n_groups} groups of {quoted(origin.options.get('groups'))}"
    finding = (
        f"{what} differed significantly between {groups}",
        f"{what} did not differ significantly between {groups}",
    )
    symbol = ""
    if name == "linear-by-linear test":
        symbol = "M²"
        finding = (
            f"{what} were significantly associated with the order of {groups}",
            f"{what} were not significantly associated with the order of {groups}",
        )
    effect = ""
    if not math.isnan(row.effect):
        effect = f"{EFFECT_NAMES.get(test, 'effect')} = {apa_number(row.effect, bounded=True)}"
    df = (row.df, row.df_within)
    return _statement(row, origin, finding, (effect, f"n = {row.n}"), symbol=symbol, df=df)


@write_row.register(ConditionsRow)
def conditions_sentence(row: ConditionsRow, origin: Origin) -> Sentence | Undefined:
    """Say whether the same respondents' answers differ between any of several conditions."""
    between = f"significantly between the {row.n_conditions} conditions"
    what = f"scores on {quoted(row.item)}"
    figures = [f"n = {row.n} respondents who answered under every condition"]
    if not math.isnan(row.kendall_w):
        figures.insert(0, f"Kendall's W = {apa_number(row.kendall_w, bounded=True)}")
    finding = (f"{what} differed {between}", f"{what} did not differ {between}")
    return _statement(row, origin, finding, tuple(figures))


def _answered(row: OverlapRow | EquivalenceRow, first: object, second: object) -> str:
    return (
        f"n = {row.n_both} under both conditions, {row.n_first_only} under {quoted(first)} only, "
        f"and {row.n_second_only} under {quoted(second)} only"
    )


@write_row.register(OverlapRow)
def overlap_sentence(row: OverlapRow, origin: Origin) -> Sentence | Undefined:
    """Say whether partly paired answers differ between two conditions."""
    first, second = origin.options["first"], origin.options["second"]
    sides, item = (quoted(first), quoted(second)), quoted(row.item)
    alternative = origin.options.get("alternative")
    named = sides
    if named_test(row.method).asks == "shares":
        what = f"the proportion of answers to {item} in the top box"
        difference = _share_gap(row, origin.level)
    else:
        what, difference = f"the mean score on {item}", _difference(row, origin.level)
        named = _with_means(row, sides)
    finding, brief = _directed(
        what, "under", sides, row.mean_difference, alternative=alternative, sides=named
    )
    figures = (difference, _answered(row, first, second))
    return _statement(row, origin, finding, figures, brief=brief)


@write_row.register(EquivalenceRow)
def equivalence_sentence(row: EquivalenceRow, origin: Origin) -> Sentence | Undefined:
    """Say whether answers under two conditions differ by less than a margin."""
    first, second = origin.options["first"], origin.options["second"]
    level = 2 * origin.level - 1
    ends = row.margin if isinstance(row.margin, tuple) else (-row.margin, row.margin)
    margin = f"{ends[0]:.4g} to {ends[1]:.4g}"
    if ends[0] == -ends[1]:
        margin = f"±{ends[1]:.4g}"
    sides = f"under {quoted(first)} and {quoted(second)}"
    if str(origin.options.get("test")) == "superiority":
        what = f"scores on {quoted(row.item)} {sides}"
        within = f"equivalent within {margin} around a probability of superiority of .5"
        figure = apa_number(row.superiority, bounded=True)
        bounds = _interval(row.low, row.high, level, bounded=True)
        effect = ", ".join(filter(None, (f"probability of superiority = {figure}", bounds)))
        n = f"n = {row.n_both} pairs"
    else:
        what = f"the mean scores on {quoted(row.item)} {sides}"
        within = f"equivalent within {margin} scale points"
        effect = _difference(row, level)
        n = _answered(row, first, second)
        if origin.options.get("respondents") == "matched":
            n = f"n = {row.n_both} pairs"
    finding = (
        f"{what} were significantly {within}",
        f"{what} were not shown to be {within}, which does not show that they differ",
    )
    said = _statement(row, origin, finding, (effect, n), brief=within)
    if isinstance(said, Undefined):
        return said
    return attrs.evolve(said, caveat="which does not show that anything differs")
