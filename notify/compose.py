"""Which words does a notice get, from which template?

Three templates for each kind - subject.txt, body.txt, body.html - in a sandbox where an undefined name is an
error and html is escaped; mail text is only ever a value (P40). An office's own folder overrides any of them.
How the words become a mail is `mime`'s affair, where the facts come from `office.use_cases.notice_facts`'s.
"""

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, select_autoescape
from jinja2.meta import find_referenced_templates

from ledger.faults import ToldError
from ledger.notice import NOTICES, DailyLimit
from ledger.outbox.sending import Parcel
from notify import chinese
from notify.bounds import LONGEST, Folders, Sandbox, budget
from notify.facts import FACTS, CircularFacts, Facts
from notify.keeping import as_json
from notify.lines import many_lines, one_line, shortened, without_ours
from notify.mime import Envelope, Sender, Stamp, Words, assemble

TEMPLATES = Path(__file__).parent / "templates"
DRAFTS = "_drafts"
"""First words of announcements: text templates whose names an office chooses."""
PARTS = ("subject.txt", "body.txt", "body.html")
ANSWER_BYTES = 8 * 1024
"""An answer stays small whatever it answers (RFC 3834 §2, R06)."""
_LAST_RESORT = 900
"""Characters of text that fit into ANSWER_BYTES whatever the headers hold."""
_SUFFIXES = frozenset({".txt", ".html"})
_FAULTS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError, OSError)
"""What a template's expressions may come to besides a fault of their own words."""
_AUTO_REPLIED = "auto-replied"


class ComposingError(ToldError):
    """A message could not be written: a template, or a fact, is at fault."""

    def __init__(self, where: str, cause: object) -> None:
        super().__init__(
            f"notice template {where}: {cause}; mend the template (or remove your own copy of it), "
            "then see `yishiyibao templates check`"
        )


class Composer:
    """Writes messages of every kind; `folders` hold an office's own templates.

    The first that has one wins.
    """

    def __init__(self, sender: Sender, folders: Sequence[Path] = ()) -> None:
        self._sender = sender
        self._folders = tuple(folders)
        self._jinja = Sandbox(
            loader=Folders((*folders, TEMPLATES)),
            undefined=StrictUndefined,
            autoescape=select_autoescape(enabled_extensions=("html",), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._jinja.filters.update(
            day=chinese.day,
            full_day=chinese.full_day,
            moment=chinese.moment,
            period=chinese.period_name,
            short=shortened,
            bare=without_ours,
        )
        self._jinja.globals.update(
            office=one_line(sender.office),
            robot=sender.robot or sender.address,
            contact=one_line(sender.contact),
        )

    def words(self, kind: str, facts: Facts) -> Words:
        """The rendered subject, text and html; ComposingError names the template that failed."""
        if not isinstance(facts, FACTS[kind]):
            raise ComposingError(kind, f"takes {FACTS[kind].__name__}, not {type(facts).__name__}")
        known = {each.name: _clean(getattr(facts, each.name)) for each in fields(facts)}
        if isinstance(facts, CircularFacts):
            known["covering"] = many_lines(facts.covering)
        subject, text, html = (self._render(f"{kind}/{part}", known) for part in PARTS)
        return Words(one_line(subject), _tidy(text), html.strip() + "\n")

    def compose(self, kind: str, facts: Facts, envelope: Envelope, now: datetime) -> Parcel:
        """The message, ready to be stored and sent; ComposingError when it cannot be written."""
        words = _numbered(self.words(kind, facts), envelope.token)
        stamp = Stamp(f"{secrets.token_hex(10)}.{kind}@{self._sender.domain}", now)
        message = assemble(kind, words, envelope, self._sender, stamp)
        content = message.as_bytes()
        if self._is_answer(kind) and len(content) > ANSWER_BYTES:
            # the text says everything; the finer dress is what can be left out
            message = assemble(kind, words._replace(html=""), envelope, self._sender, stamp)
            content = message.as_bytes()
        if self._is_answer(kind) and len(content) > ANSWER_BYTES:
            cut = words._replace(html="", text=shortened(words.text, _LAST_RESORT))
            message = assemble(kind, cut, envelope, self._sender, stamp)
            content = message.as_bytes()
        template = f"{kind}@{self.version(kind)}"
        subject = str(message["Subject"])
        return Parcel(content, stamp.message_id, envelope.token, subject, template, as_json(facts))

    def first_words(self, name: str, **known: str) -> str:
        """What an announcement begins with, before the office has written a word of it; ComposingError."""
        return _tidy(self._render(f"{DRAFTS}/{name}.txt", _clean(known)))

    def drafts(self) -> tuple[str, ...]:
        """The names of the first words there are, the office's own among them."""
        paths = (Path(name) for name in self._jinja.list_templates())
        return tuple(sorted(path.stem for path in paths if _is_draft(path)))

    def version(self, kind: str) -> str:
        """A short digest of the templates of a kind.

        So that a stored message tells which words it was made with.
        """
        digest = hashlib.blake2b(digest_size=4)
        for name in self._sources(kind):
            digest.update(name.encode())
            digest.update(self._source(name).encode())
        return digest.hexdigest()

    def missing(self) -> tuple[str, ...]:
        """Templates that should be there and are not, for every kind of NOTICES."""
        there = set(self._jinja.list_templates())
        return tuple(f"{kind}/{part}" for kind in NOTICES for part in PARTS if f"{kind}/{part}" not in there)

    def strays(self) -> tuple[str, ...]:
        """What stands in an office's folders and is used by no kind of notice, such as a misspelt name."""
        used = {name.relative_to(TEMPLATES).as_posix() for name in TEMPLATES.rglob("*") if name.is_file()}
        own = [path.relative_to(folder) for folder in self._folders for path in sorted(folder.rglob("*"))]
        names = [
            path.as_posix() for path in own if path.suffix in _SUFFIXES and not path.name.startswith(".")
        ]
        used |= {name for each in names for name in self._included(each)}
        used |= {f"{DRAFTS}/{name}.txt" for name in self.drafts()}
        return tuple(name for name in names if name not in used)

    def absent(self) -> tuple[Path, ...]:
        """Folders of an office that are not there."""
        return tuple(folder for folder in self._folders if not folder.is_dir())

    def _included(self, name: str) -> Iterator[str]:
        """The templates another one is made of; none where it cannot be read, which `words` will say."""
        try:
            tree = self._jinja.parse(self._source(name))
        except (TemplateError, UnicodeDecodeError, RecursionError):
            return
        yield from (each for each in find_referenced_templates(tree) if each is not None)

    @staticmethod
    def _is_answer(kind: str) -> bool:
        entry = NOTICES[kind]
        return entry.auto_submitted == _AUTO_REPLIED and entry.limit is not DailyLimit.NONE

    def _sources(self, kind: str) -> Iterator[str]:
        shared = (name for name in sorted(self._jinja.list_templates()) if name.startswith("_base/"))
        yield from shared
        yield from (f"{kind}/{part}" for part in PARTS)

    def _source(self, name: str) -> str:
        assert self._jinja.loader is not None  # noqa: S101 - set by the constructor
        return self._jinja.loader.get_source(self._jinja, name)[0]

    def _render(self, name: str, known: Mapping[str, Any]) -> str:
        """The template's output, cut off as an error where it grows beyond every message."""
        pieces: list[str] = []
        length = 0
        try:
            with budget():
                for piece in self._jinja.get_template(name).generate(known):
                    pieces.append(piece)
                    length += len(piece)
                    if length > LONGEST:
                        raise ComposingError(name, f"more than {LONGEST} characters of output")
        except (TemplateError, *_FAULTS) as fault:
            raise ComposingError(name, f"{type(fault).__name__}: {fault}") from fault
        return "".join(pieces)


def _is_draft(path: Path) -> bool:
    """Whether a template is first words; an editor's copy beside one (`.a.txt.swp`, `a.txt~`) is not."""
    return path.parts[:-1] == (DRAFTS,) and path.suffix == ".txt" and not path.name.startswith(".")


def _numbered(words: Words, token: str | None) -> Words:
    """The words with the token at their foot, unless it stands in the subject or the text already (R25)."""
    if token is None or token.lower() in f"{words.subject} {words.text}".lower():
        return words
    return words._replace(text=f"{words.text}邮件编号：{token}\n")


def _tidy(text: str) -> str:
    """At most one empty line at a time, none at the ends, no blanks at the end of a line."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    kept = [line for at, line in enumerate(lines) if line or lines[at - 1]]
    return "\n".join(kept) + "\n"


def _clean(value: Any) -> Any:  # noqa: ANN401 - whatever a fact may be
    """Facts as they may be shown: every text one line, without control.

    Bidi and invisible characters (P34).
    """
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, tuple):
        cleaned = [_clean(each) for each in value]
        return type(value)(*cleaned) if hasattr(value, "_fields") else tuple(cleaned)
    if isinstance(value, Mapping):
        return {key: _clean(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _clean(getattr(value, each.name)) for each in fields(value)})
    return value if isinstance(value, int | float | date | None) else str(value)
