"""Does a page show again what was typed, in the form it was typed into and nowhere
else?
"""

from html import escape, unescape

from hypothesis import given
from hypothesis import strategies as st

from office.web.refilling import Control, FormReader, SentForm, refilled

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("<>&\"'\n"),
    max_size=30,
)
"""What a person may type; a browser sends no other control characters."""
CHOICES = ("单条", "简讯", "综合")


def page_with(title: str, text: str, form: str, *, ticked: bool) -> str:
    """A page of ours: a form in a fold, and beside it one that is sent elsewhere."""
    options = "".join(
        f"<option{' selected' if each == form else ''}>{each}</option>"
        for each in CHOICES
    )
    return (
        f'<main id="main"><p>{escape(text)}</p>\n<details><summary>改</summary><form method="post">'
        f'<input type="hidden" name="csrf_token" value="new"><input type="hidden" name="number" value="7">'
        f'<input name="title" value="{escape(title)}" required><select name="form">{options}</select>'
        f'<input type="checkbox" name="late" value="yes"{" checked" if ticked else ""}>'
        f'<textarea name="text" rows="3">\n{escape(text)}</textarea>'
        '<input type="checkbox" name="read" value="yes"><button>保存</button></form></details>'
        '<form method="post" action="/elsewhere"><input name="title" value="别的"></form></main>'
    )


def shown(page: str, control: Control) -> str:
    """What a control shows to a person."""
    if control.tag == "textarea":
        return unescape(page[control.end : control.inner]).removeprefix("\n")
    if control.tag == "select":
        chosen = [
            option.value
            for option in control.options
            if "selected" in option.attributes
        ]
        return "".join(chosen[-1:])
    return control.value


def values(page: str, at: int = 0) -> dict[str, str]:
    """Name → value of the fields of a page's form, and "ticked" or "" of its ticks."""
    found = {}
    for control in FormReader(page, "/here").forms[at].controls:
        if control.type == "checkbox":
            found[control.name] = "ticked" if "checked" in control.attributes else ""
        elif control.name:
            found[control.name] = shown(page, control)
    return found


@given(
    title=WORDS,
    text=WORDS,
    typed=WORDS,
    longer=WORDS,
    form=st.sampled_from(CHOICES),
    chosen=st.sampled_from(CHOICES),
    ticked=st.booleans(),
)
def test_what_was_typed_stands_in_its_form_again_and_all_else_stays(
    title: str,
    text: str,
    typed: str,
    longer: str,
    form: str,
    chosen: str,
    *,
    ticked: bool,
) -> None:
    page = page_with(title, text, form, ticked=not ticked)
    fields = {
        "number": ["7"],
        "csrf_token": ["old"],
        "title": [typed],
        "text": [longer],
        "form": [chosen],
    }
    fields |= {"read": ["yes"]} | ({"late": ["yes"]} if ticked else {})
    again = refilled(page, SentForm("/here", fields), "/here")
    assert values(again) == {
        "csrf_token": "new",
        "number": "7",
        "title": typed,
        "form": chosen,
        "late": "ticked" if ticked else "",
        "text": longer,
        "read": "",  # who vouches for what stands there now, ticks it now
    }
    assert values(again, 1) == values(page, 1)
    assert again.startswith(page[: page.index("<details")])
    assert refilled(again, SentForm("/here", fields), "/here") == again


@given(title=WORDS, text=WORDS, form=st.sampled_from(CHOICES), ticked=st.booleans())
def test_a_form_that_was_sent_as_it_was_shows_the_same(
    title: str, text: str, form: str, *, ticked: bool
) -> None:
    page = page_with(title, text, form, ticked=ticked)
    fields = {
        name: [value]
        for name, value in values(page).items()
        if name not in {"late", "read"}
    }
    fields |= {"late": ["yes"]} if ticked else {}
    assert values(refilled(page, SentForm("/here", fields), "/here")) == values(page)


@given(WORDS)
def test_words_whose_form_is_gone_stand_above_the_page(typed: str) -> None:
    page = page_with("题目", "正文", "单条", ticked=False)
    gone = SentForm(
        "/gone", {"because": [f"理由：{typed}"], "kind": ["alias"], "unit": ["3"]}
    )
    again = refilled(page, gone, "/here")
    assert escape(f"理由：{typed}") in again
    assert "alias" not in again
    other_row = SentForm("/here", {"number": ["8"], "title": [f"第八行：{typed}"]})
    assert values(refilled(page, other_row, "/here")) == values(page)
    assert escape(f"第八行：{typed}") in refilled(page, other_row, "/here")


def test_a_fold_is_opened_where_words_stand_in_it_and_a_lost_choice_is_said() -> None:
    page = page_with("题目", "正文", "单条", ticked=False)
    same = {"number": ["7"], "title": ["题目"], "text": ["正文"], "form": ["单条"]}
    assert "<details open" in refilled(
        page, SentForm("/here", same | {"title": ["新题目"]}), "/here"
    )
    lost = refilled(page, SentForm("/here", same | {"form": ["长篇"]}), "/here")
    assert "您原来选的已不在列出的里面" in lost
