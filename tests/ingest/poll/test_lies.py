"""What a server says once is not believed: which letters get a state, and when?"""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.intake.again import NotAgainError, RejudgeRequest
from ingest.mailbox.faults import TryLaterError
from ingest.poll.polling import DifferenceKind, reconcile
from ingest.poll.taking import MOST_TRIES, why_doubted
from ingest.poll.unsealing import ask_once_more
from ledger import mailbox_entries, originals
from ledger.entries.letters import MailboxEntryState
from tests.fixtures.scripted_imap import Hook, Script, Session, scripted
from tests.ingest.postoffice import (
    LATER,
    NOW,
    STARTED,
    Office,
    fresh,
    held,
    odd,
    report,
)

WHOLE = report(2)
Lie = Callable[[], str]


def answered(*, body: str | None) -> str:
    """What the server says when it is asked for the body of UID 2."""
    return "* 2 FETCH (UID 2)" if body is None else f"* 2 FETCH (UID 2 BODY[] {body})"


def literal(raw: bytes) -> str:
    return f"{{{len(raw)}}}\r\n{raw.decode('latin-1')}"


LIES = {
    "empty": answered(body='""'),
    "an empty literal": answered(body=literal(b"")),
    "NIL": answered(body="NIL"),
    "absent": answered(body=None),
    "a third": answered(body=literal(WHOLE[: len(WHOLE) // 3])),
}


def lying(lie: str, times: int = 1_000) -> Hook:
    """Of UID 2 the server gives `lie` as the body, the first `times` times."""
    left = [times]

    def answer(rest: str, session: Session) -> list[str] | None:
        asked = rest.split(" ")[2].split(",")
        if "BODY.PEEK[]" not in rest or "2" not in asked or not left[0]:
            return None
        left[0] -= 1
        others = [each for each in asked if each != "2"]
        said: list[str] = []
        if others:
            without = rest.replace(",".join(asked), ",".join(others))
            said = session._fetch(without)[:-1]  # noqa: SLF001
        return [*said, lie, "TAG OK done"]

    return answer


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_body_that_is_no_body_once_is_asked_for_again_alone(
    small: Office, lie: str
) -> None:
    script = Script(
        {n: held(n) for n in range(1, 4)}, hooks={"UID FETCH": lying(lie, 1)}
    )
    with scripted(script) as port:
        polled = small.poll(odd(port))
    assert (polled.tally.recorded, polled.doubted, small.submissions) == (3, (), 3)


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_body_that_never_comes_whole_gets_no_state_and_after_the_stated_tries_is_quarantined(
    small: Office, lie: str
) -> None:
    script = Script({n: held(n) for n in range(1, 4)}, hooks={"UID FETCH": lying(lie)})
    with scripted(script) as port:
        for tries in range(1, MOST_TRIES):
            polled = small.poll(odd(port))
            assert [(doubt.place.uid, doubt.tries) for doubt in polled.doubted] == [
                (2, tries)
            ]
            assert set(small.states) == {("INBOX", 1), ("INBOX", 3)}
        assert small.poll(odd(port)).tally.quarantined == 1
        assert small.poll(odd(port)).tally.seen == 0
        with small.database.reading() as conn:
            (entry,) = mailbox_entries.listed(conn, MailboxEntryState.QUARANTINED)
            kept = (
                None if entry.sha256 is None else originals.raw_of(conn, entry.sha256)
            )
        assert (entry.place.uid, entry.from_address) == (2, "yinchuan@units.example")
        assert entry.because
        assert kept == (WHOLE[: len(WHOLE) // 3] if lie == LIES["a third"] else None)
        # Asked again each night, it stays what it is, under the number that it has.
        night = reconcile(small.poll_context(odd(port)), ask_again=True)
        assert night.mended.quarantined == 1
        with small.database.reading() as conn:
            assert mailbox_entries.listed(conn, MailboxEntryState.QUARANTINED) == (
                entry,
            )
        # The server mends its ways, and whoever compares takes the letter in.
        script.hooks.clear()
        found = reconcile(small.poll_context(odd(port)))
        assert [(d.place.uid, d.kind) for d in found.differences] == [
            (2, DifferenceKind.NOT_GIVEN)
        ]
        assert reconcile(small.poll_context(odd(port)), mend=True).mended.recorded == 1
        assert reconcile(small.poll_context(odd(port))).sound
        with small.database.reading() as conn:
            taken = mailbox_entries.one(conn, entry.id)
        assert taken is not None
        assert taken.place == entry.place
    assert (small.submissions, small.count(), small.states["INBOX", 2]) == (
        3,
        3,
        "recorded",
    )


def test_a_letter_in_doubt_is_taken_by_the_poll_in_which_it_comes_whole(
    office: Office,
) -> None:
    script = Script(
        {n: held(n) for n in range(1, 4)}, hooks={"UID FETCH": lying(LIES["NIL"])}
    )
    with scripted(script) as port:
        office.poll(odd(port))
        script.hooks.clear()
        script.letters[4] = held(4)
        polled = office.poll(odd(port))
    assert (polled.tally.recorded, polled.doubted) == (2, ())
    assert (office.submissions, office.count()) == (4, 4)


def refused(_: Session) -> list[str]:
    return ["TAG NO the message cannot be opened"]


def bad(_: Session) -> list[str]:
    return ["TAG BAD internal error"]


def dropped(session: Session) -> list[str]:
    session.close()
    return []


def nonsense(_: Session) -> list[str]:
    return ["* 2 FETCH (UID 2 BODY[] (", "TAG OK done"]


@pytest.mark.parametrize("how", [refused, bad, dropped, nonsense])
@pytest.mark.parametrize("items", ["BODY.PEEK[]", "RFC822.SIZE"])
def test_a_letter_that_the_server_always_refuses_is_isolated_and_named(
    small: Office, how: Callable[[Session], list[str]], items: str
) -> None:
    def answer(rest: str, session: Session) -> list[str] | None:
        asked = rest.split(" ")[2].split(",")
        return how(session) if items in rest and "2" in asked else None

    script = Script({n: held(n) for n in range(1, 6)}, hooks={"UID FETCH": answer})
    with scripted(script) as port:
        polled = small.poll(odd(port))
        assert polled.tally.recorded == 4
        assert [(doubt.place.folder, doubt.place.uid) for doubt in polled.doubted] == [
            ("INBOX", 2)
        ]
        script.letters[6] = held(6)
        assert small.poll(odd(port)).tally.recorded == 1
        script.hooks.clear()
        assert small.poll(odd(port)).tally.recorded == 1
    assert (small.submissions, small.count()) == (6, 6)


@pytest.mark.parametrize(
    ("size", "length", "believed"),
    [
        (1000, 1000, True),
        (0, 700, True),  # no size was said
        (3011, 2990, True),  # line ends counted otherwise
        (4096, 3100, True),  # rounded up to a whole block
        (905, 302, False),
        (30_011, 20_000, False),
        (30_011, 0, False),
        (905, 1810, False),
    ],
)
def test_how_far_from_its_stated_size_a_letter_may_be(
    size: int, length: int, *, believed: bool
) -> None:
    assert (why_doubted(size, b"x" * length) == "") is believed


# --- what is listed ---


def test_p24_a_search_that_leaves_a_letter_out_is_made_up_for_in_the_same_poll(
    small: Office,
) -> None:
    script = Script({n: held(n) for n in range(1, 4)})
    script.hooks["UID SEARCH"] = lambda _, __: ["* SEARCH 1 3", "TAG OK done"]
    with scripted(script) as port:
        assert small.poll(odd(port)).tally.recorded == 3


def test_p24_a_search_that_says_nothing_is_made_up_for_in_the_same_poll(
    small: Office,
) -> None:
    script = Script({n: held(n) for n in range(1, 31)})
    script.hooks["UID SEARCH"] = lambda _, __: ["* SEARCH", "TAG OK done"]
    with scripted(script) as port:
        assert small.poll(odd(port)).tally.recorded == 30


def without(uid: int, item: str) -> Hook:
    """An answer to FETCH in which the row of one letter is missing, whenever `item` is
    asked for.
    """

    def answer(rest: str, session: Session) -> list[str] | None:
        if item not in rest:
            return None
        return [said for said in session._fetch(rest) if f"(UID {uid} " not in said]  # noqa: SLF001

    return answer


def test_a_letter_whose_size_row_is_missing_is_in_doubt_and_not_gone(
    small: Office,
) -> None:
    script = Script(
        {n: held(n) for n in range(1, 4)},
        hooks={"UID FETCH": without(2, "RFC822.SIZE")},
    )
    with scripted(script) as port:
        polled = small.poll(odd(port))
        assert (polled.tally.recorded, polled.tally.gone) == (2, 0)
        assert [doubt.place.uid for doubt in polled.doubted] == [2]
        assert reconcile(small.poll_context(odd(port))).waiting == 1
        script.hooks.clear()
        assert small.poll(odd(port)).tally.recorded == 1


def test_p07_a_letter_left_out_of_every_answer_is_found_by_comparing_and_noted(
    small: Office,
) -> None:
    everything = {n: held(n) for n in range(1, 4)}
    script = Script({1: everything[1], 3: everything[3]})
    with scripted(script) as port:
        small.poll(odd(port))
        script.letters = dict(everything)
        assert small.poll(odd(port)).tally.seen == 0
        reconcile(small.poll_context(odd(port)))
        with small.database.reading() as conn:
            assert mailbox_entries.unaccounted_in(conn, odd(port).name) == 1
        assert reconcile(small.poll_context(odd(port)), mend=True).mended.recorded == 1
        with small.database.reading() as conn:
            assert mailbox_entries.unaccounted_in(conn, odd(port).name) == 0


def test_p01_a_shift_of_all_uids_under_the_same_uidvalidity_is_noticed_by_the_next_poll(
    small: Office,
) -> None:
    script = Script({2 * n: held(n) for n in range(1, 31)}, uidnext=61)
    with scripted(script) as port:
        small.poll(odd(port))
        script.letters = {2 * n + 1: held(n) for n in range(1, 29)} | {
            59: held(40, NOW + LATER)
        }
        small.clock.now = NOW + LATER
        polled = small.poll(odd(port))
        assert [folder for folder, _ in polled.renumbered] == ["INBOX"]
        assert (small.submissions, small.count()) == (31, 31)
        assert small.poll(odd(port)).renumbered == ()


def test_colleagues_who_clear_away_all_old_letters_shift_nothing(small: Office) -> None:
    script = Script({n: held(n) for n in range(1, 31)}, uidnext=31)
    with scripted(script) as port:
        small.poll(odd(port))
        script.letters, script.uidnext = {31: held(31)}, 32
        polled = small.poll(odd(port))
    assert (polled.renumbered, polled.tally.recorded) == ((), 1)


def test_p03_many_letters_that_lose_the_line_keep_no_other_waiting_for_ever(
    small: Office,
) -> None:
    bad_ones = {str(uid) for uid in range(3, 11)}

    def answer(rest: str, session: Session) -> list[str] | None:
        asked = rest.split(" ")[2].split(",")
        return (
            dropped(session)
            if "BODY.PEEK[]" in rest and bad_ones & set(asked)
            else None
        )

    script = Script({n: held(n) for n in range(1, 13)}, hooks={"UID FETCH": answer})
    with scripted(script) as port:
        with pytest.raises(TryLaterError):
            small.poll(odd(port))
        assert small.poll(odd(port)).tally.recorded == 4
        script.hooks.clear()
        assert small.poll(odd(port)).tally.recorded == 8
    assert (small.submissions, small.count()) == (12, 12)


def test_a_quarantined_letter_that_comes_whole_at_last_is_fetched_by_a_person(
    small: Office,
) -> None:
    script = Script(
        {n: held(n) for n in range(1, 4)}, hooks={"UID FETCH": lying(LIES["a third"])}
    )
    with scripted(script) as port:
        for _ in range(MOST_TRIES):
            small.poll(odd(port))
        with small.database.reading() as conn:
            (entry,) = mailbox_entries.listed(conn, MailboxEntryState.QUARANTINED)
        person = RejudgeRequest("王主任", NOW)
        with pytest.raises(NotAgainError, match="still does not give it whole"):
            ask_once_more(small.poll_context(odd(port)), entry, person)
        script.hooks.clear()
        taken = ask_once_more(small.poll_context(odd(port)), entry, person)
        assert (taken.state, taken.place) == (MailboxEntryState.RECORDED, entry.place)
        assert reconcile(small.poll_context(odd(port))).sound


def test_a_row_missing_at_the_beginning_moves_the_starting_point_past_no_letter(
    tmp_path: Path,
) -> None:
    ancient = held(1, STARTED - LATER)
    script = Script(
        {1: ancient, 2: held(2), 3: held(3)},
        hooks={"UID FETCH": without(2, "INTERNALDATE")},
    )
    with fresh(tmp_path, "now") as office, scripted(script) as port:
        assert office.poll(odd(port)).started == (("INBOX", 2),)
        script.hooks.clear()
        office.poll(odd(port))
        assert office.submissions == 2
