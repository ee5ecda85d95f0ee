"""Which editions of the rule does this office go by?

Each edition is a pair of files in a folder named after the office: `<date>.toml`, the rule as data, and
`<date>.md`, its text, against which every citation is held. They come with the program, or from a folder of
the office's own.
"""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from ledger.faults import ToldError
from ledger.rulebook import Rulebook
from scoring.edition import parse_edition


class NoPolicyError(ToldError):
    """No edition was found where the settings say."""

    def __init__(self, where: object) -> None:
        super().__init__(
            f"{where}: no policy file (<date>.toml) here; set policy.office and policy.folder in the settings"
        )


def load_rulebook(office: str, folder: Path | None = None) -> Rulebook:
    """Every edition of the office, from `folder`/`office` or from those that come with the program.

    Raises NoPolicyError, or PolicyError naming file and key.
    """
    shelf: Traversable = resources.files("scoring") / "policy" if folder is None else folder
    place = shelf / office
    editions = tuple(
        parse_edition(file.read_text(encoding="utf-8"), str(file), law=_law_beside(place, file.name))
        for file in _policy_files(place)
    )
    if not editions:
        raise NoPolicyError(place)
    return Rulebook(editions)


def _policy_files(place: Traversable) -> Iterator[Traversable]:
    if place.is_dir():
        yield from sorted(
            (file for file in place.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
        )


def _law_beside(place: Traversable, name: str) -> str | None:
    text = place / (name.removesuffix(".toml") + ".md")
    return text.read_text(encoding="utf-8") if text.is_file() else None
