"""How long it takes to read exports, beside the libraries that only open the files.

Each figure is a ratio to the peer on the same file, in turn.  Memory is the most that a fresh
process holds beyond what it held before it read, in multiples of what the peer holds.

- 100 MB of CSV beside ``pandas.read_csv``: at the most 5 times as long, and 5 times the memory.
- 50,000 x 30 of XLSX beside python-calamine alone: at the most 1.5 times.
- An SPSS file of 100,000 x 50 beside pyreadstat alone.
- Ten times the rows, or ten times the columns: some ten times the time.

A smaller share can be given, as in ``nox -s bench -- 0.1``: a tenth of each file's rows.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import pyreadstat
from python_calamine import CalamineWorkbook
from timing import milliseconds

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# Other benchmarks take a number of rows: a share is below 1.
SHARE = min(1.0, float(sys.argv[1])) if len(sys.argv) > 1 else 1.0
WORDS = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
CSV_BYTES = int(100_000_000 * SHARE)
MIB = 2**20
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def headings(n_items: int) -> list[str]:
    """Return the headings of a survey: two of identity, then items, then open text."""
    items = [f"How much do you agree? [Statement {k}]" for k in range(1, n_items + 1)]
    return ["Respondent ID", "Started", *items, "What else?"]


def answers(n_rows: int, n_items: int) -> Iterator[list[object]]:
    """Yield rows of answers; one in four says something, in lines and with quotation marks."""
    rng = np.random.default_rng(20_261)
    words = np.array([*WORDS, ""], dtype=object)
    for start in range(0, n_rows, 10_000):
        some = words[rng.integers(0, 6, (min(10_000, n_rows - start), n_items))].tolist()
        for j, row in enumerate(some, start):
            text = f'They said "{j}",\nand left, again and again' if j % 4 == 0 else ""
            yield [f"R_{j:09}", f"2026-03-{j % 28 + 1:02} 10:{j % 60:02}", *row, text]


def write_csv(path: Path, n_rows: int, n_items: int, most: int = sys.maxsize) -> None:
    """Write a text file of so many rows, or of so many bytes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings(n_items))
        for j, row in enumerate(answers(n_rows, n_items)):
            writer.writerow(row)
            if j % 1000 == 0 and file.tell() >= most:
                break


def write_xlsx(path: Path, n_rows: int, n_items: int) -> None:
    """Write a workbook as spreadsheet programs do: each text once, in a table of its own."""
    texts: dict[str, int] = {}
    columns = [letters(k) for k in range(n_items + 3)]
    lines = []
    rows = (headings(n_items), *answers(n_rows, n_items))
    for j, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{column}{j}" t="s"><v>{texts.setdefault(str(cell), len(texts))}</v></c>'
            for column, cell in zip(columns, row, strict=True)
            if cell
        )
        lines.append(f'<row r="{j}">{cells}</row>')
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relations("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relations("worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Answers" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def letters(place: int) -> str:
    """Return the letters of a column of a sheet."""
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)


def relations(kind: str, target: str) -> str:
    """Return what says that a part of a workbook belongs to another part."""
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def write_sav(path: Path, n_rows: int, n_columns: int) -> None:
    """Write an SPSS file of labelled codes, some of them missing."""
    rng = np.random.default_rng(20_262)
    codes = rng.choice([1.0, 2.0, 3.0, 4.0, 5.0, 99.0, np.nan], (n_rows, n_columns))
    names = [f"q{k}" for k in range(1, n_columns + 1)]
    labels = {**dict(enumerate(WORDS, 1)), 99: "No answer"}
    pyreadstat.write_sav(
        pd.DataFrame(codes, columns=names),
        path,
        variable_value_labels=dict.fromkeys(names, labels),
        missing_ranges={name: [99] for name in names},
    )


def held(work: str, path: Path) -> float:
    """Return how many MiB a fresh process holds at the most, over what it held before."""
    script = f"""
import sys, pandas, numpy, pyreadstat, likertkit as lk
from python_calamine import CalamineWorkbook
def size(name):
    text = open("/proc/self/status").read()
    return int(text.partition(name + ":")[2].split()[0]) / 1024
path = sys.argv[1]
before = size("VmRSS")
read = {work}
print(size("VmHWM") - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def beside(what: str, path: Path, ours: str, peer: str, n_runs: int = 3) -> None:
    """Print the time and the memory of a work over those of its peer."""
    names = {"lk": lk, "pandas": pd, "pyreadstat": pyreadstat, "path": str(path)}
    names["CalamineWorkbook"] = CalamineWorkbook
    works = [eval(f"lambda: {work}", names) for work in (ours, peer)]  # noqa: S307 - two lines of ours
    time_ours, time_peer = milliseconds(*works, n_runs=n_runs)
    print(f"{what}, {path.stat().st_size / MIB:.0f} MiB: {time_ours / 1e3:.2f} s")
    print(f"  {peer.partition('(')[0]}: {time_peer / 1e3:.2f} s, ratio {time_ours / time_peer:.2f}")
    if Path("/proc/self/status").exists():
        most, its = held(ours, path), held(peer, path)
        print(f"  memory: {most:.0f} MiB beside {its:.0f} MiB, ratio {most / its:.2f}")


def growth(what: str, sizes: Sequence[int], works: Sequence[Callable[[], object]]) -> None:
    """Print the time of works of growing size, and by how much each takes longer."""
    spent = milliseconds(*works, n_runs=1)
    shown = [f"{size:,}: {time / 1e3:.2f} s" for size, time in zip(sizes, spent, strict=True)]
    ratios = [f"{b / a:.1f}" for a, b in pairwise(spent)]
    print(f"{what}: {', '.join(shown)}; ratios {', '.join(ratios)}")


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        text = place / "answers.csv"
        write_csv(text, sys.maxsize, 40, CSV_BYTES)
        beside("CSV", text, "lk.read(path)", "pandas.read_csv(path, dtype=str)")
        book = place / "answers.xlsx"
        write_xlsx(book, int(50_000 * SHARE), 27)
        opened = "CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()"
        beside("XLSX", book, "lk.read(path)", opened)
        file = place / "answers.sav"
        write_sav(file, int(100_000 * SHARE), 50)
        alone = "pyreadstat.read_sav(path, user_missing=True)"
        beside("SPSS", file, "lk.read(path)", alone)
        sizes = [int(n * SHARE) for n in (10_000, 100_000, 1_000_000)]
        paths = [place / f"rows{n}.csv" for n in sizes]
        for n, path in zip(sizes, paths, strict=True):
            write_csv(path, n, 8)
        growth("rows, of 11 columns", sizes, [lambda path=path: lk.read(path) for path in paths])
        sizes = [500, 1_000, 2_000, 5_000]
        paths = [place / f"columns{n}.csv" for n in sizes]
        for n, path in zip(sizes, paths, strict=True):
            write_csv(path, 200, n)
        growth("columns, of 200 rows", sizes, [lambda path=path: lk.read(path) for path in paths])
        exports = [lk.read(path) for path in paths]
        growth("drafts of so many columns", sizes, [its.draft_instrument for its in exports])


if __name__ == "__main__":
    main()
