"""Which editions of the rule does this office go by?

Those that come with the program, or those in a folder of the office's own, as the settings say; how they are
read is `scoring.language.editions`'s affair.
"""

from pathlib import Path

from ledger.rulebook import Rulebook
from scoring.language.editions import bundled, in_folder


def load_rulebook(office: str, folder: Path | None = None) -> Rulebook:
    """Every edition of the office, from `folder`/`office` or from those that come with the program.

    Raises PolicyError naming the place, or file and key.
    """
    return bundled(office) if folder is None else in_folder(folder / office)
