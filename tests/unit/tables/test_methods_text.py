"""The methods section: what it says of results, and the references that it cites."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path
from typing import NoReturn

import numpy as np
import pandas as pd
import pytest
from tests.public import AGREEMENT, COMPARISONS, DATA, ESTIMATES, MEASUREMENT, PAIR

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.tables.methods import _references
from likertkit.tables.methods._clauses import (
    _AGREEMENT,
    _INTERVALS,
    _REFERENCES_OF_CORRECTIONS,
    _REFERENCES_OF_TESTS,
)
from likertkit.tables.methods._references import all_references

PACKAGE = Path(lk.__file__).parent
CITED = re.compile(r"\.\. \[\d+\] (.*?)(?=\n\s*\.\. \[|\n\s*\n)", re.DOTALL)


def cited_in_docstrings() -> list[str]:
    """Return the references of all docstrings, a line each."""
    texts = [path.read_text("utf-8") for path in PACKAGE.rglob("*.py")]
    return [" ".join(found.split()) for text in texts for found in CITED.findall(text)]


@pytest.mark.parametrize("key", sorted({*all_references()} - {"likertkit", "samnani2022"}))
def test_every_reference_is_as_a_docstring_cites_it(key):
    """Authors, year, title, journal, volume and pages."""
    reference = all_references()[key]
    fields = reference.fields
    families = [family for family, _ in reference.authors]
    who = families[0] if len(families) == 1 else f"{', '.join(families[:-1])} and {families[-1]}"
    start = f"{who} ({fields['year']}), {fields['title']}"
    where = [line for line in cited_in_docstrings() if line.startswith(start)]
    assert where, start
    rest = where[0].removeprefix(start)
    assert key.startswith(re.sub(r"\W", "", families[0].partition(" ")[0]).lower())
    for name in ("journal", "booktitle", "publisher", "volume", "pages"):
        assert fields.get(name, "").replace("--", "-") in rest


def test_the_study_is_cited_as_it_cites_itself():
    """Its reference is used where a result is of its instruments."""
    fields = all_references()["samnani2022"].fields
    citation = lk.studies.balint().citation
    for name in ("title", "journal", "year", "volume"):
        assert fields[name] in citation
    assert fields["pages"].replace("--", "-") in citation
    made = lk.methods_text(lk.describe(lk.studies.balint().synthetic(7).participants))
    assert "samnani2022" in made.keys
    assert "Synthetic answers" in str(made)
    assert "samnani2022" not in lk.methods_text(lk.means(DATA)).keys


def test_every_reference_is_cited_and_every_citation_is_known():
    """The file has no entry that nothing uses."""
    tables = [_REFERENCES_OF_TESTS, _REFERENCES_OF_CORRECTIONS]
    named = {key for table in tables for keys in table.values() for key in keys}
    named |= {key for _, keys in (*_INTERVALS.values(), *_AGREEMENT.values()) for key in keys}
    source = (PACKAGE / "tables" / "methods" / "_clauses.py").read_text("utf-8")
    written = set(re.findall(r'"([a-z]+\d{4}a?)"', source)) | {"likertkit", "samnani2022"}
    assert named <= written
    assert written == {*all_references()}


def answered(entry):
    """Return a table of the data that all entries share; of one condition where two are too few."""
    try:
        return entry.call(DATA)
    except lk.LikertkitError:
        return None


@pytest.mark.parametrize("room", [ESTIMATES, COMPARISONS, AGREEMENT, MEASUREMENT])
def test_every_result_has_a_paragraph(room):
    """Its items, its tests, its corrections and its levels; and each citation has its entry."""
    for entry in room.values():
        table = answered(entry)
        if table is None:
            continue
        made = lk.methods_text(table)
        text = str(made)
        assert text.startswith("Results were computed with likertkit")
        assert np.__version__ in text
        options = dict(table.options)
        if "correction" in options:
            assert f"the family is {sum(not np.isnan(r.pvalue) for r in table)} p-values" in text
        if options.get("view") == "keyed":
            assert "Scores are keyed" in text
        for reference in (all_references()[key] for key in made.keys if key != "likertkit"):
            assert reference.cited() in text
            assert reference.bibtex in made.bibtex
        assert made.bibtex.count("@") == len(made.keys)


def test_results_come_as_a_table_a_list_or_a_mapping():
    """What several tables say alike is said once."""
    tables = [lk.means(DATA), lk.compare_paired(DATA, *PAIR)]
    listed = lk.methods_text(tables)
    assert listed == lk.methods_text({"Table 1": tables[0], "Table 2": tables[1]})
    assert listed == lk.methods_text(iter(tables))
    assert str(listed).count("Scores are the codes as answered.") == 1
    assert lk.methods_text(tables[0]) == lk.methods_text(tables[:1])


@pytest.mark.parametrize(
    ("results", "error", "words"),
    [
        ([], ArgumentError, "no results"),
        ("means", ArgumentTypeError, "a str is not a table"),
        (3, ArgumentTypeError, "a int is not a table"),
        ([lk.means(DATA), 3], ArgumentTypeError, "a int is not a table"),
        (lk.means(DATA).filter(note="nowhere"), ArgumentError, "has no rows"),
    ],
)
def test_what_is_no_table_is_refused(results, error, words):
    """With what was found."""
    with pytest.raises(error, match=words):
        lk.methods_text(results)


def test_markdown_has_the_references_as_a_list():
    """Of articles, books, and software; with a version where the package is installed."""
    text = lk.methods_text(
        [lk.reliability(DATA), lk.compare_overlapping(DATA, *PAIR, test="proportion", boxes=(1, 1))]
    ).to_markdown()
    assert "\n- McDonald, R. P. (1999). *Test Theory: A Unified Treatment*. Erlbaum.\n" in text
    assert "- Harman, H. H., & Jones, W. H. (1966). Factor analysis by minimizing" in text
    assert "*Journal of Applied Quantitative Methods*, *10*(3).\n" in text
    assert "*Psychometrika*, *16*, 297–334.\n" in text
    assert "likertkit: Statistics of Likert surveys" in text


def test_the_version_stands_where_it_is_known(monkeypatch):
    """An installed package says its version; one on the path alone has none."""
    monkeypatch.setattr(metadata, "version", lambda name: f"9.{len(name)}")
    own = all_references()["likertkit"]
    assert "version = {9.9}" in own.bibtex
    assert "(Version 9.9)" in own.listed()
    assert "likertkit 9.9 under Python" in str(lk.methods_text(lk.means(DATA)))

    def missing(name) -> NoReturn:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert _references.package_version("likertkit") == ""
    assert "version" not in all_references()["likertkit"].bibtex


def test_numbers_of_missing_answers_and_draws_are_those_of_the_rows():
    """And what is said of designs, corrections and many items."""
    items = [lk.Item(f"q{i}", lk.LikertScale()) for i in range(8)]
    frame = pd.DataFrame(
        {
            "who": [1, 2, 3, 4] * 2,
            "when": ["a"] * 4 + ["b"] * 4,
            "w": [1.0, 2.0, 1.0, 2.0] * 2,
            **{f"q{i}": [1, 2, 3, None, 4, 5, 3, 2] for i in range(8)},
        }
    )
    trial = lk.Instrument("trial", items)
    data = lk.Responses(frame, trial, respondent="who", condition="when")
    text = str(lk.methods_text(lk.compare_paired(data, "a", "b", correction="none")))
    assert "8 items ('q0' to 'q7')" in text
    assert "The 8 p-values are not adjusted." in text
    assert "are left out (1 an item)." in text
    one = str(lk.methods_text(lk.compare_paired(data, "a", "b").filter(item="q1")))
    assert "on the item 'q1' by" in one
    assert "are left out (1)." in one
    drawn = lk.compare_paired(data, "a", "b", correction="max-t", n_resamples=50, rng=3)
    assert "(Westfall & Young, 1993)" in str(lk.methods_text(drawn))
    weighted = lk.Responses(frame, trial, respondent="who", condition="when", weight="w")
    text = str(lk.methods_text(lk.means(weighted)))
    assert "Weighted mean scores were estimated for 8 items" in text
    assert "Weights are sampling weights; n counts respondents." in text
    everybody = str(lk.methods_text(lk.box_scores(DATA, base="all")))
    assert "Respondents without a valid answer count in the base" in everybody
    assert "Blank answers are left out" in str(
        lk.methods_text(lk.frequencies(DATA, base="answered"))
    )
    three = lk.Responses(
        pd.concat([frame, frame[:4].assign(when="c")]), trial, respondent="who", condition="when"
    )
    found = lk.compare_conditions(three)
    assert "conditions 'a', 'b' and 'c' were compared within" in str(lk.methods_text(found))
    assert "Every two conditions were compared within" in str(lk.methods_text(found.pairs))
    both = lk.compare_groups(data, "when")
    assert "All 2 groups of 'when' were compared" in str(lk.methods_text(both.omnibus))
    assert "(there were none)" in str(lk.methods_text(lk.icc(data.where(who=[1, 2]), "a", "b")))


def test_a_view_that_turns_nothing_is_not_said():
    """Keyed scores of items that are all keyed positively are those as answered."""
    trial = lk.Instrument("t", [lk.Item("q", lk.LikertScale())])
    tally = lk.Tally.from_counts({"q": {1: 3, 4: 2}}, trial)
    assert "Scores are" not in str(lk.methods_text(lk.means(tally.scored("keyed"))))
    mixed = str(lk.methods_text([lk.means(DATA), lk.reliability(DATA)]))
    assert "Scores are the codes as answered (Means of trial)." in mixed
    assert "negatively keyed items are reversed (Reliability in trial)." in mixed
