"""The command line's entrance: ``likertkit`` and ``python -m likertkit``."""

from __future__ import annotations

import io
import sys

from likertkit.errors import MissingExtraError


def main() -> None:
    """Run the command line, or say which extra it needs."""
    try:
        from likertkit.cli import command
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in {"click", "rich"}:
            raise
        missing = MissingExtraError("the command line", package, "cli")
        sys.stderr.write(f"{missing}\n")
        raise SystemExit(2) from None
    # Some consoles cannot draw every sign; a question mark is better than no answer.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    command(prog_name="likertkit")


if __name__ == "__main__":
    main()
