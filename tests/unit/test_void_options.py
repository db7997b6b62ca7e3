"""An option that another option, or the data, make void is refused, and never just ignored.

Every option of every public function stands in one of two places: a case of ``VOID``, in which it
has no effect and raises, or ``ALWAYS``, where it means something beside all others (or where no
default is void: an option that is required, or whose own word decides).
"""

from __future__ import annotations

import atexit
import inspect
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.public import METHODS, PUBLIC
from tests.survey_files import xlsx

import likertkit as lk
from likertkit._checks import default, settled
from likertkit.errors import ArgumentError

TRIAL = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale(positive="high"))])
FRAME = pd.DataFrame({
    "clear": [1, 2, 3, 4, 5, 3, 2, 2, 4, 4, 5, 1, 3, 3, 5, 2, 4, 1],
    "who": list(range(6)) * 3,
    "when": ["a"] * 6 + ["b"] * 6 + ["c"] * 6,
    "grade": ["x", "x", "x", "y", "y", "y"] * 3,
    "school": ["s", "s", "t", "u", "u", "v"] * 3,
    "weight": [1.0, 2.0, 1.5, 1.0, 0.5, 2.5] * 3,
})  # fmt: skip
LINKED = {"respondent": "who", "condition": "when"}
BOTH = FRAME[FRAME["when"] != "c"]
PLAIN = lk.Responses(FRAME[FRAME["when"] == "a"], TRIAL)
STRATA = lk.Responses(FRAME[FRAME["when"] == "a"], TRIAL, stratum="grade")
WEIGHTED = lk.Responses(FRAME[FRAME["when"] == "a"], TRIAL, weight="weight")
PAIRS = lk.Responses(BOTH, TRIAL, **LINKED)
HEAVY = lk.Responses(BOTH, TRIAL, weight="weight", **LINKED)
THREE = lk.Responses(FRAME, TRIAL, **LINKED)
PAPER = lk.published.PublishedTable(
    means={"a": {"clear": "3.0"}, "b": {"clear": "3.2"}}, instrument=TRIAL, n={"a": 6, "b": 6}
)
AB = ("a", "b")
FILES = Path(tempfile.mkdtemp(prefix="likertkit-void-"))
TEXT, BOOK = FILES / "answers.csv", FILES / "answers.xlsx"
TEXT.write_text("Say,clear\na,Agree\nb,Disagree\n", encoding="utf-8")
BOOK.write_bytes(xlsx({"Sheet1": [["Say", "clear"], ["a", "Agree"], ["b", "Disagree"]]}))
atexit.register(shutil.rmtree, FILES)

# What makes an option void: the function, its subjects, the options beside, the void ones.
Case = tuple[Any, tuple[Any, ...], dict[str, Any], dict[str, Any]]
ESTIMATES = (lk.describe, lk.frequencies, lk.box_scores, lk.means, lk.quantiles)
BOOTSTRAPS = (lk.bootstrap, lk.agreement)
VOID: list[Case] = [
    *(
        (function, (PLAIN,), {}, void)
        for function in (*ESTIMATES, *BOOTSTRAPS)
        for void in ({"standardize": "equal"}, {"standardize": "direct"})
    ),
    *((function, (STRATA,), {}, {"standardize": "direct"}) for function in ESTIMATES),
    *(
        (function, (data,), options, {"variance": "unconditional"})
        for function in ESTIMATES
        for data, options in ((PLAIN, {}), (STRATA, {"standardize": "equal"}))
    ),
    *(
        (function, (PLAIN,), {}, void)
        for function in (lk.cronbach_alpha, lk.mcdonald_omega, lk.reliability)
        for void in ({"n_resamples": 9999}, {"rng": 1})
    ),
    (lk.split_half, (PLAIN,), {}, {"n_resamples": 9999}),
    (lk.correlations, (PLAIN,), {"method": "spearman"}, {"estimator": "two-step"}),
    (lk.means, (PLAIN,), {}, {"n_resamples": 9999}),
    (lk.means, (PLAIN,), {"interval": "t"}, {"rng": 1}),
    (lk.agreement, (PLAIN,), {}, {"n_resamples": 9999}),
    (lk.agreement, (PLAIN,), {"interval": "likelihood"}, {"rng": 1}),
    (lk.frequencies, (WEIGHTED,), {}, {"interval": "sison-glaz"}),
    # Of unweighted pairs it decides the rank-biserial effect, whatever the test.
    (lk.compare_paired, (HEAVY, *AB), {"test": "t"}, {"zeros": "pratt"}),
    *(
        (lk.compare_paired, (PAIRS, *AB), {"test": test}, {"method": "asymptotic"})
        for test in ("sign", "t", "bowker", "stuart-maxwell")
    ),
    (lk.compare_paired, (HEAVY, *AB), {"test": "sign"}, {"method": "exact"}),
    *(
        (lk.compare_paired, (PAIRS, *AB), {"test": test}, {"alternative": "less"})
        for test in ("bowker", "stuart-maxwell")
    ),
    (lk.compare_paired, (PAIRS, *AB), {}, {"n_resamples": 9999}),
    (lk.compare_paired, (PAIRS, *AB), {"correction": "none"}, {"rng": 1}),
    *(
        (lk.compare_groups, (PLAIN, "grade"), {"test": test}, {"method": "saddlepoint"})
        for test in ("brunner-munzel", "t", "linear-by-linear")
    ),
    (lk.compare_groups, (PLAIN, "grade"), {"test": "proportion"}, {"method": "saddlepoint"}),
    (lk.compare_groups, (PLAIN, "grade"), {}, {"boxes": (1, 1)}),
    (lk.compare_groups, (PLAIN, "grade"), {}, {"n_resamples": 9999}),
    (lk.compare_groups, (PLAIN, "grade"), {"method": "exact"}, {"rng": 1}),
    (lk.compare_conditions, (THREE,), {}, {"n_resamples": 9999}),
    (lk.compare_conditions, (THREE,), {"method": "exact"}, {"rng": 1}),
    (lk.compare_overlapping, (PAIRS, *AB), {"test": "proportion"}, {"equal_variances": True}),
    (lk.compare_overlapping, (PAIRS, *AB), {"test": "proportion"}, {"equal_variances": False}),
    (lk.compare_overlapping, (PAIRS, *AB), {"test": "t"}, {"boxes": (99, 1)}),
    (lk.compare_overlapping, (PAIRS, *AB), {}, {"boxes": (1, 1)}),
    (
        lk.equivalence,
        (PAIRS, *AB),
        {"margin": 0.1, "test": "superiority"},
        {"respondents": "matched"},
    ),
    *(
        (lk.bias.nonresponse_bounds, (PAPER,), {"invited": 9}, void)
        for void in (
            {"boxes": (2, 1)},
            {"structural": "nonsense"},
            {"confidence_level": 0.9},
            {"by": "grade"},
        )
    ),
    (lk.bias.floor_ceiling, (PLAIN.tally(),), {}, {"threshold": 0.2}),
    (lk.bias.order_robustness, (PAIRS.tally(), *AB), {}, {"respondents": "matched"}),
    (lk.summarize, (PAPER,), {}, {"correction": "none"}),
    (lk.summarize, (PAPER,), {}, {"confidence_level": 0.9}),
    (lk.summarize, (PLAIN,), {}, {"first": "a"}),
    (lk.read, (TEXT,), {}, {"sheet": "Sheet1"}),
    (lk.read, (BOOK,), {}, {"encoding": "utf-8"}),
    (lk.banner, (PLAIN, "grade"), {"rows": "means"}, {"boxes": (2, 2)}),
    (
        lk.comparison_table,
        (lk.compare_groups(PLAIN, "grade").omnibus,),
        {},
        {"effect": "superiority"},
    ),
    (lk.read, (BOOK,), {"sheet": "Sheet1"}, {"separator": "comma"}),
    (lk.krippendorff_alpha, (PAIRS.pairs(*AB),), {}, {"unit": "who"}),
    (lk.krippendorff_alpha, (PAIRS.pairs(*AB),), {}, {"rater": "when"}),
    (lk.bias.e_value, (0.5,), {"sd": 1.0}, {"low": 0.1}),
    (lk.bias.e_value, (0.5,), {"sd": 1.0}, {"high": 0.9}),
    *(
        (
            lk.published.overlap_bounds,
            ({"clear": "3.0"}, {"clear": "3.2"}),
            {"n_first": 6, "n_second": 6, "scale": TRIAL, one: 6},
            {other: 6},
        )
        for one, other in (("n_both", "n_respondents"), ("n_respondents", "n_both"))
    ),
]  # fmt: skip

# Options that mean something beside all others.
ALWAYS = {
    "agreement": "by interval confidence_level",
    "banner": "columns rows confidence_levels compare correction minimum_base",
    "bootstrap": "statistic by interval n_resamples rng confidence_level",
    "box_scores": "by boxes interval base confidence_level",
    "compare_conditions": "conditions test method by correction confidence_level",
    "compare_groups": "groups by first second test alternative correction confidence_level",
    "compare_overlapping": "first second test by alternative correction confidence_level",
    "compare_paired": "first second test correction by confidence_level",
    "correlations": "method items confidence_level",
    "cronbach_alpha": "items pairwise standardized interval confidence_level",
    "describe": "by boxes confidence_level",
    "equivalence": "first second margin test by correction confidence_level",
    "frequencies": "by base confidence_level",
    "item_analysis": "items pairwise",
    "mcdonald_omega": "items form interval confidence_level",
    "coding_agreement": "first second distance n_resamples rng confidence_level",
    "cohen_kappa": "first second weights by confidence_level",
    "icc": "first second definition average by confidence_level",
    "likert_table": "by total boxes",
    "krippendorff_alpha": "metric n_resamples rng confidence_level",
    "means": "by interval confidence_level",
    "ordinal_alpha": "items pairwise estimator",
    "poststratify": "population by",
    "read": "tool structure set_aside",
    "report": "path title",
    "write_spss": "path",
    "Export.draft_instrument": "name",
    "Export.responses": "instrument columns respondent condition stratum cluster weight",
    "Instrument.revise": "positive negative subscales reviewed",
    "Instrument.select": "names",
    "Responses.concat": "respondent",
    "Responses.from_wide": "instrument columns respondent stratum cluster weight",
    "Responses.to_frame": "values missing",
    "quantiles": "probabilities by confidence_level",
    "rake": "margins bounds tolerance max_iterations",
    "reliability": "items interval confidence_level",
    "scale_scores": "subscale items method min_answered",
    "split_half": "items n_splits interval rng confidence_level",
    "summarize": "design second invited",
    "test_retest": "first second by confidence_level",
    "trim": "low high",
    "careless": (
        "longstring irv mahalanobis even_odd synonyms n_criteria min_answered synonym_correlation"
    ),
    "cohort_influence": "first second by",
    "e_value": "sd",
    "floor_ceiling": "by subscale",
    "nonresponse_bounds": "invited",
    "order_robustness": "first second by",
    "tipping_point": "first second by confidence_level",
    "check_percentages": "percentages total rounding",
    "feasible_n": "candidates items rounding",
    "grim": "n items rounding",
    "overlap_bounds": "second n_first n_second scale rounding",
    "skipped_answers": "n rounding",
}


def test_every_option_is_looked_at() -> None:
    """A new option fails here until it is said what can make it void."""
    for name, function in {**PUBLIC, **METHODS}.items():
        options = list(inspect.signature(function).parameters)[1:]
        void = {one for case in VOID if case[0] is function for one in case[3]}
        always = set(ALWAYS.get(name, "").split())
        assert set(options) == void | always, name
        assert not void & always, name
    assert set(ALWAYS) <= {*PUBLIC, *METHODS}


def _named(case: Case) -> str:
    function, _, options, void = case
    return "-".join([function.__name__, *map(str, options.values()), *void])


@pytest.mark.parametrize("case", VOID, ids=_named)
def test_a_void_option_is_refused(case: Case) -> None:
    """By its name, with a hint; and without it the call has a result."""
    function, subjects, options, void = case
    (name,) = void
    with pytest.raises(ArgumentError) as caught:
        function(*subjects, **options, **void)
    assert re.search(rf"\b{name}\b|\b{name}_|collapse|interval|one of them.", str(caught.value))
    assert "Hint: " in str(caught.value)
    function(*subjects, **options)


COUNTS: list[Case] = [
    (lk.means, (PLAIN,), {"interval": "bca"}, {"n_resamples": 99, "rng": 1}),
    (lk.means, (STRATA.sampled(population={"x": 9, "y": 9}),), {}, {"standardize": "direct"}),
    (lk.means, (STRATA,), {}, {"standardize": "equal"}),
    (lk.compare_paired, (PAIRS, *AB), {}, {"zeros": "wilcoxon", "method": "exact"}),
    (lk.compare_paired, (PAIRS, *AB), {"correction": "max-t"}, {"n_resamples": 99, "rng": 1}),
    (lk.compare_conditions, (THREE,), {"method": "monte-carlo"}, {"n_resamples": 99, "rng": 1}),
    (lk.compare_overlapping, (PAIRS, *AB), {}, {"equal_variances": True}),
    (lk.compare_overlapping, (PAIRS, *AB), {"test": "proportion"}, {"boxes": (2, 1)}),
    (lk.equivalence, (PAIRS, *AB), {"margin": 0.5}, {"respondents": "matched"}),
    (
        lk.bias.nonresponse_bounds,
        (PLAIN,),
        {"invited": 9},
        {"boxes": (2, 1), "structural": (), "confidence_level": 0.9},
    ),
    (lk.bias.floor_ceiling, (PLAIN,), {}, {"threshold": 0.2}),
    (lk.bias.order_robustness, (PAIRS, *AB), {}, {"respondents": "matched"}),
    (lk.summarize, (PAIRS,), {}, {"correction": "none", "confidence_level": 0.9}),
]


@pytest.mark.parametrize("case", COUNTS, ids=_named)
def test_an_option_that_counts_is_kept(case: Case) -> None:
    """And the result tells it."""
    function, subjects, options, counted = case
    found = function(*subjects, **options, **counted)
    for name, value in counted.items():
        assert dict(found.options)[name] == value


@pytest.mark.parametrize(
    "data", [PLAIN, PLAIN.tally(), PAIRS.pairs(*AB)], ids=["responses", "tally", "pairs"]
)
@pytest.mark.parametrize(
    "void",
    [
        {"finite_population": False},
        {"lone_stratum": "certainty"},
        {"collapse": {"x": "y"}},
        {"cluster_population": {"x": 9, "y": 9}},
        {"population": {"x": 9, "y": 9}},
    ],
    ids=lambda one: next(iter(one)),
)
def test_a_design_without_meaning_is_refused(data: Any, void: dict[str, Any]) -> None:
    """Where it is declared, so that no estimate and no comparison has to."""
    with pytest.raises(ArgumentError, match=next(iter(void))):
        data.sampled(**void)


def test_no_result_keeps_a_void_option() -> None:
    """What a result keeps can be given again."""
    for case in VOID:
        function, subjects, options, void = case
        kept = dict(getattr(function(*subjects, **options), "options", ()))
        if function.__name__.startswith("compare_"):
            assert not set(kept) & set(void) - {"method", "alternative"}


def test_a_default_is_known_and_prints_as_its_value() -> None:
    """So that a signature can be read."""
    held = default("pratt")
    assert repr(held) == "'pratt'"
    assert settled(held, "zeros", "for test='t'") == "pratt"
    assert settled("pratt", "zeros") == "pratt"
    assert settled(None, "rng", "without a bootstrap") is None
    with pytest.raises(ArgumentError) as caught:
        settled("pratt", "zeros", "for test='t'")
    assert str(caught.value) == (
        "zeros='pratt' has no effect for test='t'.\nHint: leave `zeros=` out."
    )
    assert "zeros: 'Zeros' = 'pratt'" in str(inspect.signature(lk.compare_paired))
    assert np.isfinite(lk.compare_paired(PAIRS, "a", "b")["clear"].pvalue)
