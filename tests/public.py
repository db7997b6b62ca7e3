"""One list of all public functions, for laws that hold across rooms.

An entry of ``FUNCTIONS`` is a call with everything but the answers: a function of responses that
have two conditions, respondents and a column ``group``, under any design.  ``ELSEWHERE`` has the
functions that take something else, each with its own data.  ``PUBLIC`` is what the package lists.
"""

from __future__ import annotations

import inspect
import tempfile
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

import likertkit as lk
from likertkit import bias, published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from likertkit.results import Table

PAIR = ("a", "b")
GROUPS = ("x", "y")
FEW_DRAWS: dict[str, Any] = {"n_resamples": 60, "rng": 7}


class Entry(NamedTuple):
    """A public function with its options.

    Attributes
    ----------
    call : callable
        From responses to a table.
    bounds : tuple of str
        Pairs of columns, by what stands before ``low`` and ``high``, that bound what is
        identified: these are no confidence intervals, and may be points.
    around : mapping of str to tuple of str
        What an interval is around, where that is not what its name says.
    levels : bool
        Whether an interval is a set of levels: it may hold one level alone.
    sides : callable or None
        The same of two sides, by name: from responses, a first and a second side to a table.
    between : tuple of str
        The names of the two sides.
    """

    call: Callable[[lk.Responses], Any]
    bounds: tuple[str, ...] = ()
    around: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    levels: bool = False
    sides: Callable[[lk.Responses, str, str], Any] | None = None
    between: tuple[str, str] = PAIR


def _paired(function: Callable[..., Any], **options: Any) -> dict[str, Any]:
    """Return the fields of an entry of a function of two conditions."""

    def sides(data: lk.Responses, first: str, second: str) -> Any:
        return function(data, first, second, **options)

    return {"call": lambda data: sides(data, *PAIR), "sides": sides}


def _grouped(test: str) -> dict[str, Any]:
    """Return the fields of an entry of a comparison of groups."""

    def sides(data: lk.Responses, first: str, second: str) -> Any:
        return lk.compare_groups(data, "group", first=first, second=second, test=test)

    def call(data: lk.Responses) -> Any:
        return lk.compare_groups(data, "group", test=test)

    return {"call": call, "sides": sides, "between": GROUPS}


ESTIMATES: dict[str, Entry] = {
    "describe": Entry(lk.describe),
    "describe by group": Entry(lambda data: lk.describe(data, by="group")),
    "means": Entry(lk.means),
    "means by group": Entry(lambda data: lk.means(data, by="group")),
    "means pooled": Entry(lambda data: lk.means(data, by=())),
    "means by bootstrap": Entry(lambda data: lk.means(data, interval="bootstrap", **FEW_DRAWS)),
    "means by bca": Entry(lambda data: lk.means(data, interval="bca", **FEW_DRAWS)),
    "quantiles": Entry(lk.quantiles, levels=True),
    "box_scores": Entry(lambda data: lk.box_scores(data, boxes=(2, 2))),
    "box_scores of all": Entry(lambda data: lk.box_scores(data, base="all")),
    **{
        f"frequencies, {interval}": Entry(
            lambda data, interval=interval: lk.frequencies(data, interval=interval)  # type: ignore[misc]
        )
        for interval in (
            *("wilson", "clopper-pearson", "jeffreys", "logit"),
            *("goodman", "sison-glaz"),
        )
    },
    "frequencies of those who answered": Entry(lambda data: lk.frequencies(data, base="answered")),
    "likert_table": Entry(lambda data: lk.likert_table(data, by="group")),
    "agreement": Entry(lambda data: lk.agreement(data, **FEW_DRAWS)),
    "bootstrap": Entry(
        lambda data: lk.bootstrap(data, "median", interval="bootstrap", **FEW_DRAWS)
    ),
}
COMPARISONS: dict[str, Entry] = {
    **{
        f"compare_paired, {test}": Entry(**_paired(lk.compare_paired, test=test))
        for test in ("wilcoxon", "sign", "t", "bowker", "stuart-maxwell", "ordered-marginal")
    },
    **{
        f"compare_groups, {test}": Entry(**_grouped(test))
        for test in ("mann-whitney", "brunner-munzel", "t", "linear-by-linear", "proportion")
    },
    "compare_groups, one side": Entry(
        lambda data: lk.compare_groups(data, "group", test="t", alternative="less")
    ),
    "compare_overlapping": Entry(**_paired(lk.compare_overlapping)),
    "compare_overlapping of equal variances": Entry(
        **_paired(lk.compare_overlapping, equal_variances=True)
    ),
    "compare_overlapping, proportion": Entry(
        **_paired(lk.compare_overlapping, test="proportion", boxes=(2, 2))
    ),
    "equivalence": Entry(**_paired(lk.equivalence, margin=0.5)),
    "equivalence of the matched": Entry(
        **_paired(lk.equivalence, margin=0.5, respondents="matched")
    ),
    "equivalence of the superiority": Entry(
        **_paired(lk.equivalence, margin=0.2, test="superiority"),
        around={"": ("superiority",)},
    ),
    "compare_conditions": Entry(lk.compare_conditions),
}


def _code(data: lk.Responses, first: str, second: str) -> Any:
    """Compare two conditions as coders who gave a code where the answer is odd."""
    frame = data.to_frame(values="codes")
    names = data.instrument.names
    codes = lk.Instrument("codes", [lk.Item(name, lk.LikertScale((0, 1))) for name in names])
    odd = frame.assign(**{name: frame[name] % 2 for name in names})
    coded = lk.Responses(odd, codes, respondent="who", condition="when")
    return lk.coding_agreement(coded, first, second, **FEW_DRAWS)


AGREEMENT: dict[str, Entry] = {
    "coding_agreement": Entry(lambda data: _code(data, *PAIR), sides=_code),
    "test_retest": Entry(
        **_paired(lk.test_retest),
        around={
            "correlation_": ("correlation",),
            "icc_": ("icc",),
            "mean_change_": ("mean_change",),
        },
    ),
    "icc": Entry(lk.icc, sides=lk.icc),
    "cohen_kappa": Entry(**_paired(lk.cohen_kappa, weights="quadratic")),
    "krippendorff_alpha": Entry(lambda data: lk.krippendorff_alpha(data, **FEW_DRAWS)),
}
SENSITIVITY: dict[str, Entry] = {
    "nonresponse_bounds": Entry(
        lambda data: bias.nonresponse_bounds(data, invited=200), bounds=("", "median_")
    ),
    "tipping_point": Entry(**_paired(bias.tipping_point)),
    "order_robustness": Entry(**_paired(bias.order_robustness)),
    "cohort_influence": Entry(
        bias.cohort_influence,
        bounds=("without_",),
        sides=lambda data, first, second: bias.cohort_influence(data, first=first, second=second),
    ),
    "floor_ceiling": Entry(bias.floor_ceiling),
    "codebook": Entry(lk.codebook),
    "summarize": Entry(
        lk.summarize,
        bounds=("bound_first_", "bound_second_"),
        sides=lambda data, first, second: lk.summarize(data, first=first, second=second),
    ),
}
MEASUREMENT: dict[str, Entry] = {
    "reliability": Entry(lk.reliability, around={"alpha_": ("alpha",), "omega_": ("omega",)}),
    "cronbach_alpha by bootstrap": Entry(
        lambda data: lk.cronbach_alpha(data, interval="bootstrap", **FEW_DRAWS)
    ),
    "mcdonald_omega": Entry(lk.mcdonald_omega),
    "ordinal_alpha": Entry(lk.ordinal_alpha),
    "split_half": Entry(lk.split_half),
    "item_analysis": Entry(lk.item_analysis),
    **{
        f"correlations, {method}": Entry(
            lambda data, method=method: lk.correlations(data, method=method),  # type: ignore[misc]
            around={"": ("correlation",)},
        )
        for method in ("pearson", "polychoric")
    },
}
TABLES: dict[str, Entry] = {
    "banner": Entry(lambda data: lk.banner(data, "group", rows="means", minimum_base=2)),
    "banner of conditions": Entry(
        lambda data: lk.banner(data, ["when", "group"], rows="levels", compare="rest")
    ),
}
FUNCTIONS = {**ESTIMATES, **COMPARISONS, **AGREEMENT, **SENSITIVITY, **MEASUREMENT, **TABLES}


def _joined(data: lk.Responses) -> lk.Responses:
    """Return responses to each condition, joined as files are."""
    frame = data.to_frame(values="codes")
    parts = {side: lk.Responses(frame[frame["when"] == side], data.instrument) for side in PAIR}
    return lk.Responses.concat(parts, respondent="who")


def _written(data: lk.Responses) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lk.write_spss(data, Path(folder, "answers.sav"))


# What hands answers on, to another frame or to a file.
HANDED_ON: dict[str, Entry] = {
    "Responses.concat": Entry(_joined),
    **{
        f"Responses.to_frame, {values}": Entry(
            lambda data, values=values: data.to_frame(values=values, missing="reason")  # type: ignore[misc]
        )
        for values in ("scores", "codes", "labels")
    },
    "write_spss": Entry(_written),
}


SCALE = lk.LikertScale.preset("agreement", 5, nonsubstantive={"N/A": 9})
TRIAL = lk.Instrument("trial", [lk.Item("q1", SCALE), lk.Item("q2", SCALE, keyed="negative")])
ROWS = [
    {
        "who": who,
        "when": when,
        "group": "fm"[who % 2],
        "q1": [1, 2, 4, 5, 3, 9, None][(who * 3 + k) % 7],
        "q2": 1 + (who * 7 + k) % 5,
    }
    for who in range(24)
    for k, when in enumerate(PAIR)
    if (who, k) not in {(0, 0), (3, 1)}
]
DATA = lk.Responses(pd.DataFrame(ROWS), TRIAL, respondent="who", condition="when")
ONCE = lk.Responses(pd.DataFrame([row for row in ROWS if row["when"] == "a"]), TRIAL)
STUDY = lk.studies.balint()
WEIGHTING = lk.poststratify(ONCE, {"f": 30, "m": 70}, by="group")
ELSEWHERE: dict[str, Callable[[], Any]] = {
    "frequencies.percentages": lambda: lk.frequencies(DATA).percentages(),
    "compare_groups of changes": lambda: lk.compare_groups(DATA.pairs(*PAIR, by="group"), "group"),
    "comparison_table": lambda: lk.comparison_table(lk.compare_paired(DATA, *PAIR)),
    "comparison_table of all groups": lambda: lk.comparison_table(
        lk.compare_groups(DATA, "group").omnibus
    ),
    "means of scores": lambda: lk.means(lk.scale_scores(DATA)),
    "compare_groups of conditions": lambda: lk.compare_groups(DATA, "when"),
    "careless": lambda: bias.careless(DATA).summary,
    "careless, headline": lambda: bias.careless(DATA).headline,
    "response_styles": lambda: bias.response_styles(DATA).summary,
    "design.threats": STUDY.participants.design.threats,
    "threat_rules": bias.threat_rules,
    "participation": DATA.participation,
    "e_value": lambda: bias.e_value(0.5, sd=1.0),
    "grim": lambda: published.grim("1.50", 10),
    "feasible_n": lambda: published.feasible_n(["1.50"], [2, 3]),
    "skipped_answers": lambda: published.skipped_answers(["1.50"], 2),
    "check_percentages": lambda: published.check_percentages([1, 2], ["33", "67"]),
    "overlap_bounds": lambda: published.overlap_bounds(
        {"q": "1.67"}, {"q": "1.50"}, n_first=3, n_second=2, n_both=2, scale=SCALE
    ),
    "published.differences": lambda: STUDY.participants.published.differences(
        "virtual", "face-to-face"
    ),
    "preferences.proportions": STUDY.preferences.participants.proportions,
    "themes": lambda: STUDY.themes,
}


@cache
def export() -> lk.io.Export:
    """Return an export whose draft has one item."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answers.csv")
        path.write_text("Say,clear\na,Agree\nb,Disagree\nc,Strongly agree\n", encoding="utf-8")
        return lk.read(path)


# Functions and methods that return no table: what they make is tested in their rooms.
NO_TABLES: dict[str, Callable[[], Any]] = {
    "Export.draft_instrument": lambda: export().draft_instrument(),
    "Export.left_out": lambda: export().left_out(),
    "Export.responses": lambda: export().responses(
        lk.Instrument("course", [lk.Item("clear", SCALE)])
    ),
    "Instrument.revise": lambda: TRIAL.revise(positive="high", negative="q1", reviewed=True),
    "Instrument.select": lambda: TRIAL.select("q*"),
    "Responses.from_wide": lambda: lk.Responses.from_wide(
        pd.DataFrame({"pre_q1": [1], "pre_q2": [2], "post_q1": [3], "post_q2": [4]}),
        TRIAL,
        columns={"pre": "pre_{item}", "post": "post_{item}"},
    ),
    "poststratify": lambda: WEIGHTING,
    "rake": lambda: lk.rake(ONCE, {"group": {"f": 30, "m": 70}}),
    "trim": lambda: lk.trim(WEIGHTING, low=0.1, high=12.0),
    "scale_scores": lambda: lk.scale_scores(DATA),
    "effective_sample_size": lambda: lk.effective_sample_size([1.0, 2.0]),
    "design_effect": lambda: lk.design_effect([1.0, 2.0]),
    "methods_text": lambda: lk.methods_text([lk.means(DATA), lk.compare_paired(DATA, *PAIR)]),
    "balint": lk.studies.balint,
}
# They read or write a file, and their rooms test them.
FILES = {"load_design", "read", "report", "write_spss"}
PUBLIC = {
    name: function
    for room in (lk, lk.bias, lk.io, lk.published, lk.studies, lk.summary)
    for name in room.__all__
    if inspect.isfunction(function := getattr(room, name))
}
# Methods by which answers come in from files and go out.
METHODS: dict[str, Callable[..., Any]] = {
    f"{kind.__name__}.{name}": getattr(kind, name)
    for kind, names in (
        (lk.io.Export, ("draft_instrument", "left_out", "responses")),
        (lk.Instrument, ("revise", "select")),
        (lk.Responses, ("concat", "from_wide", "to_frame")),
    )
    for name in names
}


def base_name(entry: str) -> str:
    """Return the name of the function that an entry calls."""
    return entry.partition(",")[0].partition(" ")[0]


BESIDE = (
    *("effects", "omnibus", "parts", "ranks", "pairs", "strata", "cumulative", "top_box"),
    *("loadings", "descriptives"),
)


def tables(result: Any) -> Iterator[Table[Any]]:
    """Yield a result's table, and those that stand beside it."""
    yield result
    for name in BESIDE:
        beside = getattr(result, name, None)
        if isinstance(beside, lk.Table):
            yield beside


def frames(result: Any) -> Iterator[pd.DataFrame]:
    """Yield the data frames of a result's tables."""
    for table in tables(result):
        if len(table):
            yield table.to_frame()


def intervals(frame: pd.DataFrame) -> list[str]:
    """Return what stands before ``low`` and ``high`` in the columns of a frame."""
    return [
        name.removesuffix("low")
        for name in frame.columns
        if str(name).endswith("low") and f"{str(name).removesuffix('low')}high" in frame.columns
    ]
