"""How do mail and documents that nobody here wrote fare?

`python -m tests.sweep FOLDER` prints it for every folder in FOLDER.
"""

import sys
from pathlib import Path

from tests.sweep.page import sweep

if __name__ == "__main__":
    print(sweep(Path(sys.argv[1])))  # noqa: T201 - it is there to print
