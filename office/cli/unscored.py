"""How is listed, and mapped to a name of the rule, what is kept without points:
unscored …?
"""

from __future__ import annotations

import click

from ledger.journal import By
from office.cli.output import json_option, say, show_list
from office.cli.session import Session, person, refuse, with_session
from office.cli.ways import tell, way_of, way_options
from office.use_cases.unscored import map_word, unscored_words
from scoring.without import name_of


@click.group("unscored")
def unscored_group() -> None:
    """What earns nothing because the policy does not name it (不计分), and what is
    meant by it.
    """


@unscored_group.command("list")
@json_option
@with_session
def list_unscored(session: Session, as_json: bool) -> None:
    """Lists it word by word; those first that nobody chose to keep without points."""
    rulebook = session.rulebook(session.settings())
    with session.reading() as conn:
        found = unscored_words(conn, rulebook)
    documents = []
    rows = []
    for each in found:
        names = [name_of(event) for event in each.events]
        serials = list(dict.fromkeys(event.serial for event in each.events))
        word = each.word
        documents.append(
            {
                "key": each.key,
                "list": word.column,
                "word": word.word,
                "events": names,
                "serials": serials,
                "not_chosen": each.not_chosen,
                "near": list(word.near),
                "allowed": list(word.allowed),
            }
        )
        rows.append(
            (
                each.key,
                len(names),
                each.not_chosen,
                "、".join(serials),
                "、".join(word.near),
            )
        )
    show_list(
        documents,
        ("词", "笔数", "未选不计分", "编号", "相近的名称"),
        rows,
        as_json=as_json,
    )


@unscored_group.command("map")
@click.argument("key", metavar="KEY")
@click.option(
    "--to", "name", metavar="NAME", help="A name of the policy; it counts from then on."
)
@click.option(
    "--unscored", "kept", is_flag=True, help="Keeps it without points: it was meant so."
)
@click.option("--because", required=True, metavar="TEXT")
@way_options
@with_session
def map_unscored(
    session: Session,
    key: str,
    name: str | None,
    kept: bool,
    because: str,
    correct: bool,
    carry: bool,
) -> None:
    """Puts a name of the policy in the place of a word, in all that says it; KEY is as
    listed.
    """
    way = way_of(correct=correct, carry=carry)
    if bool(name) == kept:
        refuse("unscored map: give one of --to and --unscored")
    with session.service() as service, service.database.writing() as conn:
        found = {each.key: each for each in unscored_words(conn, service.rulebook)}
        if key not in found:
            refuse(
                f"unscored map {key}: nothing stands so; see `yishiyibao unscored list`"
            )
        by = By(person(), service.clock(), because)
        done = map_word(service, conn, found[key], name, way, by)
    say(f"{key}: {done.rows} now {name or '不计分'}")
    tell(done)


COMMANDS = (unscored_group,)
