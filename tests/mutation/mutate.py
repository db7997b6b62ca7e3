"""Break src one place at a time, and print what no test notices: ``nox -s mutation``.

mutmut makes the mutants and runs, for each, the tests that reach it. It does so in build/mutation,
on a fresh copy of the tree each time: of an earlier run it would keep what other tests said.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
WORK = ROOT / "build" / "mutation"
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
# No function hands sequences of two lengths to another: that zip would notice is a second look.
STRICT = re.compile(r",\s*(strict=\w+)?\s*(?=\))")

# A room is tested by the unit tests of its name, and by these.
MORE_TESTS = {
    "_kernels": ["tests/properties/test_kernels.py", "tests/properties/test_laws_ranks.py"],
}
# A mutant that hangs or crashes is noticed too.
KILLED = {"killed", "timeout", "segfault", "suspicious"}


# mutmut's commands, any number of them in one process: importing it takes longer than they do.
COMMANDS = """
import json, sys
from mutmut.__main__ import cli
for command in json.loads(sys.argv[1]):
    cli(command, standalone_mode=False)
"""


def mutmut(*commands: list[str]) -> str:
    """Run mutmut's commands on the copy and return what they print."""
    run = [sys.executable, "-c", COMMANDS, json.dumps(commands)]
    # The same examples each time, and few: a mutant pays for all of them until it is killed.
    env = {**os.environ, "HYPOTHESIS_PROFILE": "brief"}
    done = subprocess.run(run, cwd=WORK, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout[-4000:] + done.stderr)
    return done.stdout


def prepare(parts: list[str]) -> None:
    """Copy the tree and say in setup.cfg what to mutate and what tests it."""
    shutil.rmtree(WORK, ignore_errors=True)
    for folder in ("src", "tests"):
        shutil.copytree(ROOT / folder, WORK / folder)
    for file in ("conftest.py", "pyproject.toml"):
        shutil.copy2(ROOT / file, WORK)

    rooms = dict.fromkeys(Path(part).parts[0] for part in parts)
    tests = [
        path
        for room in rooms
        for path in (f"tests/unit/{room.lstrip('_')}", *MORE_TESTS.get(room, []))
    ]
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"src/likertkit/{p}" + "/*" * (not p.endswith(".py")) for p in parts],
        "also_copy": ["conftest.py"],
        "pytest_add_cli_args_test_selection": tests,
        # Times a mutant's tests and a second, twice: in seconds of work, not of waiting.
        "timeout_multiplier": ["5"],
        "use_git_change_detection": ["false"],
    }
    lines = (
        f"{key} =" + "".join(f"\n  {value}" for value in values) for key, values in settings.items()
    )
    (WORK / "setup.cfg").write_text("[mutmut]\n" + "\n".join(lines) + "\n", encoding="utf-8")


def differences(mutants: list[str]) -> Iterator[tuple[str, str]]:
    """Yield, for each mutant, the lines that it replaces and those it has instead."""
    shown = mutmut(*(["show", mutant] for mutant in mutants))
    for difference in re.split(r"^# likertkit\..*$", shown, flags=re.MULTILINE)[1:]:
        sides: dict[str, list[str]] = {"-": [], "+": []}
        for line in difference.splitlines():
            if line[:1] in sides and line[:3] not in {"---", "+++"}:
                sides[line[0]].append(line[1:].strip())
        yield "\n".join(sides["-"]), "\n".join(sides["+"])


def explained() -> Callable[[str, str, str], bool]:
    """Return whether a mutant is named as equivalent, by its file, its old and its new line."""
    known = set()
    file = was = ""
    for line in EQUIVALENT.read_text(encoding="utf-8").splitlines():
        sign, _, rest = line.partition(" ")
        if sign == "==":
            file = rest
        elif sign == "-":
            was = rest
        elif sign == "+":
            known.add((file, was, rest))

    def is_equivalent(file: str, was: str, now: str) -> bool:
        return STRICT.sub("", was) == STRICT.sub("", now) or (file, was, now) in known

    return is_equivalent


def main(parts: list[str]) -> None:
    """Mutate these files or folders below src/likertkit and print the score and the survivors."""
    prepare(parts)
    print(f"Mutating {', '.join(parts)}: some two mutants a second.", flush=True)
    mutmut(["run", "--max-children", os.environ.get("MUTATION_PROCESSES", "1")])
    is_equivalent = explained()
    results = mutmut(["results", "--all", "true"]).splitlines()
    statuses = dict(line.strip().split(": ") for line in results)
    files = {
        mutant: mutant.rpartition(".")[0].removeprefix("likertkit.").replace(".", "/") + ".py"
        for mutant in statuses
    }
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mutant, status in statuses.items():
        counts[files[mutant]]["killed"] += status in KILLED
    left = [mutant for mutant, status in statuses.items() if status not in KILLED]
    survivors = []
    for mutant, (was, now) in zip(left, differences(left), strict=True):
        file = files[mutant]
        if is_equivalent(file, was, now):
            counts[file]["equivalent"] += 1
        else:
            counts[file]["survived"] += 1
            survivors.append(f"{file} ({mutant}, {statuses[mutant]})\n- {was}\n+ {now}")
    print(*survivors, sep="\n\n", end="\n\n")
    columns = ("killed", "equivalent", "survived")
    print(f"{'file':36}{'mutants':>12}" + "".join(f"{column:>12}" for column in columns))
    counts["all"] = sum(counts.values(), Counter())
    for file, found in counts.items():
        print(f"{file:36}{found.total():12}" + "".join(f"{found[c]:12}" for c in columns))
    killed, survived = (counts["all"][c] for c in ("killed", "survived"))
    print(f"\nKilled: {killed} of {killed + survived} that are not equivalent.")


if __name__ == "__main__":
    main(sys.argv[1:] or ["_kernels"])
