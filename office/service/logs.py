"""How does the service log?

One line an event on standard error: a constant name and identifiers, never a mail's
text, a phone number or a secret (promise 14). Each room decides what is worth a line;
here it is only given its form.
"""

from __future__ import annotations

import logging
import sys

import structlog

from office.settings.sections import LogSettings


def set_up_logs(told: LogSettings) -> None:
    """From now on events go to standard error as text or JSON, from the level the
    settings name.
    """
    level = logging.getLevelNamesMapping()[told.level.upper()]
    renderer: structlog.typing.Processor
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    if told.format == "text":
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(
            sys.stderr
        ),  # asked anew for each event
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=max(level, logging.WARNING), stream=sys.stderr)
