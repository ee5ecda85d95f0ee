"""What lies in the mailbox?

A session of questions that change nothing: EXAMINE, UID SEARCH, UID FETCH with
BODY.PEEK, LIST (promise 3). Only UIDs and ranges of UIDs are ever asked for, never
dates, flags or words, because servers answer those as they please (P04, P05, P24). What
is there is asked in two ways, and of a question that is refused each letter is asked
for alone, so that its neighbours are read. What to ask is left to `poll`.

News is waited for with IDLE, and nothing but DONE is said during it (RFC 2177 §3). A
line that has died in silence looks like no news: so IDLE is renewed within nine
minutes, and a socket closed by the other side is noticed at once instead of being asked
again and again (P27).
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timezone
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self, TypeVar

from imapclient import IMAPClient, imap_utf7
from imapclient.datetime_util import parse_to_datetime
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, ProtocolError
from imapclient.response_parser import parse_response

from ingest.mailbox.account import Account
from ingest.mailbox.exchange import exchange
from ingest.mailbox.faults import (
    MailboxError,
    MisconfiguredError,
    TryLaterError,
    mailbox_errors,
    said_by,
)
from ingest.mailbox.opening import open_session
from ingest.mailbox.provider import Chosen, choose

HEAD_BYTES = 65_536
_LISTED_AT_ONCE = (
    500  # UIDs of ten digits: well below the 8,000 octets a command may have (R57)
)
_SEARCHED_AT_ONCE = 50_000
"""UIDs of ten digits: the library reads no line of more than a million bytes, and
SEARCH answers in one.
"""
_MOST_DROPS = 5
"""Lines lost in one folder before the server itself is out of order, and not one of its
letters.
"""
_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_LINE_TOO_LONG = "got more than"  # how imaplib begins its complaint
_LEAVE_WITHIN = 1.0  # a service told to stop has five seconds for everything
BATCH_BYTES = 8 * 1024 * 1024
BATCH_COUNT = 100
RENEW_AFTER = 9 * 60.0  # seconds
_GLANCE = 1.0  # seconds after which `stop` is asked again
_DONE_WITHIN = 2.0  # seconds


class OpenedFolder(NamedTuple):
    """An opened folder; UIDVALIDITY is 0 and UIDNEXT None where the server does not say
    (P25, R41).
    """

    name: str
    uidvalidity: int
    uidnext: int | None
    exists: int


class ListedLetter(NamedTuple):
    """What is known of a letter before it is fetched.

    `arrived_at` is None where the server's date is no date.
    """

    uid: int
    size: int
    arrived_at: datetime | None


_Row = dict[bytes, Any]
"""What the server says of one letter, by the names of RFC 3501 §7.4.2."""


class FetchedLetter(NamedTuple):
    """A letter as it came off the server."""

    uid: int
    raw: bytes


class LineEndedError(OSError):
    """The server ended the session while we waited."""

    def __init__(self, how: str) -> None:
        super().__init__(f"the server {how} while we waited for news")


class Mailbox:
    """A session with one account; use it as a context manager.

    Every method may raise AccessRefusedError (only at the beginning), TryLaterError or
    MisconfiguredError.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._chosen = choose(account.host)
        self._client: IMAPClient | None = None
        self._exists = 0
        self._folder = ""
        self._drops = 0
        self._refused: dict[int, str] = {}

    def open(self) -> None:
        """Begins the session, unless it has begun; entering the context does it by
        itself.
        """
        if self._client is None:
            self._client, self._chosen = open_session(self._account)

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        # Of the whole farewell: a server may drip here too.
        brief = replace(self._account, exchange=_LEAVE_WITHIN)
        try:
            with exchange(brief, client.socket()):
                client.logout()
        except MailboxError:
            with suppress(OSError, IMAPClientError):
                client.shutdown()

    @property
    def chosen(self) -> Chosen:
        """Whose server this is, and why we think so; sure only once the session has
        begun.
        """
        return self._chosen

    def examine(self, folder: str) -> OpenedFolder:
        """Opens `folder` for reading only and says how it stands; `folder` is its
        readable name (R54).
        """
        self._drops = 0
        self._refused = {}
        self.open()  # anew, where the folder before was given up for its lost lines
        return self._examine(folder)

    @property
    def refused(self) -> dict[int, str]:
        """UID → the server's words, of each letter of the opened folder that it would
        not give even alone.
        """
        return dict(self._refused)

    def _examine(self, folder: str) -> OpenedFolder:
        self._folder = folder
        with exchange(self._account, self._session.socket()):
            try:
                answer = self._session.select_folder(folder, readonly=True)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as fault:
                raise self._why_not_opened(folder, fault) from fault
        uidvalidity = int(answer.get(b"UIDVALIDITY") or 0)
        uidnext = answer.get(b"UIDNEXT")
        self._exists = int(answer.get(b"EXISTS") or 0)
        return OpenedFolder(
            folder, uidvalidity, None if uidnext is None else int(uidnext), self._exists
        )

    def _why_not_opened(self, folder: str, fault: IMAPClientError) -> MailboxError:
        """A folder that is not there is a setting to mend; one that is there may open
        later.
        """
        said = said_by(fault)
        if (
            "unsafe login" in said.lower()
        ):  # NetEase, when the introduction did not please it (P23)
            return MisconfiguredError(
                self._account,
                f"folder {folder} is refused ({said})",
                self._chosen.provider.note,
            )
        if folder not in [name for name, _ in self._listed_folders()]:
            return MisconfiguredError(
                self._account, f"there is no folder {folder}", "check mailbox.folders"
            )
        return TryLaterError(self._account, f"folder {folder} did not open ({said})")

    def junk_folder(self) -> str | None:
        """The name of the junk folder, by its mark (RFC 6154 §2) or the provider's
        names.

        None when there is none.
        """
        self.open()  # as in `examine`
        listed = self._listed_folders()
        for name, is_junk in listed:
            if is_junk:
                return name
        names = [name for name, _ in listed]
        return next(
            (known for known in self._chosen.provider.junk if known in names), None
        )

    def _listed_folders(self) -> list[tuple[str, bool]]:
        """Each folder's readable name, and whether it is marked as junk.

        One whose line or name cannot be read is left out: nobody can name it in the
        settings either.
        """
        with exchange(self._account, self._session.socket()):
            kind, said = self._session._imap.list()  # noqa: SLF001 - the library's own reading fails for all at one broken name
        listed: list[tuple[str, bool]] = []
        for line in said if kind == "OK" else ():
            with suppress(ValueError, IMAPClientError, AttributeError):
                flags, _delimiter, name = parse_response([line])
                readable = imap_utf7.decode(
                    name if isinstance(name, bytes) else str(name).encode()
                )
                marks = {flag.lower() for flag in flags}
                listed.append((readable, bool(marks & {b"\\junk", b"\\spam"})))
        return listed

    def uids_above(self, last: int) -> list[int]:
        """The UIDs of the opened folder that are greater than `last`, ascending.

        Asked by SEARCH and by FETCH, since a server may leave one out of either; what
        one of them names is there. A range up to `*` always holds the last letter, and
        some servers ignore the range: whatever is not above `last` is dropped here (RFC
        3501 §6.4.8, P13, P24).
        """
        asked = [self._fetched_above]
        if self._exists <= _SEARCHED_AT_ONCE:
            asked.append(self._searched_above)
        found: set[int] = set()
        refusals: list[TryLaterError] = []
        for ask in asked:
            try:
                found.update(uid for uid in ask(last) if uid > last)
            except TryLaterError as refusal:
                self._mend_line(refusal)
                refusals.append(refusal)
        if len(refusals) == len(asked):
            raise refusals[-1]
        return sorted(found)

    def _searched_above(self, last: int) -> list[int]:
        with exchange(self._account, self._session.socket()):
            try:
                return list(map(int, self._session.search(["UID", f"{last + 1}:*"])))
            except IMAPClientAbortError:
                raise
            except IMAPClientError:
                # A server that knows no UID criterion.
                return list(map(int, self._session.search(["ALL"])))

    def _fetched_above(self, last: int) -> list[int]:
        """One line a letter, so that its length has no bound; a folder without letters
        has no such range.
        """
        if not self._exists:
            return []
        lines = self._fetch_lines(f"{last + 1}:*", "UID")
        named = [_UID.search(line) for line in lines if isinstance(line, bytes)]
        return [int(found[1]) for found in named if found is not None]

    def list_letters(self, uids: Sequence[int]) -> list[ListedLetter]:
        """Size and arrival of each UID that is still there, ascending; the size is 0
        where it is not said.
        """
        letters: list[ListedLetter] = []
        for uid, row in self._fetch(sorted(uids), "RFC822.SIZE INTERNALDATE"):
            size = row.get(b"RFC822.SIZE")
            arrived_at: datetime | None = None
            with suppress(ValueError, TypeError, AttributeError):
                arrived_at = parse_to_datetime(row[b"INTERNALDATE"], normalise=False)
            if arrived_at is not None:
                # Its own offset, as a zone of the standard library; without one it is
                # no moment (R46).
                offset = arrived_at.utcoffset()
                arrived_at = (
                    None
                    if offset is None
                    else arrived_at.replace(tzinfo=timezone(offset))
                )
            letters.append(
                ListedLetter(uid, size if isinstance(size, int) else 0, arrived_at)
            )
        return letters

    def bodies(self, uids: Sequence[int]) -> list[FetchedLetter]:
        """The whole letters of `uids`, ascending.

        One that has vanished is absent (R43). Bound `uids` by `in_batches`.
        """
        rows = self._fetch(sorted(uids), "BODY.PEEK[]")
        return [
            FetchedLetter(uid, row[b"BODY[]"])
            for uid, row in rows
            if isinstance(row.get(b"BODY[]"), bytes)
        ]

    def heads(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The header blocks of `uids`, each at most 64 KiB of it."""
        heads: dict[int, bytes] = {}
        for uid, row in self._fetch(sorted(uids), f"BODY.PEEK[HEADER]<0.{HEAD_BYTES}>"):
            for key, value in row.items():
                # Servers differ in whether and how the key repeats the range.
                if key.startswith(b"BODY[HEADER") and isinstance(value, bytes):
                    heads[uid] = value[:HEAD_BYTES]
        return heads

    def can_wait(self) -> bool:
        """Whether the server offers IDLE and is known to mean it; may ask the
        server.
        """
        if not self._account.idle or not self._chosen.provider.idle:
            return False
        with exchange(self._account, self._session.socket()):
            return bool(self._session.has_capability("IDLE"))

    def wait(self, seconds: float, stop: Callable[[], bool]) -> bool:
        """Waits for news of the opened folder.

        True when the server spoke of any, False after `seconds` or when `stop` says so.

        Only a hint (RFC 2177, P27, R51): the next poll finds the same without it. Only
        where `can_wait()`. Asked again, it also tells of what came between the two
        questions.
        """
        with mailbox_errors(self._account):
            told = await_news(self._session, self._exists, seconds, stop)
        if told is not None:
            self._exists = told
        return told is not None

    @property
    def _session(self) -> IMAPClient:
        if self._client is None:
            raise TryLaterError(self._account, "the session has ended")
        return self._client

    def _fetch(self, uids: Sequence[int], items: str) -> Iterator[tuple[int, _Row]]:
        """What the server says of each letter; of a refused question each is asked for
        alone.
        """
        for at in range(0, len(uids), _LISTED_AT_ONCE):
            together = uids[at : at + _LISTED_AT_ONCE]
            try:
                rows = self._fetch_rows(together, items)
            except TryLaterError as refusal:
                self._mend_line(refusal)
                rows = {}
                for uid in together:
                    try:
                        rows |= self._fetch_rows([uid], items)
                    except TryLaterError as alone:
                        cause = alone.__cause__
                        self._refused[uid] = said_by(
                            cause if isinstance(cause, Exception) else alone
                        )
                        self._mend_line(alone)
            for uid in rows:
                self._refused.pop(uid, None)
            yield from sorted(rows.items())

    def _fetch_rows(self, uids: Sequence[int], items: str) -> dict[int, _Row]:
        """UID → what was asked of it.

        Whatever else a server adds is passed over unread: an ENVELOPE that is none
        spoils no answer.
        """
        rows: dict[int, _Row] = {}
        wanted = set(uids)
        lines = self._fetch_lines(",".join(map(str, uids)), f"UID {items}")
        with mailbox_errors(self._account):
            for said in parse_response(lines)[1::2]:
                if not isinstance(said, tuple):
                    raise ProtocolError("a FETCH answer is no list")
                named = zip(said[::2], said[1::2], strict=False)
                row = {
                    key.upper(): value for key, value in named if isinstance(key, bytes)
                }
                uid = row.get(b"UID")
                if uid in wanted:
                    rows.setdefault(uid, {}).update(row)
        return rows

    def _fetch_lines(self, uids: str, items: str) -> list[Any]:
        """The lines of the answer as the library gives them."""
        with exchange(self._account, self._session.socket()):
            line = self._session._imap  # noqa: SLF001 - the library would read more of the answer than was asked
            line.untagged_responses.pop(
                "FETCH", None
            )  # of a question that was refused half-way
            kind, said = line.uid("FETCH", uids, f"({items})")
            if kind != "OK":
                raise IMAPClientError(said_by(ProtocolError(said[-1])))
        return [each for each in said if each is not None]

    def _mend_line(self, refusal: TryLaterError) -> None:
        """After a refusal: nothing where the session goes on, else a new one with the
        same folder open.

        Raises `refusal` where lines are lost again and again, or whatever a new session
        does.
        """
        cause = refusal.__cause__
        is_lost = cause is None or isinstance(cause, OSError | IMAPClientAbortError)
        if not is_lost and _LINE_TOO_LONG not in str(
            cause
        ):  # of such a line the rest is still to come
            return
        self._drops += (
            2 if isinstance(cause, TimeoutError) else 1
        )  # the lease does not wait for ever
        self.__exit__(None, None, None)
        if self._drops > _MOST_DROPS:
            raise refusal
        self.open()
        self._examine(self._folder)


class HasSize(Protocol):
    """A letter of which the size is known, wherever it lies."""

    @property
    def size(self) -> int:
        """Its size in bytes."""


L = TypeVar("L", bound=HasSize)


def in_batches(letters: Iterable[L]) -> Iterator[tuple[L, ...]]:
    """`letters` cut into runs of at most 100 letters and 8 MiB; a larger letter is a
    run of its own.
    """
    run: list[L] = []
    weight = 0
    for letter in letters:
        if run and (len(run) == BATCH_COUNT or weight + letter.size > BATCH_BYTES):
            yield tuple(run)
            run, weight = [], 0
        run.append(letter)
        weight += letter.size
    if run:
        yield tuple(run)


# --- waiting for news -----------------------------------------------------------------


def await_news(
    client: IMAPClient, known: int, seconds: float, stop: Callable[[], bool]
) -> int | None:
    """How many letters there are, once the server announces some.

    None after `seconds` or when `stop` says so. `known` is how many letters the folder
    held. Raises OSError or IMAPClientError when the line is dead.
    """
    ends_at = time.monotonic() + seconds
    while not stop() and time.monotonic() < ends_at:
        # What came since the last question would be told together with IDLE's own
        # answer, and be overheard.
        told = _counts_in(client.noop()[1])
        if told and told[-1] != known:
            return told[-1]
        told = _idle_once(client, min(ends_at, time.monotonic() + RENEW_AFTER), stop)
        if told:
            return told[-1]
    return None


def _idle_once(
    client: IMAPClient, ends_at: float, stop: Callable[[], bool]
) -> list[int]:
    """One IDLE from its beginning to its DONE; the counts that were announced
    meanwhile.
    """
    client.idle()
    news: list[int] = []
    while not news and not stop() and time.monotonic() < ends_at:
        asked_at = time.monotonic()
        glance = min(_GLANCE, max(0.05, ends_at - asked_at))
        said = client.idle_check(timeout=glance)
        if not said and time.monotonic() - asked_at < glance / 2:
            raise LineEndedError(
                how="closed the line"
            )  # an empty answer before its time
        if any(response and response[0] == b"BYE" for response in said):
            raise LineEndedError(how="said BYE")
        news = _counts_in(said)
    # A server that has died in silence must not keep us: DONE is answered soon or
    # never.
    line = client.socket()
    usual = line.gettimeout()
    line.settimeout(_DONE_WITHIN)
    client.idle_done()
    line.settimeout(usual)
    return news


def _counts_in(said: Sequence[Any]) -> list[int]:
    """The counts of EXISTS responses; keep-alives and flags are no news."""
    return [
        int(response[0])
        for response in said
        if len(response) > 1 and response[1] == b"EXISTS"
    ]
