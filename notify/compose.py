"""Which words does a notice get, from which template?

Three templates for each kind - subject.txt, body.txt, body.html - in a sandbox where an
undefined name is an error and html is escaped; mail text is only ever a value (P40). An
office's own folder overrides any of them. How the words become a mail is `mime`'s
affair, where the facts come from `office.use_cases.notice_facts`'s.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from jinja2.meta import find_referenced_templates

from ledger.faults import ToldError
from ledger.notice import NOTICES, DailyLimit
from ledger.outbox.sending import Parcel
from notify import chinese
from notify.bounds import Sandbox
from notify.facts import FACTS, CircularFacts, Facts, as_json
from notify.lines import many_lines, one_line, shortened, without_ours
from notify.mime import MessageEnvelope, RenderedMessage, Sender, Stamp, assemble

TEMPLATES = Path(__file__).parent / "templates"
DRAFTS = "_drafts"
"""First words of announcements: text templates whose names an office chooses."""
PARTS = ("subject.txt", "body.txt", "body.html")
ANSWER_BYTES = 8 * 1024
"""An answer stays small whatever it answers (RFC 3834 §2, R06)."""
_LAST_RESORT = 900
"""Characters of text that fit into ANSWER_BYTES whatever the headers hold."""
_TEMPLATE_FAULTS = (
    TemplateError,
    *(
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
        RecursionError,
        OSError,
    ),
)
"""What a rendering may come to: Jinja's own faults, and whatever the template's
expressions raise.
"""


class ComposingError(ToldError):
    """A message could not be written: a template, or a fact, is at fault."""

    def __init__(self, where: str, cause: object) -> None:
        super().__init__(
            f"notice template {where}: {cause}; mend the template (or remove your own copy of it), "
            "then see `yishiyibao templates check`"
        )


class Composer:
    """Writes messages of every kind.

    `folders` hold an office's own templates: the first that has one wins, before those
    that come with us.
    """

    def __init__(self, sender: Sender, folders: Sequence[Path] = ()) -> None:
        self._sender = sender
        self._folders = tuple(folders)
        self._jinja = Sandbox((*folders, TEMPLATES))
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

    def words(self, kind: str, facts: Facts) -> RenderedMessage:
        """The rendered subject, text and html; ComposingError names the template that
        failed.
        """
        if not isinstance(facts, FACTS[kind]):
            raise ComposingError(
                kind, f"takes {FACTS[kind].__name__}, not {type(facts).__name__}"
            )
        known = {each.name: _clean(getattr(facts, each.name)) for each in fields(facts)}
        if isinstance(facts, CircularFacts):
            known["covering"] = many_lines(facts.covering)
        subject, text, html = (self._render(f"{kind}/{part}", known) for part in PARTS)
        return RenderedMessage(one_line(subject), _tidy(text), html.strip() + "\n")

    def compose(
        self, kind: str, facts: Facts, envelope: MessageEnvelope, now: datetime
    ) -> Parcel:
        """The message, ready to be stored and sent; ComposingError when it cannot be
        written.
        """
        words = self.words(kind, facts)
        token = envelope.token
        if (
            token is not None
            and token.lower() not in f"{words.subject} {words.text}".lower()
        ):
            words = words._replace(text=f"{words.text}邮件编号：{token}\n")  # R25
        stamp = Stamp(f"{secrets.token_hex(10)}.{kind}@{self._sender.domain}", now)
        notice = NOTICES[kind]
        is_answer = (
            notice.auto_submitted == "auto-replied"
            and notice.limit is not DailyLimit.NONE
        )
        # The text says everything; the html is what can be left out.
        text_alone = words._replace(html="")
        at_worst = text_alone._replace(text=shortened(words.text, _LAST_RESORT))
        shorter = [at_worst, text_alone] if is_answer else []
        message = assemble(kind, words, envelope, self._sender, stamp)
        content = message.as_bytes()
        while shorter and len(content) > ANSWER_BYTES:
            message = assemble(kind, shorter.pop(), envelope, self._sender, stamp)
            content = message.as_bytes()
        template = f"{kind}@{self.version(kind)}"
        subject = str(message["Subject"])
        return Parcel(
            content, stamp.message_id, token, subject, template, as_json(facts)
        )

    def first_words(self, name: str, **known: str) -> str:
        """What an announcement begins with, before the office has written a word of it;
        ComposingError.
        """
        return _tidy(self._render(f"{DRAFTS}/{name}.txt", _clean(known)))

    def drafts(self) -> tuple[str, ...]:
        """The names of the first words there are, the office's own among them."""
        names: list[str] = []
        for template in self._jinja.list_templates():
            path = Path(template)
            # An editor leaves copies beside a file: `.a.txt.swp`, `a.txt~`.
            if (
                path.parent == Path(DRAFTS)
                and path.suffix == ".txt"
                and not path.name.startswith(".")
            ):
                names.append(path.stem)
        return tuple(sorted(names))

    def version(self, kind: str) -> str:
        """A short digest of a kind's templates, by which a stored message tells what it
        was made with.
        """
        shared = [
            name
            for name in sorted(self._jinja.list_templates())
            if name.startswith("_base/")
        ]
        digest = hashlib.blake2b(digest_size=4)
        for name in (*shared, *(f"{kind}/{part}" for part in PARTS)):
            digest.update(name.encode())
            digest.update(self._jinja.source(name).encode())
        return digest.hexdigest()

    def missing(self) -> tuple[str, ...]:
        """Templates that should be there and are not, for every kind of NOTICES."""
        wanted = [f"{kind}/{part}" for kind in NOTICES for part in PARTS]
        there = set(self._jinja.list_templates())
        return tuple(name for name in wanted if name not in there)

    def strays(self) -> tuple[str, ...]:
        """What stands in an office's folders and is used by no kind of notice, such as
        a misspelt name.
        """
        used = {
            name.relative_to(TEMPLATES).as_posix()
            for name in TEMPLATES.rglob("*")
            if name.is_file()
        }
        used |= {f"{DRAFTS}/{name}.txt" for name in self.drafts()}
        own: list[str] = []
        for folder in self._folders:
            for path in sorted(folder.rglob("*")):
                if path.suffix in {".txt", ".html"} and not path.name.startswith("."):
                    own.append(path.relative_to(folder).as_posix())
        for name in own:
            try:
                tree = self._jinja.parse(self._jinja.source(name))
            except (TemplateError, UnicodeDecodeError, RecursionError):
                continue  # `words` will say so
            used.update(filter(None, find_referenced_templates(tree)))
        return tuple(name for name in own if name not in used)

    def absent(self) -> tuple[Path, ...]:
        """Folders of an office that are not there."""
        return tuple(folder for folder in self._folders if not folder.is_dir())

    def _render(self, name: str, known: Mapping[str, Any]) -> str:
        try:
            return self._jinja.rendered(name, known)
        except _TEMPLATE_FAULTS as fault:
            raise ComposingError(name, f"{type(fault).__name__}: {fault}") from fault


def _tidy(text: str) -> str:
    """At most one empty line at a time, none at the ends, no blanks at the end of a
    line.
    """
    kept: list[str] = []
    for line in text.strip().split("\n"):
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip())
    return "\n".join(kept) + "\n"


def _clean(value: Any) -> Any:  # noqa: ANN401 - whatever a fact may be
    """Facts as they may be shown: each text one line, without control, bidi or
    invisible characters (P34).
    """
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, tuple):
        cleaned = list(map(_clean, value))
        return type(value)(*cleaned) if hasattr(value, "_fields") else tuple(cleaned)
    if isinstance(value, Mapping):
        return {key: _clean(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{each.name: _clean(getattr(value, each.name)) for each in fields(value)},
        )
    if value is None or isinstance(value, int | float | date):
        return value
    return str(value)
