"""What tables make of names and values that hold escape sequences and markup."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from tests import public

import likertkit as lk
from likertkit import bias

ESCAPE = "\x1b[31m\x1b]0;title\x07"
MARKUP = "<img src=x>\n\n# forged ![x](http://a.b) `"
HOSTILE = ESCAPE + MARKUP
SCALE = lk.LikertScale.preset("agreement", 5)
CONDITIONS = tuple(f"{name}{HOSTILE}" for name in public.PAIR)


def responses() -> lk.Responses:
    """Return answers of which every name and value is hostile."""
    items = [lk.Item(f"q{i}{HOSTILE}", SCALE) for i in (1, 2)]
    rows = [
        {
            f"who{HOSTILE}": f"{who}{HOSTILE}",
            f"when{HOSTILE}": condition,
            f"group{HOSTILE}": f"{'fm'[who % 2]}{HOSTILE}",
            **{item.name: 1 + (who * 7 + k + len(condition)) % 5 for k, item in enumerate(items)},
        }
        for who in range(12)
        for k, condition in enumerate(CONDITIONS)
        if (who, k) not in {(0, 0), (3, 1)}
    ]
    instrument = lk.Instrument(f"trial{HOSTILE}", items, title=f"Trial {HOSTILE}")
    return lk.Responses(
        pd.DataFrame(rows),
        instrument,
        respondent=f"who{HOSTILE}",
        condition=f"when{HOSTILE}",
    )


RESULTS = {
    "describe": lambda data: lk.describe(data, by=f"group{HOSTILE}"),
    "frequencies": lambda data: lk.frequencies(data, by=f"group{HOSTILE}"),
    "means pooled": lambda data: lk.means(data, by=()),
    "compare_paired": lambda data: lk.compare_paired(data, *CONDITIONS),
    "compare_groups": lambda data: lk.compare_groups(data, f"group{HOSTILE}"),
    "compare_overlapping": lambda data: lk.compare_overlapping(data, *CONDITIONS),
    "nonresponse_bounds": lambda data: bias.nonresponse_bounds(data, invited=200),
    "order_robustness": lambda data: bias.order_robustness(data, *CONDITIONS),
    "response_styles": bias.response_styles,
    "summarize": lk.summarize,
    "tally": lambda data: data.tally(),
    "pairs": lambda data: data.pairs(*CONDITIONS),
    "co-occurrences": lambda data: data.cotally(by=f"group{HOSTILE}"),
    "weights": lambda data: lk.poststratify(
        data,
        {f"{one}{HOSTILE}": 10 for one in "fm"},
        by=f"group{HOSTILE}",
    ),
    "threats": lambda data: bias.StudyDesign(
        conditions=tuple(bias.Condition(name, retrospective=True) for name in CONDITIONS)
    ).threats(data),
}


@pytest.mark.parametrize("name", RESULTS)
def test_nothing_reaches_the_terminal_or_the_page(name):
    """No control character but line breaks in print; no markup in Markdown, no tag in HTML."""
    found = RESULTS[name](responses())
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", repr(found)) is None
    if hasattr(found, "to_markdown"):
        text = found.to_markdown()
        assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text) is None
        assert re.search(r"^\s*#|(?<!\\)<|(?<!\\)\[|(?<!\\)`|\w://", text, re.MULTILINE) is None
    if hasattr(found, "_repr_html_"):
        page = found._repr_html_()
        assert "<img" not in page
        assert "\x1b" not in page


def test_published_means_are_cleaned_too():
    """Their title is that of the instrument."""
    instrument = lk.Instrument("trial", [lk.Item("q", SCALE)], title=HOSTILE)
    table = lk.published.PublishedTable(means={"a": {"q": "1.5"}}, instrument=instrument)
    assert "\x1b" not in repr(table)
    assert r"\<img" in table.to_markdown()
    assert "<img" not in table._repr_html_()
