"""Which editions of an office's rule are at hand?

Reads policy files with the rule's text beside them (`<date>.toml`, `<date>.md`) from a
folder, or those that come with this package. What they say is `edition`'s affair.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ledger.rulebook import Edition, Rulebook
from scoring.language.datum import PolicyError
from scoring.language.edition import parse_edition, with_shared_names

NINGXIA = "ningxia-transport"
"""The office whose rule this package carries."""


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
    edition = edition_in(file)
    for reading in edition.readings:
        try:
            edition_in(file, (reading.id,))
        except PolicyError as error:
            raise PolicyError(
                str(file), f"reading.{reading.id}.set", f"cannot be: {error}"
            ) from None
    return edition


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
    try:
        text = policy.read_text(encoding="utf-8")
    except OSError as error:
        raise PolicyError(
            str(policy), "file", f"cannot be read: {error.strerror}"
        ) from None
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 at byte {error.start}; save it as UTF-8"
        raise PolicyError(str(policy), "file", what) from None
    words = law.read_text(encoding="utf-8") if law.is_file() else None
    return parse_edition(text, str(policy), words, otherwise)
