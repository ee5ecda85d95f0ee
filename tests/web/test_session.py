"""Who gets in, who stays out, and what may each role do?"""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from ledger import users
from ledger.database import Database
from ledger.journal import By
from office.service.clock import stopped_at
from office.service.parts import Service
from office.use_cases.passwords import hash_password
from office.web.app import GROUPS, create_app
from tests.fixtures.sample.record import PASSWORD
from tests.fixtures.sample.roster import NOW

CHANGE = By("cli", NOW)


def token_of(client: FlaskClient, address: str = "/sign-in") -> str:
    found = re.search(
        r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text
    )
    assert found is not None
    return found[1]


def tried(client: FlaskClient, name: str, password: str) -> int:
    data = {"name": name, "password": password, "csrf_token": token_of(client)}
    return client.post("/sign-in", data=data).status_code


def test_every_page_but_the_door_and_the_pulse_asks_a_stranger_to_sign_in(
    stranger: FlaskClient,
) -> None:
    for route in (
        route for group in GROUPS for route in group.ROUTES if route.method == "GET"
    ):
        address = re.sub(
            r"<int:\w+>", "1", re.sub(r"<(?!int:)\w+>", "2026-0001", route.rule)
        )
        answer = stranger.get(address)
        if route.least is None:
            assert answer.status_code == 200
        else:
            assert answer.location.startswith("/sign-in"), address


def test_after_signing_in_one_arrives_where_one_was_going(
    stranger: FlaskClient,
) -> None:
    location = stranger.get("/submissions?state=held").location
    data = {"name": "赵敏", "password": PASSWORD, "csrf_token": token_of(stranger)}
    assert stranger.post(location, data=data).location == "/submissions?state=held"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n//evil.example",
        "javascript:1",
    ],
)
def test_signing_in_never_leads_out_of_the_console(
    stranger: FlaskClient, elsewhere: str
) -> None:
    data = {"name": "赵敏", "password": PASSWORD, "csrf_token": token_of(stranger)}
    assert (
        stranger.post("/sign-in", query_string={"next": elsewhere}, data=data).location
        == "/"
    )


def test_a_form_without_its_token_is_refused(stranger: FlaskClient) -> None:
    assert (
        stranger.post(
            "/sign-in", data={"name": "赵敏", "password": PASSWORD}
        ).status_code
        == 400
    )


def test_a_wrong_name_and_a_wrong_password_are_told_the_same(
    stranger: FlaskClient,
) -> None:
    said = []
    for name, password in (("赵敏", "wrong"), ("nobody", "wrong")):
        data = {"name": name, "password": password, "csrf_token": token_of(stranger)}
        answer = stranger.post("/sign-in", data=data)
        assert answer.status_code == 401
        said.append(re.findall(r'role="status">([^<]+)<', answer.text))
    assert said[0] == said[1]


def test_after_five_wrong_guesses_even_the_right_password_waits_a_quarter_of_an_hour(
    service: Service,
) -> None:
    client = create_app(service).test_client()
    for _ in range(5):
        assert tried(client, "赵敏", "wrong") == 401
    assert tried(client, "赵敏", PASSWORD) == 401
    later = replace(service, clock=stopped_at(NOW + timedelta(minutes=16)))
    assert tried(create_app(later).test_client(), "赵敏", PASSWORD) == 302


def test_a_disabled_user_is_out_at_once(
    clerk: FlaskClient, database: Database, stranger: FlaskClient
) -> None:
    with database.writing() as conn:
        user = users.named(conn, "赵敏")
        assert user is not None
        users.disable(conn, user, CHANGE)
    assert clerk.get("/").location == "/sign-in"
    assert tried(stranger, "赵敏", PASSWORD) == 401


def test_a_new_password_ends_the_other_sessions(
    clerk: FlaskClient, database: Database
) -> None:
    with database.writing() as conn:
        user = users.named(conn, "赵敏")
        assert user is not None
        users.set_password(conn, user, hash_password("another-one-2026"), CHANGE)
    assert clerk.get("/").location == "/sign-in"


def test_one_changes_ones_own_password_and_stays_signed_in(
    clerk: FlaskClient, stranger: FlaskClient
) -> None:
    new = "a-better-one-2026"
    short = clerk.post(
        "/password", data={"old": PASSWORD, "new": "short", "again": "short"}
    )
    assert "新密码至少 8 位" in short.text
    wrong = clerk.post("/password", data={"old": "no", "new": new, "again": new})
    assert "原密码不对" in wrong.text
    assert (
        clerk.post(
            "/password", data={"old": PASSWORD, "new": new, "again": new}
        ).status_code
        == 302
    )
    assert clerk.get("/").status_code == 200
    assert tried(stranger, "赵敏", new) == 302


def test_signing_out_ends_the_session(clerk: FlaskClient) -> None:
    clerk.post("/sign-out")
    assert clerk.get("/").location == "/sign-in"


def test_a_viewer_reads_but_decides_nothing(viewer: FlaskClient) -> None:
    assert "核定</a>" not in viewer.get("/submissions/2026-0013").text
    for route in (
        route
        for group in GROUPS
        for route in group.ROUTES
        if route.method == "POST" and route.least
    ):
        if route.name == "password_sent":
            continue
        address = re.sub(
            r"<int:\w+>", "1", re.sub(r"<(?!int:)\w+>", "2026-0001", route.rule)
        )
        assert viewer.post(address).status_code == 403, address


def test_only_an_administrator_approves_a_circular(
    clerk: FlaskClient, admin: FlaskClient
) -> None:
    assert clerk.post("/circulars/1/approve", data={"read": "yes"}).status_code == 403
    assert "请先勾选" in admin.post("/circulars/1/approve", follow_redirects=True).text
    admin.post("/circulars/1/settle")  # the sample's draft has points that are made up
    assert (
        "已审定"
        in admin.post(
            "/circulars/1/approve", data={"read": "yes"}, follow_redirects=True
        ).text
    )


def test_pages_are_not_framed_run_sniffed_or_kept(stranger: FlaskClient) -> None:
    headers = stranger.get("/sign-in").headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_behind_tls_of_plain_http(
    service: Service,
) -> None:
    settings = service.settings
    web = settings.web.model_copy(update={"behind_proxy": True})
    behind_proxy = replace(service, settings=settings.model_copy(update={"web": web}))
    client = create_app(behind_proxy).test_client()
    data = {"name": "赵敏", "password": PASSWORD}
    client.application.config["WTF_CSRF_ENABLED"] = False
    cookie = client.post("/sign-in", data=data).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" in cookie


def test_the_pulse_says_ok_and_nothing_else(stranger: FlaskClient) -> None:
    assert stranger.get("/health").text == "ok\n"


@pytest.mark.parametrize(
    ("version", "said"),
    [
        (
            "0022",
            "数据库的版本比程序旧，什么也没有改动。请管理员运行 yishiyibao migrate",
        ),
        ("9999", "数据库的版本比程序新，什么也没有改动。请管理员装上新版程序"),
        ("", "数据库与程序的版本不一致"),
    ],
)
def test_a_database_of_another_version_is_not_said_to_be_away(
    clerk: FlaskClient, database: Database, version: str, said: str
) -> None:
    with database.writing() as conn:
        # An old copy put in place of the record, or a newer program that was here.
        for table in ("users", "journal") if version else ("journal",):
            conn.execute(sa.text(f"ALTER TABLE {table} RENAME TO other_{table}"))
        if version:
            conn.execute(
                sa.text("UPDATE alembic_version SET version_num = :named"),
                {"named": version},
            )
    answer = clerk.get("/" if version else "/submissions/2026-0001")
    assert (answer.status_code, said in answer.text) == (503, True)
