"""How well are labelled letters read?

`make reading-report` writes the counts to docs/reading.md; `ARGS="--misses"` lists
every field that was not exact instead, of the letters that were built on (with
`--aside` of those put aside). A folder given as an argument is swept: mail and
documents that nobody here wrote.
"""

import sys
from pathlib import Path

from tests.reading.judging import found_in
from tests.reading.labelled import built_on, put_aside
from tests.reading.report import PAGE, misses, page
from tests.sweep.page import sweep


def main(arguments: list[str]) -> None:
    """Prints what was asked for."""
    if "--misses" in arguments:
        letters = put_aside() if "--aside" in arguments else built_on()
        print("\n".join(misses(letters, found_in(letters))))  # noqa: T201
        return
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))  # noqa: T201
    for folder in (path for path in map(Path, arguments) if path.is_dir()):
        print(sweep(folder))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
