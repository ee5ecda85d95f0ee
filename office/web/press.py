"""What are the pages of circulars and announcements handed?

Functions filled by `office.use_cases.publishing.pages`: what will be sent exactly as it will be sent, and the
deeds of an office that speaks to its units, each by the same function as the command of that name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.announcements import Announcement, Text
from ledger.circulars import Circular, CircularFile, Wording
from ledger.database import Connection
from ledger.journal import By


class Mail(NamedTuple):
    """A message as it would leave the house, for `unit`; `files` are the names of what goes with it."""

    unit: str
    subject: str
    text: str
    html: str
    files: tuple[str, ...]


class Done(NamedTuple):
    """What came of a deed, in the office's words; `good` is False where nothing was changed."""

    good: bool
    said: str


class Circulars(NamedTuple):
    """`mail` shows it to one unit, `files` are its paper and its workbook.

    `draft` moves a draft on to the period's newest score, `edit` changes its words, `release` approves and
    sends it. `against` says what speaks against this person's approving it, "" when nothing does.
    """

    mail: Callable[[Connection, Circular], Mail]
    files: Callable[[Connection, Circular], tuple[CircularFile, ...]]
    draft: Callable[[Connection, Circular, By], Done]
    edit: Callable[[Connection, Circular, Wording, By], Done]
    against: Callable[[Connection, Circular, str], str]
    release: Callable[[Connection, Circular, By], Done]


class Announcements(NamedTuple):
    """`templates` are the first words there are; `to` are names of groups and units, or 全体单位.

    `said_to` tells whom one is for in those names, `paper` is what goes with it; the rest as for circulars.
    """

    templates: Callable[[], tuple[str, ...]]
    mail: Callable[[Connection, Announcement], Mail]
    paper: Callable[[Announcement], CircularFile]
    said_to: Callable[[Connection, Announcement], tuple[str, ...]]
    draft: Callable[[Connection, str, Sequence[str], By], Announcement | Done]
    edit: Callable[[Connection, Announcement, tuple[Text, Sequence[str]], By], Done]
    against: Callable[[Announcement, str], str]
    release: Callable[[Connection, Announcement, By], Done]


@dataclass(frozen=True, slots=True)
class Press:
    """Everything of it."""

    circulars: Circulars
    announcements: Announcements
