"""Is what a colleague changes while somebody reads a draft neither lost nor mailed
unread?
"""

import json

from ledger.circulars import CircularState
from ledger.journal import By
from office.use_cases.publishing import circulating
from office.use_cases.publishing.circulating import Objection
from tests.walks.house import House, at
from tests.walks.shell import Shell
from tests.walks.test_stale import current, drafted, mail_to_yinchuan

__all__ = ["drafted"]  # a fixture


def test_a_draft_changed_while_it_was_read_is_approved_only_once_it_was_read_again(
    drafted: House, shell: Shell
) -> None:
    read = current(drafted)
    _, shown, _ = shell("circular", "show", "2026Q1", "--json")
    assert json.loads(shown)["version"] == read.version
    # One colleague writes while another reads, and a third had the form open all the
    # time.
    by = By("赵敏", at(4, 2))
    wording = read.wording._replace(title="换过的标题", covering="各单位：\n换过的话。")
    assert drafted.write(
        lambda conn: circulating.edit(drafted.service, conn, read, wording, by)
    )
    late = read.wording._replace(number="12")
    assert not drafted.write(
        lambda conn: circulating.edit(drafted.service, conn, read, late, by)
    )

    refused = shell.refused(
        "circular", "approve", "2026Q1", "--send", "--version", str(read.version)
    )
    assert "somebody has changed it since" in refused
    chief = By("王主任", at(4, 2))
    assert (
        drafted.write(
            lambda conn: circulating.release(drafted.service, conn, read, chief)
        )
        is Objection.CHANGED
    )
    assert current(drafted).state is CircularState.DRAFT
    assert drafted.outbox("circular") == ()

    now = current(drafted)
    drafted.hands.now = chief.at
    drafted.write(
        lambda conn: circulating.release(drafted.service, conn, now, chief, now.version)
    )
    text = mail_to_yinchuan(drafted)
    assert "换过的话。" in text
    assert current(drafted).title == "换过的标题"
