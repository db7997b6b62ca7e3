"""How long `import likertkit` takes, beside `import pandas`: the goal is half of it or less."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

N_STARTS = 11


def seconds(code: str) -> float:
    """Return the median time that a fresh interpreter needs for this code."""
    times = []
    for _ in range(N_STARTS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print both times, without that of the interpreter, and their ratio."""
    bare = seconds("pass")
    likertkit = seconds("import likertkit") - bare
    pandas = seconds("import pandas") - bare
    print(f"import likertkit {likertkit * 1e3:.0f} ms, import pandas {pandas * 1e3:.0f} ms")
    print(f"ratio {likertkit / pandas:.2f}")


if __name__ == "__main__":
    main()
