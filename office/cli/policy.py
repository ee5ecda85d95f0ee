"""Does a policy file say what it must, and where does a new one begin: policy new,
explain, check, coverage, activate?
"""

from __future__ import annotations

from pathlib import Path

import click

from ledger.periods import Span, local_day, period_of
from office.cli.output import json_option, say, show_json, show_table
from office.cli.session import Session, refuse, with_session
from scoring.language.citation import Cover
from scoring.language.citation import coverage as articles
from scoring.language.editions import (
    checked_edition,
    edition_in,
    sample_pair,
    samples,
)
from scoring.language.explained import explanation


@click.group()
def policy() -> None:
    """The office's 考核办法 as data."""


@policy.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def check(file: Path) -> None:
    """Reads a policy file, with the rule's text beside it, and says whether it can be
    used.
    """
    edition = checked_edition(file)
    say(
        f"{file}: ok - {edition.id}, in force from {edition.in_force_on}, scored from {edition.applies_from}"
    )


@policy.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def explain(file: Path) -> None:
    """Says a policy file back in sentences, article by article, to hold against the
    rule.
    """
    edition = checked_edition(file)
    turned = {
        reading.id: edition_in(file, (reading.id,)) for reading in edition.readings
    }
    for line in explanation(edition, turned):
        say(line)


@policy.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--like",
    default="sample-county",
    show_default=True,
    help="The shipped pair to begin with.",
)
def new(file: Path, like: str) -> None:
    """Writes a worked policy file, and the rule's text beside it, to begin with."""
    if like not in samples():
        refuse(f"--like: {like!r} is not shipped; allowed: {', '.join(samples())}")
    law = file.with_suffix(".md")
    for each in (file, law):
        if each.exists():
            refuse(f"{each}: is there already; name another file, or take it away")
    sample = sample_pair(like)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(sample.policy, encoding="utf-8")
    law.write_text(sample.law, encoding="utf-8")
    say(
        f"{file}, {law}: write your own rule into both; then policy explain and policy check"
    )


@policy.command()
@json_option
@click.pass_context
@with_session
def coverage(session: Session, ctx: click.Context, as_json: bool) -> None:
    """Shows for each article of the rule: computed, not computed and why, or MISSING
    (exit code 1).
    """
    rulebook = session.rulebook(session.settings())
    edition = rulebook.for_period(period_of(local_day(session.moment()), Span.QUARTER))
    rows = articles(edition)
    if as_json:
        show_json([{**row._asdict(), "cover": shown(row.cover)} for row in rows])
    else:
        headings = ("条款", "状态", "依据或说明")
        show_table(
            headings,
            (
                (r.article, shown(r.cover), "、".join(r.citations) or r.because)
                for r in rows
            ),
        )
    if any(row.cover is Cover.MISSING for row in rows):
        ctx.exit(1)


@policy.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_session
def activate(session: Session, file: Path) -> None:
    """Puts a policy file, and the rule's text beside it, where the settings look for
    editions.
    """
    edition = checked_edition(file)
    settings = session.settings().policy
    if settings.folder is None:
        refuse(
            "policy activate: set policy.folder in the settings; the editions of the program are not changed"
        )
    place = settings.folder / settings.office
    target = place / f"{edition.in_force_on.isoformat()}.toml"
    if target.exists() and target.read_bytes() != file.read_bytes():
        refuse(
            f"{target}: another edition of this date is in force; take it away first"
        )
    place.mkdir(parents=True, exist_ok=True)
    for source in (file, file.with_suffix(".md")):
        if source.exists():
            target.with_suffix(source.suffix).write_bytes(source.read_bytes())
    say(
        f"{target}: in force from {edition.in_force_on}, scored from {edition.applies_from}"
    )


COMMANDS = (policy,)


def shown(cover: Cover) -> str:
    """The state of an article; what is missing shall be seen."""
    return "MISSING" if cover is Cover.MISSING else cover.value
