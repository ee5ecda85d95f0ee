"""How does a command ask what becomes of a published quarter, and say what came of
taking something back?
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from office.cli.output import say
from office.cli.session import refuse
from office.use_cases.withdrawing import Way, Withdrawn


def way_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command --correct and --carry: what becomes of a published quarter that
    has counted it.
    """
    for name, says in (
        (
            "--carry",
            "What is published stays; the next open quarter takes the points back.",
        ),
        (
            "--correct",
            "Scores the published quarter anew and drafts the circular that corrects it.",
        ),
    ):
        command = click.option(name, is_flag=True, help=says)(command)
    return command


def way_of(*, correct: bool, carry: bool) -> Way | None:
    """The way that the options name; RefusedError for both."""
    if correct and carry:
        refuse(
            "--correct and --carry: a published quarter is corrected or carried, never both; give one"
        )
    if correct:
        return Way.CORRECT
    return Way.CARRY if carry else None


def tell(done: Withdrawn) -> None:
    """Says what came of it."""
    for doubt in done.doubts:
        say(doubt)
    for code in done.drafted:
        say(
            f"{code}: scored anew, a correction is drafted; approve it: `yishiyibao circular show {code}`"
        )
    if done.carried:
        say(f"冲回：{done.carried}")
    if done.told:
        say(f"told again: {', '.join(done.told)}")
