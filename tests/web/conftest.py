"""The service over the sample record, a client that is nobody yet, and clients of each
role.
"""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from ledger.database import Database, open_database
from notify.bounds import CompiledTemplates
from office.service.parts import Service
from office.use_cases import passwords
from office.web.app import create_app
from tests.fixtures.databases import migrated_file
from tests.fixtures.sample.record import PASSWORD, fill
from tests.fixtures.sample.service import sample_service

SignIn = Callable[[str], FlaskClient]


@pytest.fixture(scope="session", autouse=True)
def pages_compiled_once() -> Iterator[None]:
    """Each test has an application of its own; what Jinja compiled of the pages serves
    them all.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Flask, "jinja_options", {"bytecode_cache": CompiledTemplates()})
        yield


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample record, written once, with passwords that are cheap to check: most
    tests sign in.
    """
    path = tmp_path_factory.mktemp("console") / "sample.sqlite"
    path.write_bytes(migrated_file())
    database = open_database(f"sqlite:///{path}")
    with pytest.MonkeyPatch.context() as patched:
        cheap = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
        patched.setattr(passwords, "PasswordHasher", cheap)
        fill(database)
    database.close()
    return path


@pytest.fixture
def database(record: Path, tmp_path: Path) -> Iterator[Database]:
    """A copy of it that is the test's own."""
    copy = shutil.copy(record, tmp_path / "office.sqlite")
    opened = open_database(f"sqlite:///{copy}")
    yield opened
    opened.close()


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    with sample_service(database) as made:
        yield made


@pytest.fixture
def stranger(service: Service) -> FlaskClient:
    """A client that has not signed in; forged-request checks are on."""
    return create_app(service).test_client()


@pytest.fixture
def sign_in(service: Service) -> SignIn:
    """Signs in by name; the form tokens are left out of these clients and tested on
    their own.
    """
    app = create_app(service)
    app.config["WTF_CSRF_ENABLED"] = False

    def signed_in(name: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return signed_in


@pytest.fixture
def clerk(sign_in: SignIn) -> FlaskClient:
    return sign_in("赵敏")


@pytest.fixture
def viewer(sign_in: SignIn) -> FlaskClient:
    return sign_in("访客")


@pytest.fixture
def admin(sign_in: SignIn) -> FlaskClient:
    return sign_in("王主任")
