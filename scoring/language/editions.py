"""Which editions of an office's rule are at hand?

Reads policy files with the rule's text beside them (`<date>.toml`, `<date>.md`) from a
folder, or those that come with this package. What they say is `edition`'s affair.
"""

from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from ledger.rulebook import Edition, Rulebook
from scoring.language.datum import PolicyError
from scoring.language.edition import parse_edition, with_shared_names

NINGXIA = "ningxia-transport"
"""The office whose rule this package carries."""
_SAMPLE = "sample-"


@cache
def bundled(office: str = NINGXIA) -> Rulebook:
    """The editions that come with this package, read once a process; PolicyError where
    none are.
    """
    return _rulebook(files("scoring") / "policy" / office)


def in_folder(folder: Path) -> Rulebook:
    """The editions in a folder of the office's own; PolicyError names the file at
    fault.
    """
    return _rulebook(folder)


def load_rulebook(office: str, folder: Path | None = None) -> Rulebook:
    """Every edition of the office, from `folder`/`office` or from those that come with
    this package.

    Raises PolicyError naming the place, or file and key.
    """
    return bundled(office) if folder is None else in_folder(folder / office)


def edition_in(file: Path, otherwise: Iterable[str] = ()) -> Edition:
    """The edition of one policy file, the readings in `otherwise` taken the other way;
    PolicyError.
    """
    return _edition(file, file.with_suffix(".md"), otherwise)


def checked_edition(file: Path) -> Edition:
    """As `edition_in`, each reading tried the other way too, so that none fails when it
    is asked for.
    """
    law = file.with_suffix(".md")
    edition = edition_in(file)
    if not law.is_file():
        what = "is not there; put the rule's text beside the policy file, so that citations are found in it"
        raise PolicyError(str(law), "file", what)
    for reading in edition.readings:
        try:
            edition_in(file, (reading.id,))
        except PolicyError as error:
            raise PolicyError(
                str(file), f"reading.{reading.id}.set", f"cannot be: {error}"
            ) from None
    return edition


class SamplePair(NamedTuple):
    """A policy file and the rule's text, to begin one's own with."""

    policy: str
    law: str


def samples() -> tuple[str, ...]:
    """The names of the pairs that come with this package."""
    names = (each.name for each in (files("scoring") / "policy").iterdir())
    return tuple(sorted(name for name in names if name.startswith(_SAMPLE)))


def sample_pair(name: str) -> SamplePair:
    """The pair of that name, without the line that tells where the schema lies here."""
    folder = files("scoring") / "policy" / name
    (policy,) = (each for each in folder.iterdir() if each.name.endswith(".toml"))
    text = _text_of(policy)
    if text.startswith("#:schema"):
        text = text.partition("\n")[2]
    return SamplePair(
        text, _text_of(folder / f"{policy.name.removesuffix('.toml')}.md")
    )


def _rulebook(folder: Traversable) -> Rulebook:
    names: list[str] = []
    if folder.is_dir():
        names = sorted(
            each.name for each in folder.iterdir() if each.name.endswith(".toml")
        )
    if not names:
        way_out = "put <date>.toml and <date>.md there, or mend policy.office and policy.folder"
        raise PolicyError(str(folder), "folder", f"holds no policy file; {way_out}")
    editions: list[Edition] = []
    for name in names:
        edition = _edition(
            folder / name, folder / f"{name.removesuffix('.toml')}.md", ()
        )
        for other in editions:
            if other.id == edition.id:
                what = f"{edition.id}: {other.source} has it already; every edition has an id of its own"
                raise PolicyError(edition.source, "id", what)
            if other.in_force_on == edition.in_force_on:
                what = f"{edition.in_force_on} is the day of {other.source} too; one edition a day"
                raise PolicyError(edition.source, "force.from", what)
        editions.append(edition)
    return Rulebook(with_shared_names(editions))


def _edition(
    policy: Traversable, law: Traversable, otherwise: Iterable[str]
) -> Edition:
    words = _text_of(law) if law.is_file() else None
    return parse_edition(_text_of(policy), str(policy), words, otherwise)


def _text_of(file: Traversable) -> str:
    """The text of a file in UTF-8, with or without the mark that Notepad puts before
    it; PolicyError names what else it is.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise PolicyError(str(file), "file", what) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 at byte {error.start}"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        what = "is not UTF-8 but UTF-16 (记事本的 Unicode)"
    else:
        with suppress(UnicodeDecodeError):
            data.decode("gb18030")
            what = "is not UTF-8 but, it seems, GBK (记事本的 ANSI)"
    raise PolicyError(
        str(file), "file", f"{what}; save it as UTF-8 (另存为，编码选 UTF-8)"
    )
