"""A call of every public callable that succeeds, for one argument at a time to be made odd."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import polars as pl
from tests.survey_files import delimited, xlsx

import likertkit as lk
from likertkit import bias, published, testing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCALE = lk.LikertScale(labels={1: "Never", 5: "Always"}, positive="high", nonsubstantive={"N/A": 9})
ITEMS = [
    lk.Item("q1", SCALE, subscale="a"),
    lk.Item("q2", SCALE, subscale="a"),
    lk.Item("q3", SCALE, keyed="negative", subscale="b"),
]
INSTRUMENT = lk.Instrument("trial", ITEMS)
AGREEMENT = [
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
]
AGREED = lk.LikertScale.preset("agreement", 5)
PEOPLE = 12


@cache
def frame() -> pd.DataFrame:
    """Return twelve people, asked twice, in strata and clusters."""
    rows = range(2 * PEOPLE)
    return pd.DataFrame(
        {
            "who": [row % PEOPLE for row in rows],
            "when": ["before" if row < PEOPLE else "after" for row in rows],
            "grade": ["junior" if row % PEOPLE < 6 else "senior" for row in rows],
            "ward": [f"ward {row % PEOPLE // 2}" for row in rows],
            "group": ["x" if row % 2 else "y" for row in rows],
            "w": [1.0 + row % 3 for row in rows],
            "q1": [(row * 7) % 5 + 1 for row in rows],
            "q2": [(row * 3 + row // 5) % 5 + 1 for row in rows],
            "q3": [(row * row) % 5 + 1 if row % 8 else 9 for row in rows],
        }
    )


@cache
def before_and_after(**declared: str) -> lk.Responses:
    """Return the answers by respondent and condition, with what else is declared."""
    return lk.Responses(frame(), INSTRUMENT, respondent="who", condition="when", **declared)


@cache
def once(**declared: str) -> lk.Responses:
    """Return the answers before, one row a respondent."""
    first = frame()[frame()["when"] == "before"]
    return lk.Responses(first, INSTRUMENT, **declared)


@cache
def thrice() -> lk.Responses:
    """Return the answers under three conditions."""
    later = frame()[frame()["when"] == "before"].assign(when="later", q1=3)
    return lk.Responses(
        pd.concat([frame(), later], ignore_index=True),
        INSTRUMENT,
        respondent="who",
        condition="when",
    )


@cache
def coded() -> lk.Responses:
    """Return two codes of two coders."""
    book = lk.Instrument("book", [lk.Item(code, lk.LikertScale((0, 1))) for code in ("q1", "q2")])
    codes = frame().assign(q1=frame()["q1"] % 2, q2=frame()["q2"] % 2)
    return lk.Responses(codes, book, respondent="who", condition="when")


@cache
def pairs() -> lk.PairTally:
    """Return the pairs of before and after."""
    return before_and_after().pairs("before", "after")


@cache
def pairs_by_group() -> lk.PairTally:
    """Return the same pairs in two groups."""
    return before_and_after().pairs("before", "after", by="group")


def _narrowed_in_an_engine(**columns: Any) -> lk.Tally:
    """Return the counts of a part of a lazy frame."""
    lazy = pl.from_pandas(frame()).lazy()
    return lk.Responses(lazy, INSTRUMENT, condition="when").where(**columns).tally()


@cache
def design() -> lk.StudyDesign:
    """Return a design of two conditions and two cohorts."""
    return lk.StudyDesign(
        conditions=(lk.Condition("before", retrospective=True), lk.Condition("after")),
        cohorts=(lk.Cohort("junior", size=10, responded=6), lk.Cohort("senior", size=6)),
        invited=16,
        responded=12,
    )


@cache
def printed() -> published.PublishedTable:
    """Return printed means of two conditions."""
    return published.PublishedTable(
        {"before": {"q1": "2.50"}, "after": {"q1": "3.25"}},
        lk.Instrument("printed", ITEMS[:1]),
        n={"before": 12, "after": 12},
    )


@cache
def weighting() -> lk.Weighting:
    """Return weights that meet a margin."""
    return lk.poststratify(once(), {"x": 10, "y": 30}, by="group")


@cache
def folder() -> Path:
    """Return a folder with an instrument, a design and exports in it."""
    place = Path(tempfile.mkdtemp(prefix="likertkit-fuzz-"))
    INSTRUMENT.save(place / "instrument.toml")
    (place / "design.toml").write_text('[[conditions]]\nname = "before"\n', encoding="utf-8")
    rows = [
        ["id", "A1", "Say", "grade", "w"],
        *([j, AGREEMENT[j % 5], f"no {j}", j % 2, j + 1] for j in range(6)),
    ]
    (place / "answers.csv").write_text(delimited(rows), encoding="utf-8")
    (place / "answers.xlsx").write_bytes(xlsx({"Sheet1": rows}))
    (place / "dictionary.csv").write_text(
        delimited([
            ["Variable / Field Name", "Field Type", "Field Label",
             "Choices, Calculations, OR Slider Labels"],
            ["Say", "text", "Say it", ""],
        ]),
        encoding="utf-8",
    )  # fmt: skip
    lk.write_spss(once(), place / "answers.sav")
    return place


@cache
def export() -> lk.io.Export:
    """Return an export whose draft has one item."""
    return lk.read(folder() / "answers.csv")


class Call(NamedTuple):
    """A call that succeeds.

    Attributes
    ----------
    function : callable
        What is called.
    arguments : mapping of str to object
        Its keyword arguments; those before the slash, or positional, by the place as text.
    left_out : tuple of str
        Values of an argument, as "argument: value", that are right and only take long.
    """

    function: Callable[..., object]
    arguments: Mapping[str, object]
    left_out: tuple[str, ...] = ()

    def run(self, **odd: object) -> object:
        """Call, with some arguments replaced."""
        arguments = {**self.arguments, **odd}
        places = sorted((name for name in arguments if name.isdigit()), key=int)
        by_place = [arguments.pop(name) for name in places]
        return self.function(*by_place, **arguments)


# How often a bootstrap or a random test draws is the reader's choice: many take long.
_MANY = ("n_resamples: 10**6", "n_resamples: 2**31", "n_resamples: 2**63", "n_resamples: -2**63")
_DRAWS = (*_MANY, "n_resamples: 10**400", "n_resamples: np.uint64")


def _call(function: Callable[..., object], /, *left_out: str, **arguments: object) -> Call:
    return Call(function, arguments, left_out)


def calls() -> dict[str, Call]:
    """Return a call of every public callable, by its name."""
    long, single = before_and_after(), once()
    sizes = {"junior": 60, "senior": 40}
    staged = before_and_after(stratum="grade").sampled(population=sizes)
    sample_of: dict[str, Any] = {
        "population": sizes,
        "finite_population": True,
        "lone_stratum": "raise",
        "collapse": None,
        "cluster_population": None,
    }
    design_of: dict[str, Any] = {
        "standardize": "population",
        "confidence_level": 0.95,
        "by": ("group", "when"),
    }
    drawn = {**design_of, "n_resamples": 50, "rng": 1}
    two = {"0": long, "first": "before", "second": "after"}
    return {
        "LikertScale": _call(
            lk.LikertScale,
            codes=(1, 2, 3),
            labels={1: "No", 3: "Yes"},
            positive="high",
            nonsubstantive={"N/A": 9},
        ),
        "LikertScale.from_labels": _call(
            lk.LikertScale.from_labels,
            labels=["No", "Perhaps", "Yes"],
            first_code=1,
            positive="high",
            nonsubstantive={"N/A": 9},
        ),
        "LikertScale.preset": _call(
            lk.LikertScale.preset,
            kind="agreement",
            points=5,
            positive="high",
            nonsubstantive={"N/A": None},
        ),
        "LikertScale.from_name": _call(lk.LikertScale.from_name, name="agreement-5"),
        "scale.encode": _call(SCALE.encode, values=["Never", 3, "5", None]),
        "scale.decode": _call(SCALE.decode, codes=[1, 5, None]),
        "scale.reverse": _call(SCALE.reverse, codes=[1, 5, None]),
        "Item": _call(lk.Item, name="q1", scale=SCALE, text="One?", keyed="negative", subscale="a"),
        "item.scores": _call(ITEMS[0].scores, **{"0": "keyed"}),
        "Instrument": _call(
            lk.Instrument, name="trial", items=ITEMS, title="A trial", citation="Nobody (2026)"
        ),
        "instrument[]": _call(INSTRUMENT.__getitem__, **{"0": "q1"}),
        "instrument.subscale": _call(INSTRUMENT.subscale, **{"0": "a"}),
        "instrument.select": _call(INSTRUMENT.select, **{"0": "q1"}),
        "instrument.revise": _call(
            INSTRUMENT.revise,
            positive="high",
            negative="q3",
            subscales={"all": "q*"},
            reviewed=True,
        ),
        "instrument.save": _call(INSTRUMENT.save, path=folder() / "saved.toml"),
        "Instrument.load": _call(lk.Instrument.load, path=folder() / "instrument.toml"),
        "Responses": _call(
            lk.Responses,
            frame=frame(),
            instrument=INSTRUMENT,
            columns={"q1": "q1"},
            respondent="who",
            condition="when",
            stratum="grade",
            cluster="ward",
            weight="w",
        ),
        "Responses.from_wide": _call(
            lk.Responses.from_wide,
            frame=frame()[frame()["when"] == "before"].assign(r1=3, r2=2, r3=1),
            instrument=INSTRUMENT,
            columns={
                "now": {"q1": "q1", "q2": "q2", "q3": "q3"},
                "then": {"q1": "r1", "q2": "r2", "q3": "r3"},
            },
            respondent="who",
            stratum="grade",
            cluster="ward",
            weight="w",
        ),
        "Responses.from_wide by patterns": _call(
            lk.Responses.from_wide,
            frame=frame()[frame()["when"] == "before"].assign(r1=3, r2=2, r3=1),
            instrument=INSTRUMENT,
            columns={"now": "{item}", "then": {"q1": "r1", "q2": "r2", "q3": "r3"}},
        ),
        "Responses.concat": _call(
            lk.Responses.concat,
            parts={"pre": single, "post": single},
            respondent="who",
        ),
        "responses.to_frame": _call(long.to_frame, values="labels", missing="reason"),
        "responses.tally": _call(staged.tally, by="group"),
        "responses.pairs": _call(
            staged.pairs, first="before", second="after", by="group", disjoint=False
        ),
        "responses.cotally": _call(single.cotally, subscale=None, items=["q1", "q2"], by=()),
        "responses.cotally of a subscale": _call(single.cotally, subscale="a"),
        "responses.scored": _call(single.scored, **{"0": "keyed"}),
        "responses.weighted": _call(single.weighted, **{"0": weighting()}),
        "responses.participation": _call(long.participation),
        "Tally.from_counts": _call(
            lk.Tally.from_counts, counts={"q1": {1: 3, 5: 2}}, instrument=INSTRUMENT
        ),
        "Tally.sum": _call(lk.Tally.sum, **{"0": [single.tally(), single.tally()]}),
        "tally +": _call(single.tally().__add__, **{"0": single.tally()}),
        "tally.marginal": _call(staged.tally().marginal, **{"0": ["when"]}),
        "PairTally.from_table": _call(
            lk.PairTally.from_table, table=[[3, 1, 0, 0, 0]] * 5, scale=SCALE
        ),
        "PairTally.sum": _call(lk.PairTally.sum, **{"0": [pairs()]}),
        "responses.sampled": _call(staged.sampled, **sample_of),
        "tally.sampled": _call(staged.tally().sampled, **sample_of),
        "pairs.sampled": _call(pairs().sampled, population=60, finite_population=True),
        "responses.where": _call(staged.where, group="x", when=["before", "after"]),
        "responses.where of an engine": _call(_narrowed_in_an_engine, group="x", w=2.0),
        "tally.where": _call(staged.tally(by="group").where, group="x", grade=["junior"]),
        "pairs.where": _call(pairs_by_group().where, group="x"),
        "cotally.where": _call(single.cotally(by="group").where, group="x"),
        "describe": _call(lk.describe, **{"0": staged, **design_of, "boxes": (1, 1)}),
        "frequencies": _call(
            lk.frequencies, **{"0": staged, **design_of, "interval": "wilson", "base": "valid"}
        ),
        "box_scores": _call(
            lk.box_scores,
            **{"0": staged, **design_of, "interval": "wilson", "base": "all", "boxes": (2, 2)},
        ),
        "quantiles": _call(lk.quantiles, **{"0": staged, **design_of}),
        "means": _call(
            lk.means, **{"0": staged, **design_of, "variance": "conditional", "interval": "t"}
        ),
        "means by a bootstrap": _call(
            lk.means,
            *_DRAWS,
            **{
                "0": once(stratum="grade").sampled(population=sizes),
                **drawn,
                "by": "group",
                "interval": "bootstrap",
            },
        ),
        "bootstrap": _call(
            lk.bootstrap,
            *_DRAWS,
            # What a user's own function raises is the user's to see.
            "statistic: class",
            "statistic: function",
            **{
                "0": once(stratum="grade").sampled(population=sizes),
                **drawn,
                "by": "group",
                "statistic": "median",
                "interval": "bca",
            },
        ),
        "agreement": _call(
            lk.agreement,
            *_DRAWS,
            **{"0": single, "interval": "bca", "n_resamples": 50, "rng": 1},
        ),
        "reliability": _call(
            lk.reliability,
            *_DRAWS,
            **{
                "0": single,
                "items": ["q1", "q2", "q3"],
                "interval": "bootstrap",
                "n_resamples": 50,
                "rng": 1,
                "confidence_level": 0.9,
            },
        ),
        "cronbach_alpha": _call(
            lk.cronbach_alpha,
            **{
                "0": long,
                "items": {"all": "q*"},
                "pairwise": True,
                "standardized": True,
                "interval": "feldt",
                "confidence_level": 0.9,
            },
        ),
        "mcdonald_omega": _call(
            lk.mcdonald_omega,
            **{"0": single, "items": "q1..q3", "form": "observed", "interval": "none"},
        ),
        "ordinal_alpha": _call(
            lk.ordinal_alpha,
            **{"0": single, "items": None, "pairwise": False, "estimator": "two-step"},
        ),
        "split_half": _call(
            lk.split_half,
            *_DRAWS,
            **{
                "0": single,
                "n_splits": 100,
                "interval": "bootstrap",
                "n_resamples": 50,
                "rng": 1,
            },
        ),
        "item_analysis": _call(
            lk.item_analysis, **{"0": single.cotally(), "items": None, "pairwise": True}
        ),
        "correlations": _call(
            lk.correlations,
            **{
                "0": long,
                "method": "polychoric",
                "items": "q*",
                "estimator": "maximum-likelihood",
                "confidence_level": 0.9,
            },
        ),
        "scale_scores": _call(
            lk.scale_scores,
            **{
                "0": before_and_after(),
                "subscale": "a",
                "items": {"total": "q*"},
                "method": "mean",
                "min_answered": 0.5,
            },
        ),
        "scores": _call(lk.means, **{"0": lk.scale_scores(before_and_after())}),
        "scores.to_frame": _call(
            lk.scale_scores(before_and_after()).to_frame, values="scores", missing="reason"
        ),
        "likert_table": _call(
            lk.likert_table, **{"0": single, "by": "group", "total": True, "boxes": (1, 1)}
        ),
        "banner": _call(
            lk.banner,
            **{
                "0": single,
                "1": ["group"],
                "rows": "boxes",
                "boxes": (1, 1),
                "confidence_levels": (0.95, 0.9),
                "compare": "columns",
                "correction": "holm",
                "minimum_base": 2,
            },
        ),
        "comparison_table": _call(
            lk.comparison_table,
            **{"0": lk.compare_groups(single, "group"), "effect": "hedges_g"},
        ),
        "methods_text": _call(lk.methods_text, **{"0": lk.means(single)}),
        "compare_groups of changes": _call(
            lk.compare_groups, **{"0": pairs_by_group(), "1": "group", "test": "t"}
        ),
        "poststratify": _call(
            lk.poststratify, **{"0": single, "1": {"x": 10, "y": 30}, "by": "group"}
        ),
        "rake": _call(
            lk.rake,
            **{
                "0": single,
                "1": {"group": {"x": 10, "y": 30}},
                "bounds": (0.1, 9.0),
                "tolerance": 1e-9,
                "max_iterations": 50,
            },
        ),
        "trim": _call(lk.trim, **{"0": weighting(), "low": 0.5, "high": 12.0}),
        "effective_sample_size": _call(lk.effective_sample_size, **{"0": [1.0, 2.0]}),
        "design_effect": _call(lk.design_effect, **{"0": [1.0, 2.0]}),
        "compare_paired": _call(
            lk.compare_paired,
            *_DRAWS,
            **{
                **two,
                "test": "wilcoxon",
                "zeros": "pratt",
                "method": "auto",
                "alternative": "two-sided",
                "correction": "holm",
                "by": (),
                "confidence_level": 0.95,
            },
        ),
        "compare_paired by flips": _call(
            lk.compare_paired,
            *_DRAWS,
            **{**two, "correction": "max-t", "n_resamples": 50, "rng": 1},
        ),
        "compare_groups": _call(
            lk.compare_groups,
            **{
                "0": single,
                "1": "group",
                "by": None,
                "first": "x",
                "second": "y",
                "test": "mann-whitney",
                "method": "auto",
                "alternative": "two-sided",
                "correction": "holm",
                "confidence_level": 0.95,
            },
        ),
        "compare_groups of proportions": _call(
            lk.compare_groups,
            **{"0": single, "1": "group", "test": "proportion", "boxes": (2, 2)},
        ),
        "compare_conditions": _call(
            lk.compare_conditions,
            **{
                "0": thrice(),
                "conditions": ["before", "after", "later"],
                "test": "friedman",
                "by": (),
                "correction": "holm",
                "confidence_level": 0.95,
            },
        ),
        "compare_overlapping": _call(
            lk.compare_overlapping,
            **{
                **two,
                "test": "t",
                "equal_variances": True,
                "by": (),
                "alternative": "less",
                "correction": "none",
                "confidence_level": 0.9,
            },
        ),
        "compare_overlapping of shares": _call(
            lk.compare_overlapping, **{**two, "test": "proportion", "boxes": (2, 2)}
        ),
        "equivalence": _call(
            lk.equivalence,
            **{
                **two,
                "margin": 0.5,
                "test": "t",
                "respondents": "all",
                "by": (),
                "correction": "holm",
                "confidence_level": 0.95,
            },
        ),
        "test_retest": _call(
            lk.test_retest, **{**two, "0": pairs(), "by": (), "confidence_level": 0.95}
        ),
        "icc": _call(
            lk.icc,
            **{"0": thrice(), "definition": "consistency", "average": True, "by": "group"},
        ),
        "icc of two": _call(lk.icc, **two, confidence_level=0.9),
        "cohen_kappa": _call(
            lk.cohen_kappa, **{**two, "weights": "linear", "by": (), "confidence_level": 0.95}
        ),
        "krippendorff_alpha": _call(
            lk.krippendorff_alpha,
            *_DRAWS,
            **{"0": long, "metric": "interval", "n_resamples": 50, "rng": 1},
        ),
        "krippendorff_alpha of rows": _call(
            lk.krippendorff_alpha,
            *_DRAWS,
            **{"0": long, "unit": "ward", "rater": "who", "n_resamples": 50, "rng": 1},
            confidence_level=0.9,
        ),
        "coding_agreement": _call(
            lk.coding_agreement,
            *_DRAWS,
            **{**two, "0": coded(), "distance": "jaccard", "n_resamples": 50, "rng": 1},
            confidence_level=0.9,
        ),
        "summarize": _call(
            lk.summarize,
            **{
                "0": staged,
                "design": design(),
                "first": "before",
                "second": "after",
                "invited": 16,
                "correction": "holm",
                "confidence_level": 0.95,
            },
        ),
        "summarize printed means": _call(lk.summarize, **{"0": printed(), "design": design()}),
        "Condition": _call(
            lk.Condition,
            name="before",
            period="2019-09/2020-02",
            rated_when="2021-03",
            rated_after="after",
            retrospective=True,
            context="the clinic",
            invited=16,
            responded=12,
        ),
        "Cohort": _call(
            lk.Cohort,
            name="junior",
            size=10,
            responded=6,
            mandatory=True,
            frequency="weekly",
            conditions=("before",),
        ),
        "StudyDesign": _call(
            lk.StudyDesign,
            conditions=design().conditions,
            cohorts=design().cohorts,
            invited=16,
            responded=12,
            n_items=3,
            exclusions={"students": 2},
            limitations={"recall": "said"},
        ),
        "design.threats": _call(design().threats, **{"0": long}),
        "design.cohort": _call(design().cohort, **{"0": "junior"}),
        "design.condition": _call(design().condition, **{"0": "before"}),
        "design.eligible": _call(design().eligible, **{"0": "before"}),
        "bias.load_design": _call(bias.load_design, path=folder() / "design.toml"),
        "bias.nonresponse_bounds": _call(
            bias.nonresponse_bounds,
            **{
                "0": single,
                "invited": 16,
                "by": None,
                "structural": "N/A",
                "boxes": (1, 1),
                "confidence_level": 0.95,
            },
        ),
        "bias.nonresponse_bounds of printed means": _call(
            bias.nonresponse_bounds, **{"0": printed(), "invited": 16}
        ),
        "bias.tipping_point": _call(
            bias.tipping_point, **{**two, "by": (), "confidence_level": 0.95}
        ),
        "bias.order_robustness": _call(
            bias.order_robustness, **{**two, "respondents": "matched", "by": ()}
        ),
        "bias.cohort_influence": _call(
            bias.cohort_influence,
            **{
                "0": staged.sampled(population={"junior": 30, "senior": 90}),
                "first": "before",
                "second": "after",
                "by": "group",
            },
        ),
        "bias.e_value": _call(bias.e_value, difference=0.5, sd=1.0, low=0.1, high=0.9),
        "bias.floor_ceiling": _call(
            bias.floor_ceiling, **{"0": single, "by": "group", "subscale": "a", "threshold": 0.15}
        ),
        "bias.response_styles": _call(bias.response_styles, **{"0": single}),
        "bias.careless": _call(
            bias.careless,
            **{
                "0": single,
                "longstring": 0.5,
                "irv": 0.1,
                "mahalanobis": 0.001,
                "even_odd": 0.3,
                "synonyms": 0.2,
                "n_criteria": 1,
                "min_answered": 2,
                "synonym_correlation": 0.6,
            },
        ),
        "bias.threat_rules": _call(bias.threat_rules),
        "published.grim": _call(published.grim, mean="1.78", n=51, items=1, rounding="half"),
        "published.feasible_n": _call(
            published.feasible_n,
            means={"q1": "1.78", "q2": "2.50"},
            candidates=range(10, 20),
            items=1,
            rounding="half",
        ),
        "published.skipped_answers": _call(
            published.skipped_answers, means={"q1": "1.78"}, n=51, rounding="half"
        ),
        "published.overlap_bounds": _call(
            published.overlap_bounds,
            first={"q1": "1.78"},
            second={"q1": "1.55"},
            n_first=51,
            n_second=41,
            n_both=41,
            scale=SCALE,
            rounding="half",
        ),
        "published.overlap_bounds of some": _call(
            published.overlap_bounds,
            first={"q1": "1.78"},
            second={"q1": "1.55"},
            n_first=51,
            n_second=41,
            n_respondents=51,
            scale=SCALE,
        ),
        "published.check_percentages": _call(
            published.check_percentages,
            counts={"yes": 5, "no": 6},
            percentages={"yes": "45", "no": "55"},
            total=11,
            rounding="half",
        ),
        "published.PublishedTable": _call(
            published.PublishedTable,
            means={"before": {"q1": "2.50"}},
            instrument=lk.Instrument("printed", ITEMS[:1]),
            n={"before": 12},
            sds={"before": {"q1": "1.10"}},
        ),
        "printed.mean": _call(printed().mean, **{"0": "before", "1": "q1"}),
        "printed.differences": _call(printed().differences, **{"0": "before", "1": "after"}),
        "read": _call(
            lk.read,
            path=folder() / "answers.csv",
            tool="redcap",
            structure=folder() / "dictionary.csv",
            encoding="utf-8",
            separator="comma",
            set_aside="test",
        ),
        "read of a workbook": _call(lk.read, path=folder() / "answers.xlsx", sheet="Sheet1"),
        "read of SPSS": _call(lk.read, path=folder() / "answers.sav", encoding="utf-8"),
        "export.draft_instrument": _call(export().draft_instrument, name="course"),
        "export.left_out": _call(export().left_out),
        "export.responses": _call(
            export().responses,
            **{
                "0": lk.Instrument("course", [lk.Item("a", AGREED)]),
                "columns": {"a": "A1"},
                "respondent": "id",
                "stratum": "grade",
                "cluster": "Say",
                "weight": "w",
            },
        ),
        "codebook": _call(lk.codebook, **{"0": single}),
        "write_spss": _call(lk.write_spss, **{"0": single, "path": folder() / "written.sav"}),
        "write_spss of an export": _call(
            lk.write_spss, **{"0": export(), "path": folder() / "written.zsav"}
        ),
        "studies.balint": _call(lk.studies.balint),
        "study.synthetic": _call(lk.studies.balint().synthetic, **{"0": 1, "correlation": 0.5}),
        "table[]": _call(lk.means(single).__getitem__, **{"0": "q1"}),
        "table.filter": _call(lk.means(single).filter, item="q1"),
        "table.with_decimals": _call(
            lk.frequencies(single).with_decimals, percentages=2, pvalues=4
        ),
        "table.to_text": _call(lk.means(single).to_text, width=80),
        "Interval": _call(lk.Interval, low=0.0, high=1.0, level=0.95),
        "testing.scales": _call(
            testing.scales,
            min_levels=2,
            max_levels=5,
            labels="all",
            positive="high",
            nonsubstantive=True,
        ),
        "testing.instruments": _call(
            testing.instruments,
            min_items=1,
            max_items=2,
            scale=SCALE,
            keyed="positive",
            subscales=True,
        ),
        "testing.responses": _call(
            testing.responses,
            "by: long text",
            **{
                "0": INSTRUMENT,
                "min_rows": 0,
                "max_rows": 5,
                "engines": "pandas",
                "respondent": True,
                "condition": True,
                "stratum": True,
                "cluster": True,
                "weight": True,
                "by": "group",
            },
        ),
        "testing.tallies": _call(
            testing.tallies,
            "by: long text",
            **{
                "0": INSTRUMENT,
                "max_count": 9,
                "condition": True,
                "stratum": True,
                "weighted": True,
                "by": "group",
                "view": "keyed",
            },
        ),
        "testing.pair_tallies": _call(
            testing.pair_tallies,
            "by: long text",
            **{
                "0": INSTRUMENT,
                "max_count": 9,
                "stratum": True,
                "weighted": True,
                "by": "group",
                "view": "keyed",
            },
        ),
    }


def own_objects() -> dict[str, Callable[[], object]]:
    """Return objects of the library, each where another is expected."""
    return {
        "a scale": lambda: SCALE,
        "an item": lambda: ITEMS[0],
        "an instrument": lambda: INSTRUMENT,
        "responses": before_and_after,
        "weighted responses": lambda: before_and_after(weight="w"),
        "clustered responses": lambda: once(cluster="ward"),
        "a tally": lambda: before_and_after().tally(),
        "pairs": pairs,
        "a co-tally": lambda: once().cotally(),
        "a weighting": weighting,
        "a table": lambda: lk.means(once()),
        "a design": design,
        "printed means": printed,
        "an export": export,
        "an error": lambda: lk.LikertkitError("odd"),
    }
