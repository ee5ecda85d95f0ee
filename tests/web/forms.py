"""What does a form of a page hold, and what does a browser send of it?"""

import re
from html import unescape
from typing import Any

from office.web.refilling import FormReader, PageForm


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def shown_in(page: str, form: PageForm) -> dict[str, list[str]]:
    """The same of a form as a page shows it; of ticks those that are set."""
    found: dict[str, list[str]] = {}
    for control in form.controls:
        if control.tag == "textarea":
            found[control.name] = [
                unescape(page[control.end : control.inner])
                .removeprefix("\r")
                .removeprefix("\n")
            ]
        elif control.tag == "select":
            chosen = [
                each.value for each in control.options if "selected" in each.attributes
            ]
            if not chosen and "multiple" not in control.attributes:
                chosen = [each.value for each in control.options[:1]]
            found[control.name] = chosen
        elif control.type in {"radio", "checkbox"}:
            if "checked" in control.attributes:
                found.setdefault(control.name, []).append(control.value)
        elif control.tag == "input" and control.type != "file":
            found[control.name] = [control.value]
    return found


def typed(page: str, path: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a form sends
    """What a browser sends of the form of a page that leads to a path, once these
    fields were filled in.
    """
    for form in FormReader(page, path).forms:
        if path in form.paths:
            return shown_in(page, form) | fields
    raise AssertionError(f"no form on the page leads to {path}")
