"""Would the service hold if something went wrong: drill?

A fault is rehearsed on a copy of the record, with mail servers of the drill's own; the
record is only read, and nobody is mailed. What was done, what should come of it and
what came is said in Chinese, since it is the office that wants to know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from office.cli.output import json_option, say, show_json
from office.cli.session import Session, refuse, with_session
from office.service.clock import wall_clock
from office.service.stopping import interrupted

if TYPE_CHECKING:
    from office.drills.faults import DrillStep


@click.command()
@click.argument("name", required=False)
@json_option
@click.pass_context
@with_session
def drill(
    session: Session, ctx: click.Context, name: str | None, as_json: bool
) -> None:
    """Rehearses a fault on a copy of the record; without NAME, lists them. Exit code 1:
    not as expected.
    """
    if session.now is not None:
        refuse("drill --now: a drill keeps its own time; leave --now out")
    try:
        from office.drills.faults import DRILLS, held  # noqa: PLC0415 - an extra the service does without
        from office.drills.stage import on_a_copy  # noqa: PLC0415 - as above
    except ModuleNotFoundError as missing:
        refuse(
            f"drill: {missing.name} is not installed; install the extra with `pip install yishiyibao[demo]`"
        )
    if name is None:
        if as_json:
            show_json([{"name": each.name, "what": each.what} for each in DRILLS])
        else:
            for each in DRILLS:
                say(f"{each.name:<16}{each.what}")
        return
    by_name = {each.name: each for each in DRILLS}
    if name not in by_name:
        refuse(f"drill: there is no drill {name}; there are {', '.join(by_name)}")
    chosen = by_name[name]
    steps: list[DrillStep] = []
    with (
        interrupted(),
        session.database() as record,
        on_a_copy(record, session.settings(), wall_clock()) as stage,
    ):
        if not as_json:
            say(f"故障演练：{chosen.what}")
            say(
                "在登记的副本上进行，邮箱和发信服务器都是演练自带的：登记不动，谁也收不到信。"
            )
        for step in held(chosen, stage):
            steps.append(step)
            if not as_json:
                say("")
                say(f"做了什么：{step.did}")
                say(f"应当怎样：{step.expected}")
                say(f"实际怎样：{step.happened}")
                say(f"结　　果：{'相符' if step.ok else '不符'}")
    failed = sum(not step.ok for step in steps)
    if as_json:
        told = [step._asdict() for step in steps]
        show_json({"drill": name, "ok": not failed, "steps": told})
    else:
        say("")
        say(
            f"共 {len(steps)} 步，{failed} 步不符：请把以上内容交给系统的维护者；登记没有受影响"
            if failed
            else f"共 {len(steps)} 步，全部相符；副本已删除"
        )
    if failed:
        ctx.exit(1)


COMMANDS = (drill,)
