"""What does a roster change, and what becomes of a unit in time?

A list is first compared with what is known: who would be new, changed, gone, perhaps
renamed. What it does not tell stays: an office's own list without mail addresses takes
none away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, TypeVar

from ledger import journal, roster, scores
from ledger.database import Connection
from ledger.entries.people import FormerName, Person, Role, Unit
from ledger.faults import ToldError
from ledger.journal import By, JournalEntry
from ledger.periods import Span, local_day, period_of
from notify.lines import joined
from office.use_cases.imports.units import PERSON_COLUMNS, RosterFile

T = TypeVar("T")


class ChangedUnit(NamedTuple):
    """What a list changes of one unit, in the office's words; no telephone number
    stands in them.
    """

    unit: str
    what: tuple[str, ...]


class Renaming(NamedTuple):
    """A unit that the list does not mention, and a new one that may be the same under
    another name.
    """

    before: str
    after: str
    because: str

    def told(self) -> str:
        """The same in the office's words."""
        return f"{self.before} → {self.after}（{self.because}）"


class RenamedUnit(NamedTuple):
    """A unit of the roster, what it is called from a day on, and the day."""

    unit: Unit
    name: str
    on: date


class RosterPlan(NamedTuple):
    """What a list would change; `wanted` are its units as they are kept then."""

    wanted: tuple[Unit, ...]
    moved_on: date
    """The day from which a unit is in the group that the list names."""
    new: tuple[Unit, ...]
    changed: tuple[ChangedUnit, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    """On the roster, and not in the list: they stay as they are."""
    renamed: tuple[RenamedUnit, ...]
    """Whose former name the list says to be one of the roster."""
    outdated: tuple[Renaming, ...]
    """Which the list still calls as they were called before: they keep their present
    name.
    """
    perhaps_renamed: tuple[Renaming, ...]
    moved: tuple[str, ...]
    ended: tuple[str, ...] = ()
    """Which the list still names as if they had not ended: a list takes no end and no
    merger back.
    """

    def told(self) -> dict[str, list[str]]:
        """The same as the journal keeps it, in the office's words; what is empty is
        left out.
        """
        said = {
            "新增": [
                f"{unit.name}（{unit.group}，自{unit.since}）" for unit in self.new
            ],
            "改动": [
                f"{change.unit}：{'；'.join(change.what)}" for change in self.changed
            ],
            "改名": [
                f"{each.unit.name} → {each.name}（自{each.on}）"
                for each in self.renamed
            ],
            "表中仍用旧名": [each.told() for each in self.outdated],
            "表中没有、照旧保留": list(self.gone),
            "可能改了名": [each.told() for each in self.perhaps_renamed],
            "表中仍列着，已不在册": list(self.ended),
        }
        return {caption: lines for caption, lines in said.items() if lines}


def begins_on(known: Sequence[Unit], today: date) -> date:
    """The day from which a unit is on the roster whose list says none: the first list's
    with the year.
    """
    return today if known else period_of(today, Span.YEAR).first


class _Match(NamedTuple):
    """A row of the list, under the name that the unit has now, and the unit of the
    roster that it means.
    """

    unit: Unit
    before: Unit | None
    """None where the unit is new; under the new name where the list renames it."""
    outdated: Renaming | None = None
    renamed: RenamedUnit | None = None


def plan(known: Sequence[Unit], listed: RosterFile, today: date) -> RosterPlan:
    """What the list would change of the known roster; nothing is."""
    moved_on = period_of(today, Span.QUARTER).first
    listed_names = {unit.name for unit in listed.units}
    called_now = _present_names(known, listed.units)
    wanted: list[Unit] = []
    new: list[Unit] = []
    changed: list[ChangedUnit] = []
    unchanged: list[str] = []
    moved: list[str] = []
    ended: list[str] = []
    renamed: list[RenamedUnit] = []
    outdated: list[Renaming] = []
    for row in listed.units:
        match = _match(row, known, listed_names, today)
        unit, before = match.unit, match.before
        # A superior unit may be called as it was before.
        if unit.parent is not None and unit.parent not in listed_names:
            unit = replace(unit, parent=called_now.get(unit.parent, unit.parent))
        if match.renamed is not None:
            renamed.append(match.renamed)
        if match.outdated is not None:
            outdated.append(match.outdated)
        if before is None:
            unit = _with_former_names((), (unit.name,), unit)
            wanted.append(unit)
            new.append(unit)
            continue
        if before.until is not None and before.until <= today and unit.until is None:
            unit = replace(unit, until=before.until)
            ended.append(f"{before.name}（{_what_became_of(before, known)}）")
        complete = _completed(before, unit, listed.given)
        complete = _with_former_names(
            before.former_names, before.official_names, complete
        )
        wanted.append(complete)
        after = roster.merged(before, complete, moved_on)
        if after.former_groups != before.former_groups:
            moved.append(unit.name)
        if roster.same(before, after):
            unchanged.append(unit.name)
        else:
            changed.append(ChangedUnit(unit.name, tuple(differences(before, after))))

    named = {unit.name for unit in wanted}.union(each.unit.name for each in renamed)
    gone = [
        unit for unit in known if unit.name not in named and unit.assessed_on(today)
    ]
    return RosterPlan(
        wanted=tuple(wanted),
        moved_on=moved_on,
        new=tuple(new),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        gone=tuple(unit.name for unit in gone),
        renamed=tuple(renamed),
        outdated=tuple(outdated),
        perhaps_renamed=tuple(_renamings(new, gone)),
        moved=tuple(moved),
        ended=tuple(ended),
    )


def _match(
    unit: Unit, known: Sequence[Unit], listed_names: Collection[str], today: date
) -> _Match:
    """Which unit of the roster a row means: by its name, one it had, or one the list
    says it had.
    """
    by_name = {each.name: each for each in known}
    if unit.name in by_name:
        return _Match(unit, by_name[unit.name])
    # The one unit that had this name before; where several had, it is nobody's.
    former = [each for each in known if unit.name in each.official_names[1:]]
    if len(former) == 1 and former[0].name not in listed_names:
        now = former[0]
        # The list is older than the renaming.
        outdated = Renaming(unit.name, now.name, f"{now.former_names[-1].until}起改名")
        return _Match(replace(unit, name=now.name), now, outdated=outdated)
    before = by_name.get(unit.name_among(by_name))
    if before is None or before.name in listed_names:
        return _Match(unit, None)
    told_on = {former.name: former.until for former in unit.former_names}
    on = min(told_on[before.name], today)
    return _Match(
        unit, before.renamed(unit.name, on), renamed=RenamedUnit(before, unit.name, on)
    )


def _what_became_of(unit: Unit, known: Iterable[Unit]) -> str:
    """Since when a unit that has ended is no more, and which one goes on for it, in the
    office's words.
    """
    heir = unit.heir_among(known)
    return f"{unit.until}起并入{heir.name}" if heir else f"{unit.until}起不再在册"


def _with_former_names(
    known: Sequence[FormerName], called: Sequence[str], unit: Unit
) -> Unit:
    """The unit with its known former names and those of the list; one without a day is
    a name to read by.
    """
    added = [former for former in unit.former_names if former.name not in called]
    dated = [former for former in added if former.until != date.max]
    plain = [former.name for former in added if former.until == date.max]
    former_names = sorted((*known, *dated), key=lambda former: former.until)
    short_names = tuple(dict.fromkeys((*unit.short_names, *plain)))
    return replace(unit, former_names=tuple(former_names), short_names=short_names)


def _present_names(known: Sequence[Unit], listed: Sequence[Unit]) -> dict[str, str]:
    """Former name → the present one, that which the list itself gives included."""
    found = {name: unit.name for unit in listed for name in unit.official_names[1:]}
    present = {unit.name for unit in known}
    for unit in known:
        for name in unit.official_names[1:]:
            if name not in present:
                found.setdefault(name, unit.name)
    return found


def check(conn: Connection, planned: RosterPlan, by: By) -> None:
    """Refuses what `carry_out` would, but for what a person has yet to say of new
    units.

    RosterChangeError.
    """
    for unit, name, on in planned.renamed:
        _refuse_to_rename(conn, unit, name, FromDay(on), by)


def carry_out(
    conn: Connection, planned: RosterPlan, by: By, *, none_renamed: bool = False
) -> None:
    """Keeps the roster as the list has it, and notes it in the journal;
    RosterChangeError.

    A new unit that may be one that is gone is refused until the list says so, or
    `none_renamed` that it is not: else both would owe from now on.
    """
    for likely in planned.perhaps_renamed:
        if not none_renamed:
            raise RosterChangeError(
                f"{likely.after} may be {likely.before} under another name ({likely.because}); write that "
                "name in its column 曾用名, or say with --none-renamed that it is a unit of its own"
            )
    for unit, name, on in planned.renamed:
        rename(conn, unit, name, FromDay(on), by)
    did = f"units import: {len(planned.wanted)} rows"
    journal.write(
        conn, JournalEntry(by.at, by.who, did, "roster", by.because, planned.told())
    )
    roster.save(conn, planned.wanted, planned.moved_on)


def _completed(known: Unit, unit: Unit, given: frozenset[str]) -> Unit:
    """The listed unit, with what is known of it where the list has no column for
    that.
    """
    people: list[Person] = []
    for role in Role:
        people += _completed_people(known, unit, role, given)
    kept: dict[str, Any] = {
        "short_names": known.listed_names,
        "kind": known.kind,
        "parent": known.parent,
        "own_business_only": known.own_business_only,
        "addresses": known.addresses,
        "since": known.since,
        "until": known.until,
    }
    for column in given:
        kept.pop(column, None)
    return replace(unit, people=tuple(people), **kept)


def _completed_people(
    known: Unit, unit: Unit, role: Role, given: frozenset[str]
) -> list[Person]:
    column = PERSON_COLUMNS[role]
    before, listed = known.people_in(role), unit.people_in(role)
    column_of = {
        "name": column,
        "address": f"{column}_address",
        "phone": f"{column}_phone",
    }
    if given.isdisjoint(column_of.values()):
        return before
    untold = [name for name, column in column_of.items() if column not in given]
    by_name = {person.name: person for person in reversed(before)}
    found: list[Person] = []
    for person in listed:
        same = by_name.get(person.name)
        if len(listed) == len(before) == 1 and "" in (person.name, before[0].name):
            same = before[0]  # one had no name so far
        known_of_it = (
            {} if same is None else {name: getattr(same, name) for name in untold}
        )
        found.append(person._replace(**known_of_it))
    return found


def differences(before: Unit, after: Unit) -> list[str]:
    """What is another than before, in the office's words, and of telephone numbers only
    that they are.
    """
    found: list[str] = []
    for caption, old, new in (
        ("分组", before.group, after.group),
        ("类别", before.kind, after.kind),
        ("上级单位", before.parent, after.parent),
        (
            "只报本单位业务",
            _yes_no(before.own_business_only),
            _yes_no(after.own_business_only),
        ),
        ("起始日期", before.since, after.since),
        ("截止日期", before.until, after.until),
    ):
        if old != new:
            found.append(f"{caption} {old or '（空）'} → {new or '（空）'}")
    found += _came_and_went("简称", before.listed_names, after.listed_names)
    # Of the addresses those stay that a letter taught.
    addresses = (*before.addresses, *after.addresses)
    found += _came_and_went("单位邮箱", before.addresses, addresses)
    for caption, role in (("负责人", Role.PRINCIPAL), ("信息员", Role.OFFICER)):
        was, now = before.people_in(role), after.people_in(role)
        found += _came_and_went(
            caption, [each.name for each in was], [each.name for each in now]
        )
        found += _came_and_went(
            f"{caption}邮箱",
            [each.address for each in was],
            [each.address for each in now],
        )
    if [each.phone for each in before.people] != [each.phone for each in after.people]:
        found.append("电话有改动")
    if before.former_groups != after.former_groups and before.group == after.group:
        moves = [f"{former.until}前在{former.group}" for former in after.former_groups]
        found.append(f"以前的组别 {joined(moves, '（空）')}")
    if before.exemptions != after.exemptions:
        found.append("免考核有改动")
    return found or ["次序"]


def _came_and_went(caption: str, olds: Sequence[str], news: Sequence[str]) -> list[str]:
    """What was added and taken away, in one line; none where nothing was."""
    came = [each for each in news if each not in (*olds, "")]
    went = [each for each in olds if each not in (*news, "")]
    parts: list[str] = []
    if came:
        parts.append(f"增 {'、'.join(came)}")
    if went:
        parts.append(f"去 {'、'.join(went)}")
    return [f"{caption} {'，'.join(parts)}"] if parts else []


def _yes_no(value: bool) -> str:  # noqa: FBT001 - the value that is said
    return "是" if value else "否"


def _renamings(new: Iterable[Unit], gone: Sequence[Unit]) -> list[Renaming]:
    """Which new unit may be one that is gone: by a name, an address or a person of its
    own.
    """
    found: list[Renaming] = []
    for unit in new:
        for before in gone:
            why = _looks_the_same(before, unit)
            if why:
                found.append(Renaming(before.name, unit.name, why))
    return found


def _looks_the_same(before: Unit, after: Unit) -> str:
    """Why the two may be one unit, in the office's words; "" when nothing says so."""
    if after.name in before.short_names or before.name in after.short_names:
        return "名称曾是它的简称"
    names = sorted({*after.short_names}.intersection(before.short_names))
    if names:
        return f"同一简称 {names[0]}"
    addresses = sorted(before.registered_addresses & after.registered_addresses)
    if addresses:
        return f"同一邮箱 {addresses[0]}"
    known = {(person.name, person.phone) for person in before.people}
    both = known.intersection((person.name, person.phone) for person in after.people)
    if any(all(contact) for contact in both):
        return "同一位联系人"
    return ""


# --- one unit from a day on -----------------------------------------------------------


_UNDER_ANOTHER = "another superior unit"
_MERGED = "merged"
_HAD_ADDRESSES, _HAD_PEOPLE = "had_addresses", "had_people"
"""Details of a merger: of each address and person of the unit, whether the other one
had it before.
"""
_NONE = "（无）"


class RosterChangeError(ToldError):
    """A unit cannot be changed so; the message says what to do instead, and nothing was
    changed.
    """


class FromDay(NamedTuple):
    """From which day a change holds, and whether periods printed since then are to be
    closed anew.
    """

    on: date
    correct: bool = False


def rename(conn: Connection, unit: Unit, name: str, day: FromDay, by: By) -> Unit:
    """Another name from a day on; letters with the old one go on being the unit's.
    RosterChangeError.
    """
    name = name.strip()
    _refuse_to_rename(conn, unit, name, day, by)
    after = unit.renamed(name, day.on)
    roster.change(conn, unit, after)
    _note(
        conn,
        by,
        "renamed",
        unit,
        {"单位名称": [unit.name, name], "起": day.on.isoformat()},
    )
    return after


def _refuse_to_rename(
    conn: Connection, unit: Unit, name: str, day: FromDay, by: By
) -> None:
    _refuse_unless_it_has_come(day, by)
    _refuse_what_is_printed(conn, day)
    _refuse_a_name_in_use(conn, name, unit)
    _refuse_one_that_ended(conn, unit, day.on)
    if name == unit.name_on(day.on):
        raise RosterChangeError(
            f"{unit.name} is called so on {day.on} already; nothing was changed"
        )
    last = unit.former_names[-1] if unit.former_names else None
    if last is not None and day.on < last.until and name not in unit.official_names:
        raise RosterChangeError(
            f"{unit.name} is called {unit.name} since {last.until}; give that day or a later one, or take "
            f"that back first: units rename {unit.name} {last.name} --from {last.until}"
        )


def move_under(
    conn: Connection, unit: Unit, parent: Unit | None, day: FromDay, by: By
) -> Unit:
    """Another superior unit, or none; RosterChangeError.

    No points rest on it, and it is not kept by days: it holds for the letters that are
    read from now on, whatever day the journal says.
    """
    _refuse_unless_it_has_come(day, by)
    _refuse_one_that_ended(conn, unit, day.on)
    above = None if parent is None else parent.name
    if unit.parent == above:
        raise RosterChangeError(
            f"{unit.name} is under {unit.parent or 'no other unit'} already"
        )
    by_name = {each.name: each for each in roster.all_units(conn)}
    seen: set[str] = set()
    while parent is not None and parent.name not in seen:
        if parent.id == unit.id:
            raise RosterChangeError(
                f"{above} is {unit.name} itself or below it; name a unit that is not below it"
            )
        seen.add(parent.name)
        parent = by_name.get(parent.parent or "")
    return _put_under(conn, unit, above, day, by)


def _put_under(
    conn: Connection, unit: Unit, above: str | None, day: FromDay, by: By
) -> Unit:
    after = replace(unit, parent=above)
    roster.change(conn, unit, after)
    what = [unit.parent or _NONE, after.parent or _NONE]
    _note(conn, by, _UNDER_ANOTHER, unit, {"上级单位": what, "起": day.on.isoformat()})
    return after


def move_to_group(
    conn: Connection, unit: Unit, group: str, day: FromDay, by: By
) -> Unit:
    """Another group from a day on; it counts from the next quarter that begins then.
    RosterChangeError.
    """
    _refuse_what_is_printed(conn, day)
    _refuse_one_that_ended(conn, unit, day.on)
    last = unit.former_groups[-1] if unit.former_groups else None
    if (
        last is not None
        and day.on < last.until
        and group not in (unit.group, last.group)
    ):
        raise RosterChangeError(
            f"{unit.name} is in {unit.group} since {last.until}; give that day or a later one, or take that "
            f"back first: units move {unit.name} --group {last.group} --from {last.until}"
        )
    _note(
        conn,
        by,
        "moved to another group",
        unit,
        {"分组": [unit.group, group], "起": day.on.isoformat()},
    )
    return roster.move(conn, unit, group, day.on)


def merge(
    conn: Connection, gone: Sequence[Unit], into: Unit, day: FromDay, by: By
) -> Unit:
    """Units that are no more, and the one that goes on for them; with the one that
    does. RosterChangeError.

    It gets their addresses and people; their points, duties and letters count for it
    from the day on.
    """
    _refuse_unless_it_has_come(day, by)
    _refuse_what_is_printed(conn, day)
    _refuse_one_that_ended(conn, into)
    after = into
    for unit in gone:
        if unit.id == into.id:
            raise RosterChangeError(
                f"{unit.name} cannot go into itself; name another unit to go on for it"
            )
        _refuse_one_that_ended(conn, unit)
        for each in (unit, into):
            if day.on < each.since:
                raise RosterChangeError(
                    f"{each.name} is on the roster only since {each.since}; give that --from or a later one"
                )
        addresses = tuple(dict.fromkeys((*after.addresses, *unit.addresses)))
        people = tuple(dict.fromkeys((*after.people, *unit.people)))
        after = replace(after, addresses=addresses, people=people)
    # Those below a unit that is no more are below the one that goes on, and it below
    # none of them.
    gone_names = {unit.name for unit in gone}
    if into.parent in gone_names:
        _put_under(conn, into, None, day, by)
        after = replace(after, parent=None)
    for child in roster.all_units(conn):
        if child.parent in gone_names:
            _put_under(conn, child, into.name, day, by)
    for unit in gone:
        roster.change(conn, unit, unit.merged(into.id, day.on))
        details: dict[str, object] = {"并入": into.name, "起": day.on.isoformat()}
        # Which of them both had before: a merger taken back takes only what it gave. By
        # their places, as no address stands in the journal (promise 14).
        details[_HAD_ADDRESSES] = [each in into.addresses for each in unit.addresses]
        details[_HAD_PEOPLE] = [each in into.people for each in unit.people]
        _note(conn, by, _MERGED, unit, details)
    roster.change(conn, into, after)
    _note(
        conn,
        by,
        "goes on for",
        into,
        {"并入": [unit.name for unit in gone], "起": day.on.isoformat()},
    )
    return after


class NewUnit(NamedTuple):
    """A unit that comes out of another; its group is that one's where none is given."""

    name: str
    group: str = ""


def split(
    conn: Connection, unit: Unit, parts: Sequence[NewUnit], day: FromDay, by: By
) -> tuple[Unit, ...]:
    """Units that come out of one, which goes on with what it had; those that are new.
    RosterChangeError.

    A new one begins on the day: it has no points of before, and of shares the mean of
    its own quarters (E6).
    """
    _refuse_unless_it_has_come(day, by)
    _refuse_what_is_printed(conn, day)
    _refuse_one_that_ended(conn, unit)
    names = [part.name.strip() for part in parts]
    if len(set(names)) != len(names):
        raise RosterChangeError("two parts have one name; give each its own")
    remaining = unit
    for name in names:
        _refuse_a_name_in_use(conn, name, unit)
        if name in unit.official_names:
            raise RosterChangeError(
                f"{name} is the unit itself, which goes on; name only what is new"
            )
        short_names = tuple(short for short in remaining.short_names if short != name)
        remaining = replace(remaining, short_names=short_names)
    if remaining != unit:
        roster.change(conn, unit, remaining)
    found: list[Unit] = []
    for part, name in zip(parts, names, strict=True):
        roster.forget_learnt(conn, unit.id, roster.LearntKind.ALIAS, name)
        fresh = Unit(
            id=0,
            name=name,
            group=part.group or unit.group_on(day.on),
            since=day.on,
            kind=unit.kind,
            parent=unit.parent,
            own_business_only=unit.own_business_only,
        )
        found.append(roster.add(conn, fresh))
        _note(
            conn,
            by,
            "came out of another",
            found[-1],
            {"拆自": unit.name, "起": day.on.isoformat()},
        )
    _note(conn, by, "split", unit, {"拆出": names, "起": day.on.isoformat()})
    return tuple(found)


def end(conn: Connection, unit: Unit, day: FromDay, by: By) -> Unit:
    """No longer assessed from a day on, and nobody goes on for it;
    RosterChangeError.
    """
    _refuse_what_is_printed(conn, day)
    _refuse_one_that_ended(conn, unit)
    if day.on < unit.since:
        raise RosterChangeError(
            f"{unit.name} is on the roster only since {unit.since}; give that day, as if it had never been, "
            "or a later one"
        )
    after = replace(unit, until=day.on)
    roster.change(conn, unit, after)
    _note(conn, by, "ended", unit, {"截止日期": ["（空）", day.on.isoformat()]})
    return after


def take_up_again(
    conn: Connection, unit: Unit, by: By, *, correct: bool = False
) -> Unit:
    """An end or a merger that was entered in error, taken back; RosterChangeError.

    Of a merger the addresses, people and units below it that had gone to the other one
    come back, but for what was changed since.
    """
    if unit.until is None:
        raise RosterChangeError(
            f"{unit.name} has not ended; there is nothing to withdraw"
        )
    day = FromDay(unit.until, correct)
    _refuse_what_is_printed(conn, day)
    after = replace(unit, until=None, merged_into=None)
    roster.change(conn, unit, after)
    _note(
        conn,
        by,
        "end withdrawn",
        unit,
        {"截止日期": [unit.until.isoformat(), "（空）"]},
    )
    everyone = roster.all_units(conn)
    heir = unit.heir_among(everyone)
    if heir is None:
        return after
    had = _last_noted(conn, unit, _MERGED)
    gone_addresses = set(_brought(unit.addresses, had.get(_HAD_ADDRESSES)))
    gone_people = set(_brought(unit.people, had.get(_HAD_PEOPLE)))
    for other in everyone:
        if other.merged_into == heir.id:
            gone_addresses.difference_update(other.addresses)
            gone_people.difference_update(other.people)
    addresses = tuple(each for each in heir.addresses if each not in gone_addresses)
    people = tuple(each for each in heir.people if each not in gone_people)
    roster.change(conn, heir, replace(heir, addresses=addresses, people=people))
    _note(conn, by, "no longer goes on for", heir, {"不再代替": unit.name})
    for child in roster.all_units(conn):
        if child.parent == (None if child.id == heir.id else heir.name):
            _put_back(conn, child, unit, day, by)
    return after


def _last_noted(conn: Connection, unit: Unit, did: str) -> Mapping[str, object]:
    """The details of the last time that this was done to a unit; none if it never was."""
    found: Mapping[str, object] = {}
    for entry in journal.about(conn, f"unit:{unit.id}"):
        if entry.did == did:
            found = entry.details
    return found


def _brought(values: Sequence[T], had: object) -> list[T]:
    """What of a unit's addresses or people its merger gave the other one; all where
    nobody noted it.
    """
    if not isinstance(had, list) or len(had) != len(values):
        return list(values)
    return [
        value for value, had_before in zip(values, had, strict=True) if not had_before
    ]


def _put_back(conn: Connection, child: Unit, above: Unit, day: FromDay, by: By) -> None:
    """Puts a unit under the one again from under which its merger, and nothing since,
    has taken it.
    """
    move = _last_noted(conn, child, _UNDER_ANOTHER)
    if move.get("起") == day.on.isoformat():
        before = move.get("上级单位")
        if isinstance(before, list) and before[0] in above.official_names:
            _put_under(conn, child, above.name, day, by)


def first_open_day(conn: Connection) -> date | None:
    """The first day after everything that is published; None while nothing is."""
    printed = scores.printed_periods(conn)
    return max((period.past for period in printed), default=None)


def printed_since(conn: Connection, on: date) -> tuple[str, ...]:
    """The published periods that have days from `on` on, in their order."""
    printed = scores.printed_periods(conn)
    return tuple(period.code for period in printed if on < period.past)


def _refuse_what_is_printed(conn: Connection, day: FromDay) -> None:
    periods = printed_since(conn, day.on)
    if periods and not day.correct:
        raise RosterChangeError(
            f"{day.on} lies before the end of {', '.join(periods)}, which is published; give "
            f"--from {first_open_day(conn)} and it stays as printed, or --correct and close it anew"
        )


def _refuse_unless_it_has_come(day: FromDay, by: By) -> None:
    if day.on > local_day(by.at):
        raise RosterChangeError(
            f"{day.on} is still to come; enter it on that day, until then nothing changes"
        )


def _refuse_a_name_in_use(conn: Connection, name: str, unit: Unit) -> None:
    if not name:
        raise RosterChangeError("the name is empty; give the unit's full name")
    for other in roster.all_units(conn):
        if other.id == unit.id or (other.merged_into == unit.id and name != other.name):
            continue
        if name in (*other.official_names, *other.short_names):
            how = (
                "is on the roster already"
                if name == other.name
                else f"is a name of {other.name} already"
            )
            raise RosterChangeError(
                f"{name} {how}; give another name, or merge the two units"
            )


def _refuse_one_that_ended(conn: Connection, unit: Unit, by: date = date.max) -> None:
    """Refuses a unit that has ended by that day, or whenever."""
    if unit.until is None or by < unit.until:
        return
    if unit.merged_into is None:
        raise RosterChangeError(
            f"{unit.name} has ended on {unit.until}; take that back first: units end NAME --withdraw"
        )
    into = roster.unit_names(conn)[unit.merged_into]
    raise RosterChangeError(
        f"{unit.name} went into {into} on {unit.until}; name {into} instead, or take that back first: "
        "units end NAME --withdraw"
    )


def _note(
    conn: Connection, by: By, did: str, unit: Unit, details: dict[str, object]
) -> None:
    journal.write(
        conn, JournalEntry(by.at, by.who, did, f"unit:{unit.id}", by.because, details)
    )
