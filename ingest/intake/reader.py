"""How are letters read so that no letter can stop the service?

Every letter is read in a spawned child that is killed when it takes too long or too
much memory; the letter is then unreadable, and the next goes on (P14). The seal is
asked in the child, of head and text and again of the files, and of a sealed letter
nothing leaves the child but what the record may keep (promise 13). What the letters
mean is judged by `triage`; what becomes of them is written by `intake`.
"""

import logging
import multiprocessing
import resource
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, CancelledError
from concurrent.futures import TimeoutError as LateError
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Self

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ingest.letter.bounds import UnreadableLetter
from ingest.letter.read import HeadWords, head_words, open_letter, read_files
from ingest.screening.seal import SecrecyMark, mark_in
from ledger.entries.letters import Letter
from ledger.faults import ToldError

LETTER_SECONDS = 2  # of processor time, without its files
FILE_SECONDS = 10  # of processor time, each file
CHILD_BYTES = 512 * 1024 * 1024
_WALL_SECONDS = 30  # a child that sleeps uses no processor time
_WALL_SECONDS_PER_MEBIBYTE = 10

_BIG = "读取所需内存超过上限"
_DEAD = "读取时程序异常退出或超时"


@dataclass(frozen=True, slots=True)
class Sealed:
    """All that is left of a letter with a 密级 mark: no subject, no word, no file name
    (promise 13).
    """

    mark: SecrecyMark
    from_address: str
    arrived_at: datetime
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A letter past a bound; `reason` (Chinese) says which. Its original is kept by
    whoever records it.

    `head` is what its head says, as far as it could be read.
    """

    reason: str
    arrived_at: datetime
    sha256: str
    size: int
    head: HeadWords


class ReadingStoppedError(ToldError):
    """Reading was stopped, or not even a harmless letter can be read; temporary:
    nothing is decided.
    """

    def __init__(self, because: str) -> None:
        super().__init__(
            f"reading stopped: {because}; the letters are as they were, read them again later"
        )


Read = Letter | Sealed | Unreadable
"""What reading a mail comes to."""
Posted = tuple[bytes, datetime]  # a letter's bytes, and when it arrived


class Reader:
    """A small pool of reading children, each of at most `child_bytes`; a context
    manager.

    The children start with the first batch.
    """

    def __init__(
        self, children: int, marks: Sequence[str], child_bytes: int = CHILD_BYTES
    ) -> None:
        self._children = children
        self._child_bytes = child_bytes
        self._marks = tuple(marks)
        self._pool: ProcessPool | None = None
        self._futures: list[ProcessFuture[Read]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the children and whoever waits for them; a later batch would start new
        ones.
        """
        pool, self._pool = self._pool, None
        futures, self._futures = self._futures, []
        for future in futures:
            future.cancel()  # type: ignore[no-untyped-call]  # pebble annotates all but these two
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]  # as above
            pool.join()

    def read(self, batch: Sequence[Posted]) -> list[Read]:
        """What each letter of `batch`, its bytes and when it arrived, says; in the same
        order.

        Raises ReadingStoppedError if `close` is called meanwhile, from a signal or
        another thread, or if the children do not live at all.
        """
        try:
            return self._together(batch)
        except BrokenExecutor:  # a child died before it had said which letter it was at
            self.close()
            return list(map(self._alone, batch))

    def _together(self, batch: Sequence[Posted]) -> list[Read]:
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self._children,
                initializer=bound_child,
                initargs=(self._child_bytes,),
                # spawned, never forked: a fork would inherit open connections and locks
                context=multiprocessing.get_context("spawn"),
            )
        try:
            self._futures = []
            for raw, arrived_at in batch:
                seconds = _WALL_SECONDS + _WALL_SECONDS_PER_MEBIBYTE * len(raw) / 2**20
                args = (raw, arrived_at, self._marks)
                self._futures.append(
                    self._pool.schedule(read_bounded, args=args, timeout=seconds)
                )
            return [
                self._result(future, letter)
                for future, letter in zip(self._futures, batch, strict=True)
            ]
        except CancelledError as fault:
            raise ReadingStoppedError(because="the reader was closed") from fault

    def _alone(self, letter: Posted) -> Read:
        """One letter of a batch that broke the pool; it is at fault only if a harmless
        one can be read.
        """
        try:
            return self._together([letter])[0]
        except BrokenExecutor:
            self.close()
        try:
            self._together([(b"\n", letter[1])])
        except BrokenExecutor as fault:
            raise ReadingStoppedError(
                because="the reading children die at once, look at the memory of this machine"
            ) from fault
        return self._unreadable(_DEAD, letter)

    def _result(self, future: ProcessFuture[Read], letter: Posted) -> Read:
        try:
            return future.result()
        except (CancelledError, BrokenExecutor):
            raise
        except LateError:
            return self._unreadable("读取超时", letter)
        except ProcessExpired:
            return self._unreadable(_DEAD, letter)
        except MemoryError:
            return self._unreadable(_BIG, letter)
        except Exception as fault:  # noqa: BLE001 - P14: whatever a letter makes a reader raise costs that letter only
            return self._unreadable(f"读取时程序出错（{type(fault).__name__}）", letter)

    def _unreadable(self, reason: str, letter: Posted) -> Sealed | Unreadable:
        return _unreadable(reason, letter, self._marks)


def read_bounded(raw: bytes, arrived_at: datetime, marks: Sequence[str]) -> Read:
    """As `read_one`, within the bounds of a child; past its processor time the system
    kills the process.
    """
    return read_one(raw, arrived_at, marks, bounded=True)


def bound_child(most: int) -> None:
    """Bound the memory of this process to `most` bytes; done once, when a child
    starts.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    logging.disable(logging.CRITICAL)  # libraries log what senders write


def read_one(
    raw: bytes, arrived_at: datetime, marks: Sequence[str], *, bounded: bool = False
) -> Read:
    """What one letter says, read in this very process; its processor time is limited
    only if `bounded`.
    """
    try:
        if bounded:
            _allow(LETTER_SECONDS)
        opened = open_letter(raw, arrived_at)
        letter = opened.letter
        files = (*opened.files, *opened.attached_files)
        words = [
            letter.subject,
            letter.text,
            letter.quoted,
            letter.attached_mail,
            *opened.unshown,
        ]
        mark = mark_in([*words, *(file.name for file in files)], marks)
        if mark is None:
            if bounded:
                _allow(LETTER_SECONDS + FILE_SECONDS * len(files))
            letter, manuscripts = read_files(opened)
            mark = mark_in(manuscripts, marks)
    except UnreadableLetter as fault:
        return _unreadable(fault.reason, (raw, arrived_at), marks)
    except MemoryError:
        return _unreadable(_BIG, (raw, arrived_at), marks)
    if mark is not None:
        return Sealed(
            mark, letter.from_address, letter.arrived_at, letter.sha256, letter.size
        )
    return letter


def _unreadable(
    reason: str, letter: Posted, marks: Sequence[str]
) -> Sealed | Unreadable:
    """What is left of a letter that cannot be read; the seal is asked of its subject
    before that is kept.
    """
    raw, arrived_at = letter
    digest = sha256(raw).hexdigest()
    head = head_words(raw)
    mark = mark_in([head.subject], marks)
    if mark is not None:
        return Sealed(mark, head.from_address, arrived_at, digest, len(raw))
    return Unreadable(reason, arrived_at, digest, len(raw), head)


def _allow(seconds: int) -> None:
    """Let this process use `seconds` more of processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard)
    )
