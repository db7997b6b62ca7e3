"""Figures read back from sentences: each number of the text must be a figure of its row."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from likertkit.errors import UndefinedFigureError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.results import Table

NUMBER = r"(-?\d*\.?\d+)"
BARE_ENDS = rf"(\d+(?:\.\d+)?)% (?:\w+ )*CI \[{NUMBER}%?, {NUMBER}%?\]"
ENDS = f"(?:, {BARE_ENDS})?"
PVALUE = rf"p ([=<>]) {NUMBER}"
# A name in quotes; not the apostrophe of "Holm's".
QUOTED = re.compile(r"(?<!\w)'[^']*'(?!\w)")
# What is behind a pattern: the fields of the row, "level" for the confidence level.
LEVEL = "level"
FIRST = [
    (rf"unadjusted {PVALUE}", ("sign", "pvalue")),
    (rf"adjusted {PVALUE}", ("sign", "pvalue_adjusted")),
    (rf"\b{PVALUE}", ("sign", "pvalue")),
    (rf"\b[VUSz] = {NUMBER}", ("statistic",)),
    (rf"(?:[tH]|χ²|M²)(?:\({NUMBER}\))? = {NUMBER}", ("df", "statistic")),
    (rf"F\({NUMBER}(?:, {NUMBER})?\) = {NUMBER}", ("df", "df_within", "statistic")),
    (rf"mean difference = {NUMBER}{ENDS}", ("mean_difference", LEVEL, "low", "high")),
    (rf"difference = {NUMBER}{ENDS}", ("mean_difference", LEVEL, "low", "high")),
    (rf"rank-biserial correlation = {NUMBER}", ("rank_biserial",)),
    (r"n = (\d+) under both conditions", ("n_both",)),
    (r", (\d+) under '' only, and (\d+) under '' only", ("n_first_only", "n_second_only")),
]
SUPERIORITY = rf"probability of superiority(?: of '')? = {NUMBER}{ENDS}"
COMPARED = [
    (SUPERIORITY, ("superiority", LEVEL, "superiority_low", "superiority_high")),
    *FIRST,
]
SIDE = rf"(?:M = {NUMBER}, )?SD = {NUMBER}"
SIDES = (
    rf"\(M = {NUMBER}(?:, SD = {NUMBER})?\) (?:and|than (?:under )?)?\s?'' "
    rf"\(M = {NUMBER}(?:, SD = {NUMBER})?\)"
)
FOUR = ("mean_first", "sd_first", "mean_second", "sd_second")
GROUP_SIDES = (
    rf"\(n = (\d+)(?:, M = {NUMBER}(?:, SD = {NUMBER})?)?\) (?:and|than in) '' "
    rf"\(n = (\d+)(?:, M = {NUMBER}(?:, SD = {NUMBER})?)?\)"
)
SIZE = [(r"n = (\d+)", ("n",)), (r"\((\d+) missing\)", ("n_missing",))]
SCALE = [
    (r"(\d+) items", ("n_items",)),
    (r"n = (\d+)", ("n_respondents",)),
    (r"\((\d+) incomplete\)", ("n_incomplete",)),
]
ESTIMATE = (rf"was (?:.|ICC\(\w,\w\)) = {NUMBER}{ENDS}", ("estimate", LEVEL, "low", "high"))
OBSERVED = (rf"observed agreement = {NUMBER}%", ("observed",))
LINKED = (r"\((\d+) with one rating left out\)", ("left_out",))
RETEST = [
    (
        rf"was r = {NUMBER}{ENDS}",
        ("correlation", LEVEL, "correlation_low", "correlation_high"),
    ),
    (rf"ICC\(A,1\) = {NUMBER}{ENDS}", ("icc", LEVEL, "icc_low", "icc_high")),
    (rf"error of measurement = {NUMBER}", ("standard_error_of_measurement",)),
    (rf"detectable change = {NUMBER}", ("minimal_detectable_change",)),
    (
        rf"mean change = {NUMBER}{ENDS}",
        ("mean_change", LEVEL, "mean_change_low", "mean_change_high"),
    ),
    (r"n = (\d+) respondents", ("n_respondents",)),
    LINKED,
]
PATTERNS: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "MeanRow": [
        (rf"was {NUMBER} \(SE = {NUMBER}\){ENDS}", ("mean", "se", LEVEL, "low", "high")),
        (rf"was {NUMBER}", ("mean",)),
        (rf"effective n = {NUMBER}", ("effective_n",)),
        *SIZE,
    ],
    "DescribeRow": [
        (rf"was {NUMBER} \(SD = {NUMBER}\){ENDS}", ("mean", "sd", LEVEL, "low", "high")),
        (rf"was {NUMBER}", ("mean",)),
        (rf"Mdn = {NUMBER}", ("median",)),
        *SIZE,
    ],
    "BoxScoreRow": [
        (r"[Oo]f (?:the|all) (\d+) ", ("base",)),
        *(
            (
                rf"{NUMBER}% were in the {box} box \([^;\[)]*(?:; {BARE_ENDS})?\)",
                (f"{box}_box", LEVEL, f"{box}_low", f"{box}_high"),
            )
            for box in ("top", "bottom")
        ),
        (rf"net = {NUMBER}%{ENDS}", ("net", LEVEL, "net_low", "net_high")),
    ],
    "FrequencyRow": [
        (r"[Oo]f (?:the|all) (\d+) ", ("base",)),
        (
            rf"{NUMBER}% were '' \(n = (\d+){ENDS}\)",
            ("proportion", "count", LEVEL, "low", "high"),
        ),
    ],
    "PairedRow": [
        (r"of (\d+) respondents who answered under both", ("n_pairs",)),
        (
            r"(\d+) scored higher under '', (\d+) lower, and (\d+) the same",
            ("n_higher", "n_lower", "n_equal"),
        ),
        (SIDES, FOUR),
        (r"n = (\d+) pairs", ("n_pairs",)),
        *COMPARED,
    ],
    "GroupRow": [
        (
            rf"\({NUMBER}%, n = (\d+)\) (?:and|than in) '' \({NUMBER}%, n = (\d+)\)",
            ("proportion_first", "n_first", "proportion_second", "n_second"),
        ),
        (
            GROUP_SIDES,
            ("n_first", "mean_first", "sd_first", "n_second", "mean_second", "sd_second"),
        ),
        *COMPARED,
    ],
    "OmnibusRow": [
        (r"the (\d+) groups", ("n_groups",)),
        (rf"(?:squared|groups|effect|Cramér's V) = {NUMBER}", ("effect",)),
        (r"n = (\d+)", ("n",)),
        *FIRST,
    ],
    "ConditionsRow": [
        (r"the (\d+) conditions", ("n_conditions",)),
        (rf"Kendall's W = {NUMBER}", ("kendall_w",)),
        (r"n = (\d+)", ("n",)),
        *FIRST,
    ],
    "OverlapRow": [(SIDES, FOUR), *FIRST],
    "EquivalenceRow": [
        (r"within ±([\d.]+) (?:around a probability of superiority of \.5)?", ("margin",)),
        (SUPERIORITY, ("superiority", LEVEL, "low", "high")),
        (r"n = (\d+) pairs", ("n_both",)),
        *FIRST,
    ],
    "ReliabilityRow": [ESTIMATE, *SCALE],
    "AlphaOmegaRow": [
        (rf"was . = {NUMBER}{ENDS}", ("alpha", LEVEL, "alpha_low", "alpha_high")),
        (rf"ω = {NUMBER}{ENDS}", ("omega", LEVEL, "omega_low", "omega_high")),
        *SCALE,
    ],
    "SplitHalfRow": [
        ESTIMATE,
        (r"mean of (\d+) halvings|(\d+) halving", ("n_splits", "n_splits")),
        (rf"range from {NUMBER} to {NUMBER}", ("minimum", "maximum")),
        (rf"λ4 = {NUMBER}", ("lambda_4",)),
        *SCALE,
    ],
    "CorrelationRow": [
        (rf"was r = {NUMBER}{ENDS}", ("correlation", LEVEL, "low", "high")),
        (r"n = (\d+)", ("n",)),
    ],
    "RetestRow": RETEST,
    "IccRow": [ESTIMATE, (r"(\d+) ratings", ("n_conditions",)), *SCALE],
    "KappaRow": [ESTIMATE, OBSERVED, (r"n = (\d+) units", ("n_respondents",)), LINKED],
    "KrippendorffRow": [
        ESTIMATE,
        (r"(\d+) ratings", ("n_ratings",)),
        (r"n = (\d+) units", ("n_units",)),
        (r"\((\d+) with one rating left out\)", ("n_unpaired",)),
    ],
    "CodeRow": [ESTIMATE, OBSERVED, (r"n = (\d+) texts", ("n_texts",)), LINKED],
}


def assert_rounded(text: str, value: float, name: str) -> None:
    """Hold a figure of a sentence to the value that it is rounded from."""
    decimals = len(text.partition(".")[2])
    assert abs(float(text) - value) <= 0.5 * 10**-decimals * (1 + 1e-9) + 1e-12, (name, text, value)


def patterns_of(row: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Return where the figures of a kind of rows stand; empty where such rows have no sentence."""
    kinds = (kind.__name__ for kind in type(row).__mro__)
    return next((PATTERNS[name] for name in kinds if name in PATTERNS), [])


def figure_of(row: Any, name: str) -> float:
    """Return a figure of a row by name."""
    if name == "left_out":
        return row.n_first_only + row.n_second_only
    return float(getattr(row, name))


def check_figures(sentence: str, row: Any, table: Table[Any]) -> set[str]:
    """Hold every number of a sentence to the row; return the figures that the sentence has."""
    text = QUOTED.sub("''", sentence)
    text = without_notes(text, row)
    text = check_family(text, table)
    seen: set[str] = set()
    for pattern, names in patterns_of(row):
        for found in re.finditer(pattern, text):
            seen |= set(check_match(found, names, row, table))
        text = re.sub(pattern, "", text)
    assert not re.search(r"\d", re.sub(r"1/2", "", text)), text
    return seen


def check_match(
    found: re.Match[str], names: tuple[str, ...], row: Any, table: Table[Any]
) -> Iterator[str]:
    """Hold the numbers of one match to the row, and yield their names."""
    compare = ""
    for i, (name, text) in enumerate(zip(names, found.groups(), strict=True), 1):
        if text is None:
            continue
        if name == "sign":
            compare = text
        elif name == LEVEL:
            level = dict(table.options)["confidence_level"]
            twice = type(row).__name__ == "EquivalenceRow"
            assert_rounded(text, 100 * (2 * level - 1 if twice else level), name)
        elif compare in {"<", ">"}:
            value = figure_of(row, name)
            assert value < float(text) if compare == "<" else value >= float(text)
            yield name
        else:
            percent = found.string[found.end(i) : found.end(i) + 1]
            assert_rounded(text, figure_of(row, name) * (100 if percent == "%" else 1), name)
            yield name


def without_notes(text: str, row: Any) -> str:
    """Return a sentence without what follows from the row's note, word for word."""
    note = QUOTED.sub("''", row.note.casefold())
    kept = []
    for sentence in re.split(r"(?<=\.)\s+(?=[A-Z\d])", text):
        said = sentence.removeprefix("No interval is given: ").casefold().removesuffix(".")
        if not all(part in note for part in said.split("; ")) and "top box:" not in said:
            kept.append(sentence)
    return " ".join(kept)


def check_family(text: str, table: Table[Any]) -> str:
    """Hold the size of the family to the rows of the table that have a p-value."""
    sizes = re.findall(r"over (\d+) (?:test|item)s?\.|P values of (\d+) tests", text)
    n = sum(not math.isnan(getattr(row, "pvalue", math.nan)) for row in table.rows)
    assert all(int(a or b) == n for a, b in sizes)
    return re.sub(r"over \d+ (?:test|item)s?\.|P values of \d+ tests", "", text)


def check_row(row: Any, table: Any) -> None:
    """Hold the sentence of a row to the row, or its refusal to an undefined figure."""
    try:
        sentence, refusal = row.sentence(), ""
    except UndefinedFigureError as error:
        sentence, refusal = "", str(error)
    if refusal:
        main = {
            "AlphaOmegaRow": "alpha",
            "BoxScoreRow": "top_box",
            "CorrelationRow": "correlation",
            "DescribeRow": "mean",
            "FrequencyRow": "proportion",
            "MeanRow": "mean",
            "RetestRow": "correlation",
        }.get(type(row).__name__, "estimate" if hasattr(row, "estimate") else "pvalue")
        assert math.isnan(getattr(row, main))
        assert (row.note or "the data do not give it") in refusal
        named = getattr(row, "item", None) or getattr(row, "subscale", None) or row.first
        assert repr(named) in refusal
        return
    figures = check_figures(sentence, row, table)
    assert "nan" not in sentence
    assert "–" not in sentence
    if "pvalue" in figures:
        family = re.search("P values are adjusted", sentence)
        decisive = row.pvalue_adjusted if family else row.pvalue
        significant = decisive < 1 - dict(table.options)["confidence_level"]
        negated = re.search(r"\b(did not|was not|were not)\b", sentence)
        assert significant == (negated is None)
        assert "no difference" not in sentence
