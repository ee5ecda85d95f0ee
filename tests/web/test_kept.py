"""Are the words of every form kept when it cannot be taken, for who typed them and for
nobody else?
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledger import commissions, imports, journal, roster, users
from ledger.database import Database
from ledger.entries.events import Adoption
from ledger.events import adoptions
from ledger.journal import By
from ledger.roster import LearntKind, LearntName
from office.service.parts import Service
from office.use_cases import older_record
from office.use_cases.sheets import Sheets
from office.web.app import GROUPS, create_app
from office.web.kept import LARGEST_FILE, LARGEST_REQUEST, KeptWords
from office.web.refilling import NEVER, FormReader, PageForm, SentForm
from tests.fixtures.remarks import rulebook
from tests.fixtures.sample.record import PASSWORD
from tests.fixtures.sample.roster import NOW
from tests.web.forms import shown_in, token_in

ITEM = "2026-0003"
PAGES = (
    "/submissions/2026-0012",
    "/submissions/2026-0003",
    "/submissions/2026-0003/decide",
    "/proposals",
    "/events/adoption:1",
    "/letters/possible",
    "/letters/16",
    "/letters/19",
    "/points/2026Q1/1",
    "/remarks/1",
    "/commissions/new",
    "/commissions/YG-2026-03",
    "/issues",
    "/issues/1",
    "/issues/2",
    "/contents",
    "/contents/1",
    "/announcements",
    "/announcements/1",
    "/circulars",
    "/circulars/1",
    "/outbox/3",
    "/outbox/withheld",
    "/addresses",
    "/learnt",
    "/beginning",
    "/imports",
    "/imports/1",
    "/unscored",
    "/people?who=李娜",
)
"""Pages on which every form of the console stands."""
UNSCORED = {
    "instruction-what": "某厅领导",
    "instruction-how": "厅领导",
    "instruction-on": "2026-03-20",
    "instruction-unscored": "y",
}
NO_WORDS = {
    "sign_in_sent",
    "sign_out",
    "password_sent",
    "items_taken_in",
    "totals_taken_in",
}
"""Forms of which nothing is kept."""
NOTHING_TO_FILL_IN = {
    "announcement_approved",
    "circular_settled",
    "circulars_chosen",
    "commission_mailed",
    "contents_sure",
    "taken",
    "withheld_settled",
    "withholding_ended",
}
"""Forms of buttons and ticks, or of a reason that may be left out."""


@pytest.fixture
def app(service: Service) -> Flask:
    """A console with everything switched on, whose rule names points by hand."""
    rules = rulebook()
    return create_app(replace(service, rulebook=rules, score_sheet=Sheets(rules).sheet))


def entered(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    token = token_in(client.get("/sign-in").text)
    client.post(
        "/sign-in", data={"name": name, "password": PASSWORD, "csrf_token": token}
    )
    return client


@pytest.fixture
def chief(app: Flask) -> FlaskClient:
    return entered(app, "王主任")


@pytest.fixture
def busy(app: Flask, database: Database) -> FlaskClient:
    """An administrator of an office that has one of everything that a page can show a
    form for.
    """
    with database.writing() as conn:
        unit = roster.all_units(conn)[0]
        roster.learn_name(
            conn, LearntName(unit.id, LearntKind.ALIAS, "盐州路政", "核定", "赵敏", NOW)
        )
        number = imports.add(conn, "adoptions", "采用.csv", "赵敏", NOW)
        adopted = Adoption(
            0, "2026-0005", "宁夏交通信息", "单条", date(2026, 3, 20), NOW
        )
        adoptions.add(conn, [adopted], number)
        older_record.hold_back(conn, older_record.RESTORED, By("赵敏", NOW))
    admin = entered(app, "王主任")
    app.config["WTF_CSRF_ENABLED"] = False
    titles = io.BytesIO("石嘴山市开展货车超限超载联合治理".encode())
    for path, data in (
        (
            "/issues",
            {"publication": "宁夏交通信息", "dated": "2026-03-26", "number": "9"},
        ),
        ("/issues/1/items", {"serials": ["2026-0001", "2026-0002"], "form": "单条"}),
        (
            "/issues",
            {"publication": "宁夏交通信息", "dated": "2026-03-26", "number": "10"},
        ),
        ("/issues/2/items", {"serials": [ITEM], "form": "单条"}),
        ("/issues/2/publish", {"read": "yes"}),
        (
            "/contents",
            {
                "publication": "综合信息",
                "dated": "2026-03-20",
                "file": (titles, "目录.txt"),
            },
        ),
        ("/announcements", {"template": "报送要点", "to": ["第二组"]}),
        (
            "/submissions/2026-0001/remarks",
            {"unit": "1", "kind": "信息失实", "on": "2026-03-20", "because": "误"},
        ),
        (f"/submissions/{ITEM}/events/instruction", UNSCORED),
        ("/learnt/days", {"day": "2026-05-09", "works": "yes", "because": "补班"}),
        (
            "/commissions/new",
            {"title": "五一保通", "due": "2026-04-20", "units": ["1", "3"]},
        ),
    ):
        assert admin.post(path, data=data).status_code == 302, path
    app.config["WTF_CSRF_ENABLED"] = True
    return admin


def filled(page: str, form: PageForm) -> dict[str, list[str]]:
    """A form with every field filled as a person might, its token and hidden fields as
    they are.
    """
    sent: dict[str, list[str]] = {}
    for number, control in enumerate(form.controls):
        kind = control.type
        if control.tag == "button" or not control.name or kind in {"file", "submit"}:
            continue
        if kind == "hidden":
            sent[control.name] = [control.value]
        elif control.tag == "select":
            sent[control.name] = [control.options[-1].value]
        elif kind == "radio":
            sent[control.name] = [control.value]
        elif kind == "checkbox":
            sent.setdefault(control.name, []).append(control.value)
        elif kind == "date":
            sent[control.name] = ["2026-03-11"]
        elif kind == "number":
            sent[control.name] = ["3"]
        else:
            sent[control.name] = [
                f"写到一半的“话”<{number}>"
                + ("\n第二行" if control.tag == "textarea" else "")
            ]
    return sent


def forms_of(
    client: FlaskClient, pages: tuple[str, ...]
) -> Iterator[tuple[str, str, PageForm]]:
    """Every form of these pages, by each path that one of its buttons leads to."""
    for page in pages:
        text = client.get(page).text
        for form in FormReader(text, urlsplit(page).path).forms:
            for path in form.paths:
                yield page, path, form


def form_shown(page: str, path: str, like: PageForm, at: str) -> PageForm | None:
    """The form of a page that is sent to a path and has the same fields, the hidden
    ones as they were.
    """
    names = {one.name for one in like.controls}
    hidden = {
        one.name: one.value
        for one in like.controls
        if one.type == "hidden" and one.name not in NEVER
    }
    for form in FormReader(page, at).forms:
        mine = {one.name: one.value for one in form.controls if one.type == "hidden"}
        same = names == {one.name for one in form.controls}
        if path in form.paths and same and hidden.items() <= mine.items():
            return form
    return None


def next_of(door: str) -> str:
    """Where signing in leads on to."""
    return dict(parse_qsl(urlsplit(door).query))["next"]


def route_of(app: Flask, path: str) -> str:
    return str(app.url_map.bind("localhost").match(path, method="POST")[0])


def replayed(app: Flask, admin: FlaskClient, pages: tuple[str, ...]) -> set[str]:
    """The routes of these pages' forms; each was sent without a session, and stands
    there again as typed.
    """
    seen = set()
    for page, path, form in forms_of(admin, pages):
        route = route_of(app, path)
        seen.add(route)
        if route in NO_WORDS:
            continue
        sent = filled(page, form)
        answer = app.test_client().post(
            path, data=sent, headers={"Referer": f"http://localhost{page}"}
        )
        assert answer.location.startswith("/sign-in?next="), path
        assert "写到一半" not in unescape(answer.location)
        came_back = admin.get(next_of(answer.location))
        again = form_shown(came_back.text, path, form, urlsplit(page).path)
        assert again is not None, path
        shown = shown_in(came_back.text, again)
        for name, values in sent.items():
            if name not in {"csrf_token", "read", "sure"}:
                assert shown.get(name) == values, (path, name)
        if any("写到一半" in value for values in sent.values() for value in values):
            assert "登录已失效，您刚才填的还没有送出" in came_back.text
    return seen


def test_a_form_of_any_page_sent_after_the_session_ended_stands_there_again_as_it_was_typed(
    app: Flask, busy: FlaskClient, database: Database
) -> None:
    with database.reading() as conn:
        before = journal.latest(conn, 1)
    seen = replayed(app, busy, PAGES)
    with database.reading() as conn:
        assert journal.latest(conn, 1) == before  # nothing was done
    token = {"csrf_token": token_in(busy.get("/circulars/1").text)}
    done = {"title": "报送要点", "to": ["第二组"], "body": "写好了。"}
    busy.post("/circulars/1/settle", data=token)
    busy.post("/announcements/1", data=token | done)
    busy.post("/letters/possible/dismiss", data=token | {"only": "21"})
    busy.post("/outbox/withheld", data=token | {"all": "drop", "newest": "99"})
    # Only now these pages have the forms that approve, and that take a letter which
    # nobody waits for.
    seen |= replayed(
        app,
        busy,
        ("/circulars/1", "/announcements/1", "/letters/21", "/outbox/withheld"),
    )
    forms = {
        route.name
        for group in GROUPS
        for route in group.ROUTES
        if route.method == "POST"
    }
    assert forms - seen - NO_WORDS == set()


def test_whoever_signs_in_again_goes_on_with_the_form_and_presses_the_button(
    app: Flask, service: Service, database: Database
) -> None:
    clerk = entered(app, "赵敏")
    typed = {
        "title": "写到一半的题目",
        "brief": "要求写在这里",
        "units": ["1"],
        "due": "五月一日前",
    }
    typed |= {"csrf_token": token_in(clerk.get("/commissions/new").text)}
    clerk.post("/sign-out", data=typed)  # in another window, or by a restart
    door = clerk.get(clerk.post("/commissions/new", data=typed).location)
    assert "刚才填的没有送出，但都还在" in door.text
    assert "写到一半" not in door.text
    name = {"name": "赵敏", "password": PASSWORD, "csrf_token": token_in(door.text)}
    page = clerk.post(
        door.request.path,
        query_string=door.request.args,
        data=name,
        follow_redirects=True,
    )
    assert page.request.path == "/commissions/new"
    assert "请看一遍，再点按钮" in page.text
    assert 'value="写到一半的题目"' in page.text
    with database.reading() as conn:
        assert [one.id for one in commissions.everything(conn)] == ["YG-2026-03"]
    # The wrong day is still there to be put right.
    wrong = clerk.post(
        "/commissions/new", data=typed | {"csrf_token": token_in(page.text)}
    )
    assert wrong.status_code == 422
    right = typed | {"csrf_token": token_in(wrong.text), "due": "2026-05-01"}
    assert clerk.post("/commissions/new", data=right).status_code == 302


def test_whoever_signs_in_as_another_gets_nothing_of_it(app: Flask) -> None:
    clerk = entered(app, "赵敏")
    typed = {
        "title": "写到一半的题目",
        "csrf_token": token_in(clerk.get("/commissions/new").text),
    }
    clerk.post("/sign-out", data=typed)
    back = clerk.post("/commissions/new", data=typed).location
    chief = entered(app, "王主任")
    page = chief.get(next_of(back))
    assert "写到一半" not in page.text
    assert "另一位同事填的" in page.text
    # Nor does a form that another had open do anything, when it is sent by whoever sits
    # there now.
    sent = chief.post("/commissions/new", data=typed, follow_redirects=True)
    assert "用另一个账号打开的" in sent.text
    assert "写到一半" not in sent.text


def test_words_of_a_form_that_is_not_ours_are_not_kept(
    app: Flask, chief: FlaskClient
) -> None:
    nobody = app.test_client()
    for token in ("", "forged", token_in(nobody.get("/sign-in").text)):
        sent = {"title": "别处写来的话", "csrf_token": token}
        answer = app.test_client().post("/commissions/new", data=sent)
        assert answer.status_code == 400
        assert "别处写来" not in answer.text
    assert (
        chief.post("/commissions/new", data={"title": "别处写来的话"}).status_code
        == 400
    )


def test_a_password_is_never_kept(app: Flask, chief: FlaskClient) -> None:
    sent = {
        "old": PASSWORD,
        "new": "a-better-one-2026",
        "csrf_token": token_in(chief.get("/password").text),
    }
    answer = app.test_client().post("/password", data=sent)
    assert answer.location == "/sign-in?next=/password"


def test_signing_in_again_in_another_window_does_not_lose_what_this_one_holds(
    app: Flask, chief: FlaskClient
) -> None:
    old = {
        "title": "写到一半的题目",
        "csrf_token": token_in(chief.get("/commissions/new").text),
    }
    again = entered(app, "王主任")
    page = again.post("/commissions/new", data=old, follow_redirects=True)
    assert 'value="写到一半的题目"' in page.text
    assert "您在这之后重新登录过" in page.text


def test_words_wait_twelve_hours_four_forms_each_and_until_their_writer_signs_out() -> (
    None
):
    hours = [0]
    erased_at: list[datetime] = []
    words = KeptWords(
        lambda: NOW + timedelta(hours=hours[-1]),
        lambda: erased_at[-1] if erased_at else None,
    )
    form = SentForm("/here", {"title": ["题目"]})
    keys = [words.keep(2, form, "") for _ in range(5)]
    assert [words.find(key, 2) is not None for key in keys] == [
        False,
        True,
        True,
        True,
        True,
    ]
    assert words.find(keys[4], 1) is None
    other = words.keep(1, form, "")
    words.forget(2)
    assert words.find(keys[4], 2) is None
    hours.append(11)
    words.forget_erased()
    assert words.find(other, 1) is not None
    # What was typed before somebody's contact was erased may hold it; what is typed
    # afterwards does not.
    later = words.keep(1, form, "")
    erased_at.append(NOW + timedelta(hours=10))
    words.forget_erased()
    assert words.find(other, 1) is None
    other = later
    hours.append(11 + 12)
    assert words.find(other, 1) is None


def test_of_a_file_that_is_too_large_the_rest_of_the_form_stays_and_the_way_on_is_said(
    app: Flask, chief: FlaskClient
) -> None:
    page = chief.get("/contents")
    large = io.BytesIO(b"x" * (LARGEST_FILE + 1))
    sent = {
        "publication": "综合信息",
        "issue": "写到一半",
        "dated": "2026-03-11",
        "file": (large, "全文.docx"),
    }
    sent |= {"csrf_token": token_in(page.text)}
    answer = chief.post("/contents", data=sent, follow_redirects=True)
    assert "文件“全文.docx”有 1.0 MB，最多 1 MB，没有收" in answer.text
    assert 'value="写到一半"' in answer.text
    length = {"CONTENT_LENGTH": str(LARGEST_REQUEST + 1)}
    beyond = chief.post(
        "/contents", data={"issue": "写到一半"}, environ_overrides=length
    )
    assert beyond.status_code == 413
    assert "请按浏览器的“返回”" in beyond.text


LONG = "写到一半" + "长" * 25_000
WRONG: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    (
        "/addresses",
        "/addresses",
        {"address": "unit03@units.example", "because": LONG},
        "理由",
    ),
    (
        "/announcements",
        "/announcements",
        {"template": "", "to": ["第二组"]},
        "请选一种样式",
    ),
    (
        "/announcements/1",
        "/announcements/1",
        {"title": "写到一半", "to": ["第二组"], "body": "", "dated": ""},
        "正文不能为空",
    ),
    (
        "/announcements/1",
        "/announcements/1",
        {"title": "写到一半", "to": ["第二组"], "body": "正文", "dated": "五月"},
        "请照 2026-03-31",
    ),
    (
        "/circulars/1",
        "/circulars/1",
        {"title": "写到一半", "covering": "", "number": "七"},
        "正文不能为空",
    ),
    (
        "/circulars/1",
        "/circulars/1",
        {"title": "写到一半", "covering": LONG, "number": "七"},
        "最多 20000 字",
    ),
    ("/circulars/1", "/circulars/1/approve", {}, "请先勾选"),
    (
        "/commissions/new",
        "/commissions/new",
        {"title": "写到一半", "due": "", "units": ["1"]},
        "请写截止日",
    ),
    (
        "/commissions/YG-2026-03",
        "/commissions/YG-2026-03/extend",
        {"due": "2026-05-09", "because": LONG},
        "最多 200 字",
    ),
    (
        "/commissions/YG-2026-03",
        "/commissions/YG-2026-03/extend",
        {"due": "下周", "because": "写到一半"},
        "新的截止日",
    ),
    (
        "/commissions/YG-2026-03",
        "/commissions/YG-2026-03/withdraw",
        {"because": "写到一半"},
        "请先勾选要撤回的单位",
    ),
    (
        "/contents",
        "/contents",
        {"publication": "写到一半", "issue": "9", "dated": ""},
        "请写印发日期",
    ),
    ("/contents/1", "/contents/1/1", {"serial": "2026-0999写到一半"}, "没有改动"),
    (
        "/submissions/2026-0003/decide",
        "/submissions/2026-0003/decide",
        {"action": "keep", "because": "", "author": "写到一半"},
        "请写明理由",
    ),
    (
        "/submissions/2026-0003",
        "/submissions/2026-0003/events/adoption",
        {"adoption-what": "写到一半", "adoption-how": "单条", "adoption-on": ""},
        "请写日期",
    ),
    (
        "/submissions/2026-0003",
        "/submissions/2026-0003/remarks",
        {"unit": "3", "kind": "", "on": "2026-03-20", "because": "写到一半"},
        "请选一个项目",
    ),
    (
        "/submissions/2026-0012",
        "/submissions/2026-0012/proposals/1/dismiss",
        {"because": LONG},
        "最多 200 字",
    ),
    ("/proposals", "/proposals/dismiss", {"because": "写到一半"}, "没有勾选提议"),
    (
        "/proposals",
        "/proposals/dismiss",
        {"because": LONG, "number": "1"},
        "最多 200 字",
    ),
    (
        "/events/adoption:1",
        "/events/adoption:1/change",
        {
            "serial": "2026-0001",
            "what": "写到一半",
            "how": "单条",
            "on": "",
            "because": "记错",
        },
        "请写日期",
    ),
    (
        "/events/adoption:1",
        "/events/adoption:1/withdraw",
        {"because": LONG},
        "最多 300 字",
    ),
    (
        "/remarks/1",
        "/remarks/1/change",
        {"points": "很多", "on": "2026-03-21", "reason": "写到一半", "because": "记错"},
        "不是分值",
    ),
    ("/remarks/1", "/remarks/1/withdraw", {"because": ""}, "请写明理由"),
    (
        "/points/2026Q1/1",
        "/points/2026Q1/1/remarks",
        {"unit": "1", "kind": "信息失实", "on": "昨天", "because": "写到一半"},
        "请写日期，如 2026-03-31",
    ),
    ("/letters/possible", "/letters/possible/report", {}, "没有勾选来件"),
    ("/letters/possible", "/letters/possible/dismiss", {}, "没有勾选来件"),
    ("/letters/19", "/letters/19/unseal", {"because": LONG}, "最多 200 字"),
    (
        "/issues",
        "/issues",
        {"publication": "写到一半", "dated": "2026-03-26", "number": "一"},
        "请填整数",
    ),
    ("/issues/1", "/issues/1/items", {"form": "简讯"}, "请先勾选要编入的"),
    (
        "/issues/1",
        "/issues/1/items/2026-0001",
        {"do": "save", "heading": "", "text": "写到一半", "form": "简讯"},
        "标题不能为空",
    ),
    (
        "/issues/1",
        "/issues/1/items/2026-0001",
        {"do": "save", "heading": LONG, "text": "写到一半", "form": "简讯"},
        "最多 120 字",
    ),
    ("/issues/1", "/issues/1/publish", {}, "请先勾选"),
    ("/issues/2", "/issues/2/withdraw", {"because": ""}, "请写明理由"),
    ("/outbox/3", "/outbox/3", {"how": "", "because": "写到一半"}, "没有处置"),
    (
        "/learnt",
        "/learnt/forget",
        {
            "unit": "银川市交通运输局",
            "kind": "alias",
            "what": "盐州路政",
            "because": "",
        },
        "请写明理由",
    ),
    (
        "/learnt",
        "/learnt/days",
        {"day": "五月九日", "works": "no", "note": "写到一半", "because": "补班"},
        "请写日期",
    ),
    (
        "/beginning",
        "/beginning",
        {"on": "三月", "begun": "yes", "because": "写到一半"},
        "请写日期",
    ),
    ("/imports", "/imports/items", {"sheet": "写到一半"}, "请选一个文件"),
    ("/imports", "/imports/totals", {}, "请选一个文件"),
    ("/imports/1", "/imports/1/take-back", {"because": ""}, "请写明理由"),
    (
        "/people?who=李娜",
        "/people",
        {"who": "李娜", "unit": "", "because": "写到一半"},
        "请先勾选确认",
    ),
    (
        "/unscored",
        "/unscored",
        {"key": "level:厅领导", "name": "", "because": "写到一半"},
        "请选一个名称",
    ),
    (
        "/people?who=李娜",
        "/people",
        {"who": "李娜", "unit": "", "because": LONG, "sure": "yes"},
        "最多 500 字",
    ),
)
"""The page, where its form is sent, what is wrong in it or lacking, and what is said of
that.
"""


def test_a_wrong_field_of_any_form_is_named_with_the_way_on_and_the_rest_is_kept(
    app: Flask, busy: FlaskClient, database: Database
) -> None:
    token = {"csrf_token": token_in(busy.get("/learnt").text)}
    with database.reading() as conn:
        before = journal.latest(conn, 1)
    seen = set()
    for page, path, fields, said in WRONG:
        came_from = {"Referer": f"http://localhost{page}"}
        answer = busy.post(
            path, data=fields | token, headers=came_from, follow_redirects=True
        )
        assert answer.status_code in {200, 422}, path
        text = unescape(answer.text)
        assert said in text, (path, fields)
        for value in fields.values():
            words = value if isinstance(value, list) else [value]
            assert all(word in text for word in words), (path, fields)
        seen.add(route_of(app, path))
    with database.reading() as conn:
        assert journal.latest(conn, 1) == before
    forms = {
        route.name
        for group in GROUPS
        for route in group.ROUTES
        if route.method == "POST"
    }
    assert forms - seen - NO_WORDS == NOTHING_TO_FILL_IN


def test_a_form_that_was_open_over_a_restart_or_a_new_password_is_kept_too(
    app: Flask, service: Service, database: Database
) -> None:
    clerk = entered(app, "赵敏")
    typed = {
        "title": "写到一半的题目",
        "csrf_token": token_in(clerk.get("/commissions/new").text),
    }
    restarted = create_app(service)  # its cookies are signed with another key
    answer = restarted.test_client().post("/commissions/new", data=typed)
    assert "kept" in answer.location
    with database.writing() as conn:
        user = users.named(conn, "赵敏")
        assert user is not None
        users.set_password(
            conn, user, user.password_hash.replace("=", "=0", 1), By("cli", NOW)
        )
    assert "kept" in clerk.post("/commissions/new", data=typed).location


def test_whoever_left_the_door_open_too_long_is_led_to_it_again(app: Flask) -> None:
    door = app.test_client()
    old = {
        "name": "赵敏",
        "password": PASSWORD,
        "csrf_token": token_in(door.get("/sign-in").text),
    }
    answer = app.test_client().post("/sign-in?next=/circulars/1", data=old)
    assert answer.location == "/sign-in?next=/circulars/1"
    assert (
        app.test_client()
        .post("/sign-in", data=old | {"csrf_token": "forged"})
        .status_code
        == 400
    )
