"""Files that survey tools wrote, read as a user would read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import MixedCodingError, UnknownLabelError

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, encoding: str = "utf-8", header: int = 0) -> pd.DataFrame:
    """Return a file as text, cell by cell, the rows up to *header* left out."""
    return pd.read_csv(path, encoding=encoding, header=header, dtype=str, keep_default_na=False)


FAVOURABILITY = lk.LikertScale.from_labels(
    [
        "Very unfavorably",
        "Somewhat unfavorably",
        "Neither favorably nor unfavorably (neutral)",
        "Somewhat favorably",
        "Very favorably",
    ],
    nonsubstantive={"Unfamiliar (N/A)": None},
    positive="high",
)


def star_wars(shared: Path) -> lk.Responses:
    """Return the 14 favourability items; the second header row names them."""
    frame = read(shared / "exports/surveymonkey/538_StarWars.csv", "cp1252", header=1)
    names = list(frame.columns[15:29])
    instrument = lk.Instrument("star wars", [lk.Item(name, FAVOURABILITY) for name in names])
    return lk.Responses(frame, instrument)


def test_star_wars(shared: Path) -> None:
    """1,186 respondents, 14 characters, "Unfamiliar (N/A)" apart from blank."""
    answers = star_wars(shared)
    table = lk.describe(answers)
    assert len(table) == 14
    assert {row.n + row.n_missing for row in table} == {1186}
    han, jar_jar = table["Han Solo"], table["Jar Jar Binks"]
    assert (han.n, dict(han.missing)) == (
        814, {"n_missing_blank": 357, "n_missing_unfamiliar_n_a": 15},
    )  # fmt: skip
    total = 1 * 1 + 2 * 8 + 3 * 44 + 4 * 151 + 5 * 610
    assert han.mean == total / 814
    assert han.top_box == 610 / 814
    assert (jar_jar.n, jar_jar.mode) == (712, 1.0)
    counts = [row.count for row in lk.frequencies(answers).filter(item="Jar Jar Binks")]
    assert counts == [204, 102, 164, 130, 112]


def test_star_wars_without_its_reason(shared: Path) -> None:
    """Undeclared, "Unfamiliar (N/A)" is an answer that the scale does not have."""
    scale = lk.LikertScale.from_labels(list(FAVOURABILITY.labels.values()), positive="high")
    answers = star_wars(shared)
    frame = read(shared / "exports/surveymonkey/538_StarWars.csv", "cp1252", header=1)
    instrument = lk.Instrument("one", [lk.Item(answers.instrument.names[0], scale)])
    with pytest.raises(UnknownLabelError, match=r"'Unfamiliar \(N/A\)' \(15 rows: \d+, .*…\)"):
        lk.Responses(frame, instrument)


def test_kubernetes(shared: Path) -> None:
    """As SurveyMonkey writes it: BOM, two header rows, "1: strongly disagree" beside "2"."""
    path = shared / "exports/surveymonkey/k8s_contribex_2019.csv"
    top = pd.read_csv(path, header=None, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    frame = top.iloc[2:, [14, 15, 25, 27, 28]].set_axis(
        ["review", "talk", "ci", "flakes", "noise"], axis=1
    )
    challenge = lk.LikertScale(
        labels={1: "Not challenging at all", 5: "The most challenging part"}, positive="low"
    )
    agreement = lk.LikertScale(
        labels={1: "Strongly disagree", 5: "Strongly agree"}, positive="high"
    )
    items = [lk.Item(name, challenge) for name in ("review", "talk")]
    items += [lk.Item(name, agreement) for name in ("ci", "flakes", "noise")]
    answers = lk.Responses(frame, lk.Instrument("k8s", items))
    for row in lk.describe(answers):
        raw = frame[row.item]
        digits = pd.to_numeric(raw[raw != ""].str[0])
        assert (row.n, row.n_missing) == (len(digits), int((raw == "").sum()))
        assert row.mean == pytest.approx(digits.mean(), rel=1e-14)
        top_code = 1 if row.item in {"review", "talk"} else 5
        assert row.top_box == (digits == top_code).mean()


def test_cncf(shared: Path) -> None:
    """Labels at the ends, numbers between them, "N/A" beside them."""
    path = shared / "exports/surveymonkey/cncf_CNCF_Maintainers_Survey_2023_H2.csv"
    top = pd.read_csv(path, header=None, dtype=str, keep_default_na=False)
    frame = top.iloc[2:, [6, 8, 18]].set_axis(["recommend", "support", "toc"], axis=1)
    labels = {1: "Strongly disagree", 10: "Strongly agree"}
    scale = lk.LikertScale(range(1, 11), labels, nonsubstantive={"N/A": None}, positive="high")
    instrument = lk.Instrument("cncf", [lk.Item(name, scale) for name in frame.columns])
    table = lk.describe(lk.Responses(frame, instrument))
    assert [(row.n, row.n_missing) for row in table] == [(133, 0), (124, 9), (85, 48)]
    total = 1 + 2 * 4 + 6 * 5 + 8 * 6 + 14 * 7 + 19 * 8 + 28 * 9 + 55 * 10
    assert table["recommend"].mean == total / 133
    assert table["toc"].top_box == 22 / 85
    with pytest.raises(UnknownLabelError, match=r"item 'support' has 9 rows .*'N/A' \(9 rows: "):
        lk.Responses(frame, lk.Instrument("cncf", [
            lk.Item(name, lk.LikertScale(range(1, 11), labels)) for name in frame.columns
        ]))  # fmt: skip


def test_cncf_with_every_level_labelled_is_mixed_coding(shared: Path) -> None:
    """Numbers beside labels, on a scale in which the numbers have labels of their own."""
    path = shared / "exports/surveymonkey/cncf_CNCF_Maintainers_Survey_2023_H2.csv"
    top = pd.read_csv(path, header=None, dtype=str, keep_default_na=False)
    frame = top.iloc[2:, [6]].set_axis(["recommend"], axis=1)
    labels = {k: f"Level {k}" for k in range(2, 10)} | {
        1: "Strongly disagree",
        10: "Strongly agree",
    }
    scale = lk.LikertScale(range(1, 11), labels, positive="high")
    with pytest.raises(MixedCodingError, match="item 'recommend' has 77 rows"):
        lk.Responses(frame, lk.Instrument("cncf", [lk.Item("recommend", scale)]))


def test_dask(shared: Path) -> None:
    """Numbers that went round through floats: "4.0"; and a grid with labels."""
    frame = read(shared / "exports/gforms/dask_2019.csv")
    (ease,) = [name for name in frame.columns if name.startswith("How easy is it for you to upgr")]
    (gpus,) = [name for name in frame.columns if name.endswith("[GPUs]")]
    need = lk.LikertScale.from_labels(
        ["Not relevant for me", "Somewhat useful", "Critical to me"], positive="high"
    )
    instrument = lk.Instrument(
        "dask",
        [lk.Item("ease", lk.LikertScale((1, 2, 3, 4), positive="high")), lk.Item("gpus", need)],
    )
    answers = lk.Responses(frame, instrument, columns={"ease": ease, "gpus": gpus})
    counts = answers.tally().counts[0]
    assert counts[0].tolist() == [4, 15, 92, 144, 4]
    assert counts[1, :4].tolist() == [49, 115, 85, 10]


def test_sta107(shared: Path) -> None:
    """Before and after side by side; the published means are of all who answered each time."""
    frame = pd.read_csv(shared / "acceptance/STA107_quantitative.csv")
    instrument = lk.Instrument(
        "sta107",
        [
            lk.Item("communicate", lk.LikertScale(positive="high")),
            lk.Item("use_r", lk.LikertScale(positive="high")),
        ],
    )
    names = ["communicate_before", "communicate_after", "use_r_before", "use_r_after"]
    frame = frame.iloc[:, :4].set_axis(names, axis=1)
    columns = {
        when: {item: f"{item}_{when}" for item in ("communicate", "use_r")}
        for when in ("before", "after")
    }
    answers = lk.Responses.from_wide(frame, instrument, columns=columns)
    table = lk.means(answers)
    found = [(row.by[0][1], row.item, row.n, f"{row.mean:.2f}") for row in table]
    assert found == [
        ("before", "communicate", 352, "3.09"), ("before", "use_r", 348, "2.43"),
        ("after", "communicate", 351, "3.92"), ("after", "use_r", 348, "3.49"),
    ]  # fmt: skip
    # On the complete pairs the first mean is another one; the 352nd answer has no partner.
    pairs = frame.dropna(subset=["communicate_before", "communicate_after"])
    assert len(pairs) == 351
    assert table.rows[0].mean == frame["communicate_before"].mean()
    assert table.rows[0].mean != pairs["communicate_before"].mean()


def masculinity(shared: Path, *, level: bool) -> lk.Responses:
    """Return two weighted questions, "No answer" as a level or as no answer."""
    frame = pd.read_csv(
        shared / "exports/surveymonkey/538_masculinity_raw.csv", keep_default_na=False
    )
    answers = {
        "q0001": [f"{how} masculine" for how in ("Very", "Somewhat", "Not very", "Not at all")],
        "q0002": [f"{how} important" for how in ("Very", "Somewhat", "Not too", "Not at all")],
    }
    items = [
        lk.Item(
            name,
            lk.LikertScale.from_labels(
                [*labels, "No answer"] if level else labels,
                nonsubstantive={} if level else {"No answer": None},
            ),
        )
        for name, labels in answers.items()
    ]
    return lk.Responses(frame, lk.Instrument("masculinity", items), weight="weight")


TOPLINES = {"q0001": [37, 46, 11, 5, 1], "q0002": [16, 37, 28, 18, 0]}


@pytest.mark.parametrize("item", list(TOPLINES))
def test_masculinity_toplines(shared: Path, item: str) -> None:
    """The published shares, whose base holds "No answer", in both ways of declaring it."""
    rows = lk.frequencies(masculinity(shared, level=True)).filter(item=item)
    assert [round(100 * row.proportion) for row in rows] == TOPLINES[item]
    rows = lk.frequencies(masculinity(shared, level=False), base="all").filter(item=item)
    assert [round(100 * row.proportion) for row in rows] == TOPLINES[item][:4]
    assert {row.n + row.n_missing for row in rows} == {1615}
    assert rows.rows[0].n_missing == {"q0001": 14, "q0002": 9}[item]


def test_masculinity_toplines_say_that_they_do_not_add_up(shared: Path) -> None:
    """16 + 37 + 28 + 18 + 0 is 99."""
    table = lk.frequencies(masculinity(shared, level=True)).with_decimals(percentages=0)
    assert "Rounded percentages add up to 99 % for q0002." in table.to_text(200)


def test_masculinity_effective_size(shared: Path) -> None:
    """Kish's effective size of all 1,615 weights is 526.157."""
    answers = masculinity(shared, level=True)
    row = lk.means(answers)["q0001"]
    assert row.n == 1615
    assert row.effective_n == pytest.approx(526.157, abs=5e-4)
    weights = pd.read_csv(shared / "exports/surveymonkey/538_masculinity_raw.csv")["weight"]
    assert row.weighted_n == pytest.approx(np.sum(weights))
    fewer = lk.means(masculinity(shared, level=False))["q0001"]
    assert (fewer.n, fewer.n_missing) == (1601, 14)
    assert fewer.effective_n != pytest.approx(526.157, abs=5e-4)


def test_blank_cells_of_a_file_are_no_group(shared: Path) -> None:
    """Who left the gender blank is in neither of its two groups."""
    frame = read(shared / "exports/surveymonkey/538_StarWars.csv", "cp1252", header=1)
    names, gender = list(frame.columns[15:29]), frame.columns[33]
    filled = frame[gender].value_counts()
    assert set(filled.index) == {"Male", "Female", ""}
    study = lk.Instrument("star wars", [lk.Item(name, FAVOURABILITY) for name in names])
    answers = lk.Responses(frame, study)
    groups = {group[0] for group in answers.tally(by=gender).groups}
    assert groups == {"Female", "Male", None}
    table = lk.compare_groups(answers, gender)
    assert {(row.first, row.second) for row in table} == {("Female", "Male")}
    for row in table:
        valid = frame[row.item].isin(FAVOURABILITY.labels.values())
        assert row.n_first == (valid & (frame[gender] == "Female")).sum()
        assert row.n_second == (valid & (frame[gender] == "Male")).sum()
