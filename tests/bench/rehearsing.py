"""How long does the whole story take: `yishiyibao demo --once`, from the command to its
end?
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.table import Row, timed

_BUDGET_SECONDS = 40


def measured(folder: Path) -> Iterator[Row]:
    """One run in an empty folder."""
    folder.mkdir(parents=True)
    called = [
        sys.executable,
        "-c",
        "from office.cli.main import main; main()",
        "demo",
        "--once",
    ]
    with timed() as watch:
        subprocess.run(called, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    yield Row(
        "yishiyibao demo --once",
        1,
        "quarter",
        watch.seconds,
        f"budget {_BUDGET_SECONDS} s",
    )
