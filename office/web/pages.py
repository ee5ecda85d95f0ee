"""What is a page of the console, and what do pages of every group need?

Each group ends in a table of `Route`s, which `office.web.app` turns into addresses.
Beside it stands what is the same everywhere: the way to a page with word of what was
done, what answers where something is not there, a field of text, and the pages of a
long list.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from ledger.browsing import Window
from ledger.database import record_number
from ledger.periods import Period, UnknownPeriodError, parse_period
from ledger.users import UserRole
from office.web.kept import words_of_request

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

ROWS = 50
"""Rows on a page of a long list."""
COUNT_ONLY = Window(0, 0)
"""Of a list only its length is asked."""
_PAGE = re.compile(r"[0-9]{1,6}")
"""Nobody leafs further, and a number of any length would overflow the database's
OFFSET.
"""


class Route(NamedTuple):
    """One page: its address, its name for `url_for`, the function that answers, and who
    may open it.
    """

    rule: str
    """The address as Flask writes it, such as /letters/<int:number>."""
    name: str
    view: Callable[..., ResponseReturnValue]
    """Called with the assembled service first, then by keyword with what stands in the
    address.
    """
    least: UserRole | None = UserRole.VIEWER
    """The least role that may open it; None: anybody, signed in or not."""
    method: str = "GET"


_LIBRARY_SAYS = {
    "This field is required.": "这一栏请填写",
    "Not a valid date value.": "日期写得不对，请照 2026-03-31 这样写",
    "Not a valid integer value.": "请填整数，如 3",
    "Not a valid choice.": "请在列出的里面选一个",
    "Invalid Choice: could not coerce.": "请在列出的里面选一个",
    "Invalid choice(s): one or more data inputs could not be coerced.": "请在列出的里面选",
    "'%(value)s' are not valid choices for this field.": "请在列出的里面选",
    "Field cannot be longer than %(max)d characters.": "太长了，最多 %(max)d 字，请删短些",
    "Field must be between %(min)d and %(max)d characters long.": "请写 %(min)d 到 %(max)d 字",
    "Number must be between %(min)s and %(max)s.": "请填 %(min)s 到 %(max)s 之间的数",
}
"""What the library says of a field by itself → what the office reads there: what is
wrong, and what to do.
"""


class _OfficeWords:
    """The library's sentences in the office's words, as the library asks for
    translations.
    """

    def gettext(self, text: str) -> str:
        """One sentence."""
        return _LIBRARY_SAYS.get(text, text)

    def ngettext(self, _singular: str, plural: str, _number: int) -> str:
        """One that English says in two ways."""
        return _LIBRARY_SAYS.get(plural, plural)


class OfficeForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """A form of the console: what is wrong with a field is said in the office's
    words.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        """How the library handles it."""

        def get_translations(self, _form: FlaskForm) -> _OfficeWords:
            """Asked by every field."""
            return _OfficeWords()

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:  # noqa: ANN401 - the library's own
            """Without a length for the browser, which would cut what is pasted and say
            nothing.
            """
            return super().render_field(field, {"maxlength": False, **render_kw})


class TextField(StringField):
    """A field of a form that holds text, "" where the browser sent none."""

    data: str

    def process(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - whatever the form gives
        """As of every field; called by the form."""
        super().process(*given, **named)
        self.data = self.data or ""


def done(said: str, endpoint: str, **address: Any) -> ResponseReturnValue:  # noqa: ANN401 - as `url_for` takes it
    """To a page, where it is said that what was asked for is done."""
    flash(said, "good")
    return redirect(url_for(endpoint, **address))


def refused(said: str, endpoint: str, **address: Any) -> ResponseReturnValue:  # noqa: ANN401 - as above
    """To the page of a form, where it is said why it was not done, and its words stand
    in it again.
    """
    flash(said, "bad")
    return redirect(url_for(endpoint, **(address | words_of_request())))


def faults_of(form: FlaskForm) -> str:
    """What is wrong with a form that was sent in, field after field: 理由：太长了，最多
    200 字.
    """
    faulty = [field for field in form if field.errors]
    return "；".join(
        f"{field.label.text}：{'，'.join(field.errors)}" for field in faulty
    )


class TooLongError(ValueError):
    """A field of a form holds more than it may; the request ends with its form shown
    again.
    """

    def __init__(self, label: str, length: int, longest: int) -> None:
        super().__init__(
            f"没有改动：{label}写了 {length} 字，最多 {longest} 字。请删短些再送，填的都还在。"
        )


def sent(name: str, label: str, longest: int) -> str:
    """What a field of no form's class holds, without blanks around it; TooLongError."""
    text = request.form.get(name, "").strip()
    if len(text) > longest:
        raise TooLongError(label, len(text), longest)
    return text


def numbers_named(field: str = "number") -> list[int]:
    """The numbers that the ticked boxes of a form name, each once."""
    named = dict.fromkeys(request.form.getlist(field))
    return list(filter(None, map(record_number, named)))


def one_of(kind: type[E], said: str) -> E | None:
    """The value of a closed set that an address or a form means; None where it means
    none.
    """
    return kind(said) if said in set(kind) else None


def or_404(value: T | None) -> T:
    """The value; where there is none, the request ends here and the page says so."""
    if value is None:
        abort(404)
    return value


def period_or_404(code: str) -> Period:
    """The period that a code of an address means, such as 2026Q1; the request ends
    where it means none.
    """
    try:
        return parse_period(code)
    except UnknownPeriodError:
        abort(404)


class Paging(NamedTuple):
    """One page of a list: rows [first, past) of `total`, and the addresses of its
    neighbours.
    """

    first: int
    past: int
    total: int
    newer: str | None
    older: str | None


def window_of(query: Mapping[str, str]) -> Window:
    """The part of a list that `page` (from 1) of an address asks for; the first where
    it is no number.
    """
    text = query.get("page", "")
    number = int(text) if _PAGE.fullmatch(text) else 1
    return Window((max(number, 1) - 1) * ROWS, ROWS)


def paging(endpoint: str, query: Mapping[str, str], total: int) -> Paging:
    """Where the reader is; the neighbours keep everything else the address asks for."""
    window = window_of(query)
    page = window.first // ROWS + 1
    past = min(window.first + ROWS, total)
    others = {name: value for name, value in query.items() if name != "page" and value}

    def link(number: int) -> str:
        return url_for(endpoint, **others, page=number)  # type: ignore[arg-type]

    newer = link(page - 1) if page > 1 else None
    older = link(page + 1) if past < total else None
    # An address may ask for a page beyond the end.
    return Paging(min(window.first, total), past, total, newer, older)
