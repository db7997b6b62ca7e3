"""Every check of the project: ``python -m nox``; ``python -m nox --list`` shows what there is.

The tests run against the wheel, as a user gets it, and never against the tree.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import nox

if TYPE_CHECKING:
    from collections.abc import Iterator

nox.needs_version = ">=2025.10.14"
nox.options.sessions = ["lint", "typing", "build", "tests", "docs", "coverage"]

ROOT = Path(__file__).parent
DIST = ROOT / "dist"
PYPROJECT = nox.project.load_toml("pyproject.toml")
SUPPORTED = nox.project.python_versions(PYPROJECT)


def group(*names: str) -> tuple[str, ...]:
    """Return the requirements of these dependency groups."""
    return nox.project.dependency_groups(PYPROJECT, *names)


def candidates(version: str) -> Iterator[Path]:
    """Yield the places where this Python may be: PATH, then what pyenv has installed.

    pyenv puts a shim on PATH for every Python it has, active or not, so a name on PATH proves
    nothing, while an inactive one can well be used from where it lies.
    """
    for directory in os.get_exec_path():
        yield Path(directory, f"python{version}")
    installed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    yield from sorted(installed.glob(f"*/bin/python{version}"), reverse=True)


def works(python: Path, version: str) -> bool:
    """Tell whether this interpreter starts and is the version that its name says."""
    if not os.access(python, os.X_OK):
        return False
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.strip() == version


def find(version: str) -> bool:
    """Tell whether this Python can be used, and see to it that nox finds it too."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return True
    python = next((path for path in candidates(version) if works(path, version)), None)
    if python is None:
        return False
    os.environ["PATH"] = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    return True


# Sessions exist for the Pythons that are here, so that a missing one is reported (by the session
# `coverage`) and fails nothing, under CI too.
FOUND = [version for version in SUPPORTED if find(version)]
MISSING = [version for version in SUPPORTED if version not in FOUND]


def install_wheel(session: nox.Session, *requirements: str) -> None:
    """Install the wheel that `build` made, with every extra, and what else is needed."""
    (wheel,) = DIST.glob("*.whl")
    session.install(f"likertkit[all] @ {wheel.as_uri()}", *requirements)


def side_by_side(session: nox.Session, *commands: tuple[str, ...]) -> None:
    """Run commands that each use one core at the same time; every one of them has to pass."""
    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(session.run, *command) for command in commands]
    for run in runs:
        run.result()


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and which room imports which."""
    session.install(*group("lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports", env={"PYTHONPATH": "src"})


@nox.session
def build(session: nox.Session) -> None:
    """Build the source distribution and, from it, the wheel that the other sessions install."""
    session.install(*group("build"))
    shutil.rmtree(DIST, ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(DIST))


@nox.session(requires=["build"])
def typing(session: nox.Session) -> None:
    """Check the types of the source and of what a user's code sees."""
    install_wheel(session, *group("typing"))
    side_by_side(
        session,
        ("mypy", "src", "tests/typing"),
        ("pyright", "--pythonpath", f"{session.bin}/python"),
    )


@nox.session(python=FOUND, requires=["build"])
def tests(session: nox.Session) -> None:
    """Run every test but the simulations under one Python, and measure what they reach.

    To laws, engines and odd draws one Python is as good as another: the others run the oracles,
    and the newest the rooms that lie nearest to the language.  ``-- tests/unit`` runs more.
    """
    # Two at a time, file by file, so that an engine is started twice at most.
    two = ("-n", "2", "--dist", "loadfile")
    if session.python != FOUND[0]:
        newest = session.python == FOUND[-1]
        rooms = ("instrument", "results", "tally", "text", "published") if newest else ()
        # The few tests take no engine that plans for long, and these take long to install.
        left_out = () if session.posargs else ("dask", "pyspark")
        needs = [need for need in group("tests") if not need.startswith(left_out)]
        install_wheel(session, *needs)
        few = ("tests/oracles", *(f"tests/unit/{room}" for room in rooms))
        brief = {"HYPOTHESIS_PROFILE": "brief"}
        session.run("python", "-m", "pytest", *two, *(session.posargs or few), env=brief)
        return
    install_wheel(session, *group("tests"))
    # Engines that plan for long reach few lines that no other engine reaches.
    planners = "(pyspark or dask) and not (test_engines or columns_are_of_their_kind)"
    measured = ("-k", f"not ({planners})", "tests/unit", "tests/oracles")
    env = {
        # The same examples in every run.
        "HYPOTHESIS_PROFILE": os.environ.get("HYPOTHESIS_PROFILE", "ci"),
        # What an interrupted run left behind is not counted.
        "COVERAGE_FILE": str(ROOT / f".coverage.{session.python}"),
    }
    session.run("coverage", "erase", env=env)
    tests = ("-m", "pytest", *two)
    session.run("coverage", "run", *tests, *(session.posargs or measured), env=env)
    if not session.posargs:
        # Measuring doubles the time.
        session.run("python", *tests, "-k", planners, "tests/unit", "tests/oracles", env=env)
        # What chance happens to reach is no test of a branch.
        chance = ("-n", "2", "--dist", "worksteal", "tests/properties", "tests/fuzz")
        laws = {"HYPOTHESIS_PROFILE": os.environ.get("HYPOTHESIS_PROFILE", "laws")}
        session.run("python", "-m", "pytest", *chance, env={**env, **laws})


@nox.session(requires=["build"])
def docs(session: nox.Session) -> None:
    """Build the documentation and run every example in it, in the README and in docstrings."""
    install_wheel(session, *group("docs"))
    two = ("-n", "2", "--dist", "loadfile")
    side_by_side(
        session,
        ("sphinx-build", "-W", "--keep-going", "-E", "-q", "docs", "docs/_build/html"),
        ("python", "-m", "pytest", *two, "README.md", "docs", "src"),
    )


@nox.session(requires=[f"tests-{version}" for version in FOUND])
def coverage(session: nox.Session) -> None:
    """Say which Pythons were found, and what the tests reached under the first of them."""
    session.log(f"Python found: {', '.join(FOUND) or 'none that is supported'}.")
    if MISSING:
        session.warn(f"NOT FOUND, so not tested: Python {', '.join(MISSING)}.")
    if not FOUND:
        session.error(f"likertkit needs one of Python {', '.join(SUPPORTED)}.")
    session.install(*(one for one in group("tests") if one.startswith("coverage")))
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report")


@nox.session(default=False, requires=["build"])
def lowest(session: nox.Session) -> None:
    """Run the tests with the oldest dependencies that pyproject.toml allows."""
    project = PYPROJECT["project"]
    extras = {**project["optional-dependencies"], "all": []}
    session.install("uv")
    # uv takes the lowest only of what is named: the wheel's own requirements are named here.
    session.run(
        *("uv", "pip", "install", "--resolution=lowest-direct", "--only-binary=:all:"),
        *project["dependencies"],
        *(requirement for extra in extras.values() for requirement in extra),
        *group("tests"),
    )
    (wheel,) = DIST.glob("*.whl")
    session.install("--no-deps", str(wheel))
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(default=False, venv_backend="none")
def oracles(session: nox.Session) -> None:
    """Run every R script of tests/oracles again; a number that moved is a finding."""
    moved = []
    for script in sorted((ROOT / "tests" / "oracles").glob("*.R")):
        printed = session.run("Rscript", "--vanilla", str(script), silent=True, external=True)
        stored = script.with_suffix(".json")
        if printed != stored.read_text(encoding="utf-8"):
            stored.write_text(str(printed), encoding="utf-8")
            moved.append(stored.name)
    if moved:
        session.error(f"R now prints other figures: see the diff of {', '.join(moved)}.")


@nox.session(default=False, requires=["build"])
def bench(session: nox.Session) -> None:
    """Time the work against its peers; nothing fails, whatever the numbers."""
    install_wheel(session, *group("tests", "bench"))
    for script in sorted((ROOT / "tests" / "benchmarks").glob("bench_*.py")):
        session.run("python", str(script), *session.posargs)


@nox.session(default=False, requires=["build"])
def simulations(session: nox.Session) -> None:
    """Count how often intervals hold what they estimate, which takes some minutes."""
    install_wheel(session, *group("tests"))
    session.run("python", "-m", "pytest", "-n", "2", "tests/simulations", *session.posargs)


@nox.session(default=False, requires=["build"])
def fuzz(session: nox.Session) -> None:
    """Run the properties with many examples and odd calls with many draws, new each time."""
    install_wheel(session, *group("tests"))
    env = {"HYPOTHESIS_PROFILE": "thorough", "FUZZ_SEED": str(time.time_ns())}
    # Ten minutes of calls in which several arguments are odd.
    env["FUZZ_DRAWS"] = "1500"
    # And ten minutes of files that are broken.
    env["FUZZ_READS"] = "900"
    session.run("python", "-m", "pytest", "tests/fuzz", *session.posargs, env=env)
    session.run("python", "-m", "pytest", "tests/properties", *session.posargs, env=env)


@nox.session(default=False)
def mutation(session: nox.Session) -> None:
    """Break the kernels, or the parts named, one place at a time; print what no test notices.

    Nothing fails, whatever the score.
    """
    # No wheel: it is a copy of the source that is broken.
    session.install(*PYPROJECT["project"]["dependencies"], *group("mutation"))
    session.run("python", "tests/mutation/mutate.py", *session.posargs)
