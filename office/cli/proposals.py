"""What does the machine suspect, and how are several proposals closed at once:
proposals …?
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from ledger import roster
from ledger.journal import By
from ledger.periods import local_day
from office.cli import documents
from office.cli.output import json_option, say, show_list, show_one
from office.cli.session import RECORD_NUMBER, Session, or_refuse, person, with_session
from office.use_cases.decisions.questions import (
    dismiss_all,
    question,
    questions,
    words_of_both,
)


@click.group()
def proposals() -> None:
    """What the machine suspects, and a person decides."""


@proposals.command("list")
@click.option("--lapsed", is_flag=True, help="Those that nobody decided in time.")
@json_option
@with_session
def list_proposals(session: Session, lapsed: bool, as_json: bool) -> None:
    """Lists what waits for a person, newest first."""
    today = local_day(session.moment())
    with session.reading() as conn:
        asked = questions(conn, today, lapsed=lapsed)
        names = roster.unit_names(conn)
    show_list(
        (documents.question(each, names) for each in asked),
        ("id", "天数", "提议", "编号", "标题", "先前的一件", "为什么"),
        (
            (
                each.found.id,
                each.days,
                each.found.proposal.kind,
                each.item.serial,
                each.item.title,
                "" if each.other is None else f"{each.other.serial} {each.other.title}",
                each.found.proposal.evidence,
            )
            for each in asked
        ),
        as_json=as_json,
    )


@proposals.command()
@click.argument("number", metavar="ID", type=RECORD_NUMBER)
@json_option
@with_session
def show(session: Session, number: int, as_json: bool) -> None:
    """Shows one open proposal with what both items say; 【】 marks where they
    differ.
    """
    today = local_day(session.moment())
    with session.reading() as conn:
        asked = or_refuse(
            question(conn, number, today),
            f"proposals: no open one has the id {number}; see `yishiyibao proposals list`",
        )
        words = words_of_both(conn, asked)
        names = roster.unit_names(conn)
    show_one(documents.question_in_full(asked, names, words), as_json=as_json)


@proposals.command()
@click.argument("numbers", metavar="ID…", type=RECORD_NUMBER, nargs=-1, required=True)
@click.option("--because", metavar="TEXT", default="")
@with_session
def dismiss(session: Session, numbers: Sequence[int], because: str) -> None:
    """Closes proposals without following them; all of them or, where one is settled
    already, none.
    """
    with session.service() as service, service.database.writing() as conn:
        dismiss_all(conn, numbers, By(person(), service.clock(), because))
    say(f"dismissed: {len(set(numbers))}")


COMMANDS = (proposals,)
