"""How does a page show a form again with what somebody has typed into it?

The page is rendered as ever, and the form that was sent is found in it and filled; so
every form of the console keeps its words, whoever refuses it and why. Where the page
has that form no longer, the words stand above it, to be copied. Pure: html in, html
out; templates escape whatever they show, so that only our own tags are met here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

from office.web.meanwhile import FIELD

Attribute = tuple[str, str | None]
Attributes = dict[str, str | None]

NEVER = frozenset({"csrf_token"})
"""Fields that a form brings anew each time."""
_ASKED_ANEW = frozenset({"read", "sure"})
"""Ticks by which a person vouches for what stands on the page now."""
_NOT_TYPED = frozenset({"submit", "button", "image", "reset", "file", "password"})
_TICKS = frozenset({"checkbox", "radio"})
_CODE = re.compile(r"[a-z_-]*|[0-9]{1,6}")
"""What a choice sends in, and no person has written."""
_MAIN = '<main id="main">'


class SentForm(NamedTuple):
    """A form as a browser sent it: to which path, and the values of each field in their
    order.
    """

    path: str
    fields: Mapping[str, Sequence[str]]


class _Edit(NamedTuple):
    """Characters [start, end) of the page that give way to others."""

    start: int
    end: int
    text: str


class Control:
    """A tag of a form that holds a value: where it stands, and what a text area or a
    list holds.
    """

    def __init__(self, tag: str, attributes: Attributes, start: int, end: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.start = start
        self.end = end
        self.inner = 0
        """Where that ends which a text area or a list holds; it begins with the tag's
        end.
        """
        self.text = ""
        self.options: list[Control] = []
        self.folds: tuple[Control, ...] = ()
        """The folded parts of the page in which it stands."""

    @property
    def name(self) -> str:
        """Under which its value is sent; "" where it is not."""
        return self.attributes.get("name") or ""

    @property
    def value(self) -> str:
        """What it sends; of an option without one its words."""
        found = self.attributes.get("value")
        return self.text.strip() if found is None else found

    @property
    def type(self) -> str:
        """Such as hidden or date; "" where the tag says none."""
        return (self.attributes.get("type") or "").lower()

    def written(self, **changed: str | None) -> _Edit:
        """The tag with other attributes; None takes one away."""
        kept = dict(self.attributes)
        for name, value in changed.items():
            kept.pop(name, None)
            if value is not None:
                kept[name] = value
        words = [self.tag]
        for name, value in kept.items():
            words.append(name if value is None else f'{name}="{escape(value)}"')
        return _Edit(self.start, self.end, f"<{' '.join(words)}>")


@dataclass(frozen=True, slots=True)
class PageForm:
    """A form of the page, the paths that its buttons lead to, and what it holds."""

    paths: set[str]
    controls: list[Control] = field(default_factory=list)

    def differs(self, sent: Mapping[str, Sequence[str]]) -> bool:
        """Whether a hidden field tells that another form of the page was sent."""
        for control in self.controls:
            ours = (
                control.type == "hidden"
                and control.name not in NEVER
                and not is_version(control.name)
            )
            if ours and control.value not in sent.get(control.name, ()):
                return True
        return False

    def lacks(self, sent: Mapping[str, Sequence[str]]) -> int:
        """How many fields were sent that it does not have."""
        return len(set(sent) - {control.name for control in self.controls})


def is_version(name: str) -> bool:
    """Whether a hidden field says from what the form was made: it goes with the words
    that were typed.
    """
    return name == FIELD


def refilled(page: str, sent: SentForm, at: str) -> str:
    """The page, which stands at the path `at`, with what was sent filled into its form
    again.
    """
    read = FormReader(page, at)
    candidates = [
        form
        for form in read.forms
        if sent.path in form.paths and not form.differs(sent.fields)
    ]
    if not candidates:
        return with_words_above(
            page, sent, "原来填写的那张表，这一页上没有了（多半已有人办理）。您刚才填的"
        )
    chosen = min(candidates, key=lambda form: form.lacks(sent.fields))
    edits = _edits(chosen, sent.fields)
    for edit in sorted(edits, reverse=True):
        page = page[: edit.start] + edit.text + page[edit.end :]
    names = {control.name for control in chosen.controls}
    left = {name: values for name, values in sent.fields.items() if name not in names}
    return with_words_above(
        page, SentForm(sent.path, left), "原来填写的有一处，现在没有了。您刚才填的"
    )


def _edits(form: PageForm, sent: Mapping[str, Sequence[str]]) -> set[_Edit]:
    """What has to be written anew so that a form shows what was sent; folded parts that
    do are opened.
    """
    edits: set[_Edit] = set()
    waiting = {name: list(values) for name, values in sent.items()}
    for control in form.controls:
        made: list[_Edit] = []
        if (
            control.name in NEVER
            or control.type in _NOT_TYPED
            or control.tag == "button"
        ):
            continue
        if control.tag == "select":
            made = _chosen(control, sent.get(control.name, ()))
        elif control.type in _TICKS:
            ticked = (
                control.value in sent.get(control.name, ())
                and control.name not in _ASKED_ANEW
            )
            if ticked != ("checked" in control.attributes):
                made = [control.written(checked="" if ticked else None)]
        elif waiting.get(control.name):
            values = waiting[control.name]
            value = values.pop(0) if len(values) > 1 else values[0]
            if control.tag == "textarea":
                # A browser passes over the first line end of a text area.
                made = [_Edit(control.end, control.inner, f"\n{escape(value)}")]
            elif value != control.value:
                made = [control.written(value=value)]
        edits.update(made)
        if made and control.type != "hidden":
            edits.update(fold.written(open="") for fold in control.folds)
    return edits


def _chosen(control: Control, values: Sequence[str]) -> list[_Edit]:
    """A list with other choices; where one of them is not offered any more, it is
    said.
    """
    edits = []
    for option in control.options:
        chosen = option.value in values
        if chosen != ("selected" in option.attributes):
            edits.append(option.written(selected="" if chosen else None))
    if set(values).difference(option.value for option in control.options):
        after = control.inner + len("</select>")
        edits.append(
            _Edit(
                after,
                after,
                '<small class="bad">您原来选的已不在列出的里面，请重选</small>',
            )
        )
    return edits


def with_words_above(page: str, sent: SentForm, whose: str) -> str:
    """The page with what a person wrote above everything else, to be copied."""
    words = []
    for name, values in sent.fields.items():
        if name not in NEVER and not is_version(name):
            words += [value for value in values if not _CODE.fullmatch(value)]
    if not words:
        return page
    shown = "".join(f'<pre class="words">{escape(value)}</pre>' for value in words)
    said = (
        f'<section class="told ask"><p>{whose}在这里，可以复制：</p>{shown}</section>'
    )
    return page.replace(_MAIN, _MAIN + said, 1)


class FormReader(HTMLParser):
    """The forms of a page that are sent by POST, with where their tags stand."""

    def __init__(self, page: str, at: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._at = at
        # Where each line begins, as the parser counts lines.
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._form: PageForm | None = None
        self._open: Control | None = None
        """The list or text area that is being read."""
        self._folds: list[Control] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[Attribute]) -> None:
        """Called by the parser."""
        start = self._here()
        control = Control(
            tag, dict(attrs), start, start + len(self.get_starttag_text() or "")
        )
        match tag:
            case "details":
                self._folds.append(control)
            case "form":
                path = urlsplit(control.attributes.get("action") or "").path
                self._form = PageForm({path or self._at})
                if (control.attributes.get("method") or "").lower() == "post":
                    self.forms.append(self._form)
            case "option" if self._open is not None:
                self._open.options.append(control)
            case "input" | "textarea" | "select" | "button" if self._form is not None:
                control.folds = tuple(self._folds)
                self._form.controls.append(control)
                if "formaction" in control.attributes:
                    self._form.paths.add(
                        urlsplit(control.attributes["formaction"] or "").path
                    )
                if tag in {"textarea", "select"}:
                    self._open = control

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        if self._open is not None and self._open.options:
            self._open.options[-1].text += data

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        if tag == "details" and self._folds:
            self._folds.pop()
        elif tag == "form":
            self._form = None
        elif self._open is not None and tag == self._open.tag:
            self._open.inner = self._here()
            self._open = None

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
