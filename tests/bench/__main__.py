"""How fast is it, on this machine?

`python -m tests.bench [NAME …]` measures what is named, or everything, in about five
minutes, and prints one table. Nothing here is a test: a slow machine is not a fault.
Ratios between rows of one run carry further than the figures themselves.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from office.service.logs import set_up_logs
from office.settings.sections import LogSettings
from tests.bench import (
    fetching,
    finding,
    growing,
    machine,
    reading,
    rehearsing,
    scoring,
    sending,
    similar_items,
    taking,
    waking,
)
from tests.bench.premises import prepared
from tests.bench.table import Row, table, timed

MEASUREMENTS: dict[str, Callable[[Path, Path], Iterator[Row]]] = {
    "reading": lambda _office, _folder: reading.measured(),
    "taking": taking.measured,
    "similar": similar_items.measured,
    "finding": finding.measured,
    "fetching": fetching.measured,
    "sending": sending.measured,
    "waking": waking.measured,
    "scoring": scoring.measured,
    "growing": lambda _office, folder: growing.measured(folder),
    "demo": lambda _office, folder: rehearsing.measured(folder),
}


def main(wanted: list[str]) -> None:
    """Measures and prints; raises WrongCountError when a figure would mean nothing."""
    unknown = set(wanted) - set(MEASUREMENTS)
    if unknown:
        sys.exit(
            f"bench: no measurement {', '.join(sorted(unknown))}; there are: {', '.join(MEASUREMENTS)}"
        )
    set_up_logs(LogSettings(level="error"))
    told = machine.described()
    rows: list[Row] = []
    with (
        tempfile.TemporaryDirectory(prefix="yishiyibao-bench-") as temporary,
        timed() as watch,
    ):
        office = prepared(Path(temporary) / "office")
        for name in wanted or MEASUREMENTS:
            for row in MEASUREMENTS[name](office, Path(temporary) / name):
                rows.append(row)
                print(f"  {row.what}, {row.of}: {row.seconds:.2f} s", file=sys.stderr)  # noqa: T201
    print(f"{told}\n\n{table(rows)}\n\nmeasured in {watch.seconds:.0f} s")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
