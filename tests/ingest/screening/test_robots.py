"""Which letters were written by a machine, and may a letter be answered at all?"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.screening.robots import RobotKind, advertising_in, answerable, find_robot
from ledger.entries.letters import Letter

OWN = frozenset({"xinxi@jtt.example.cn"})
NOBODY: frozenset[str] = frozenset()


def letter(  # the fields these questions look at
    *headers: tuple[str, str],
    sender: str = "wang@yc.example.cn",
    subject: str = "银川市交通运输局+春运首日平稳有序",
    path: str | None = "wang@yc.example.cn",
    kind: str = "text/plain",
    report: str = "",
    text: str = "",
) -> Letter:
    return Letter(
        sha256="0" * 64,
        size=1,
        arrived_at=datetime(2026, 1, 5, tzinfo=UTC),
        from_address=sender,
        subject=subject,
        return_path=path,
        headers=headers,
        content_type=kind,
        report=report,
        text=text,
    )


def test_an_ordinary_report_is_no_robot_and_is_answered_at_its_sender() -> None:
    plain = letter()
    assert find_robot(plain) is None
    answer = answerable(plain, OWN)
    assert answer.may
    assert answer.to == "wang@yc.example.cn"


@pytest.mark.parametrize("path", ["", "<>", " "])
def test_r01_mail_with_a_null_reverse_path_is_never_answered(path: str) -> None:
    assert not answerable(letter(path=path), OWN).may


def test_mail_whose_reverse_path_is_unknown_is_answered() -> None:
    assert answerable(letter(path=None), OWN).may


@pytest.mark.parametrize(
    "value", ["no", "No", "NO; x=1", "no (c)", "(made (by) hand) no"]
)
def test_r02_auto_submitted_no_in_any_dress_is_a_persons_mail(value: str) -> None:
    mail = letter(("auto-submitted", value))
    assert answerable(mail, OWN).may
    assert find_robot(mail) is None


@pytest.mark.parametrize(
    "values",
    [
        ("auto-generated",),
        ("AUTO-REPLIED; x",),
        ("auto-foo",),
        ("(no) auto-notified",),
        ("",),
        ("no", "auto-replied"),
        ("nope",),
    ],
)
def test_r02_any_other_auto_submitted_forbids_an_answer(
    values: tuple[str, ...],
) -> None:
    assert not answerable(
        letter(*(("auto-submitted", value) for value in values)), OWN
    ).may


@pytest.mark.parametrize(
    "header",
    [
        ("precedence", "bulk"),
        ("precedence", "List"),
        ("precedence", "junk"),
        ("precedence", "auto_reply"),
        ("list-id", "<news.example.cn>"),
        ("list-unsubscribe", "<mailto:leave@example.cn>"),
        ("list-post", "NO"),
        ("x-auto-response-suppress", "DR, OOF, AutoReply"),
        ("x-qq-auto-reply", "true"),
    ],
)
def test_p30_r03_no_answer_to_mail_for_many_or_to_machines(
    header: tuple[str, str],
) -> None:
    assert not answerable(letter(header), OWN).may


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@example.cn",
        "postmaster@qq.com",
        "owner-news@example.cn",
        "news-request@example.cn",
        "news-owner@example.cn",
        "noreply@example.cn",
        "no-reply@example.cn",
        "do_not_reply@example.cn",
        "oa.noreply@example.cn",
        "bounce+abc=x@example.cn",
        "wang+auto_=li@qq.com",
        "root@oa.example.cn",
    ],
)
def test_p30_r03_daemons_and_unread_addresses_are_never_answered(sender: str) -> None:
    assert not answerable(letter(sender=sender, path=None), OWN).may
    assert not answerable(letter(path=sender), OWN).may


@pytest.mark.parametrize(
    "sender", ["reply@example.cn", "enoch.request@example.cn", "rootkit@example.cn"]
)
def test_people_whose_names_resemble_daemons_are_answered(sender: str) -> None:
    assert answerable(letter(sender=sender, path=None), OWN).may


def test_r05_the_answer_goes_to_from_and_never_to_reply_to() -> None:
    assert (
        answerable(letter(("reply-to", "other@evil.example")), OWN).to
        == "wang@yc.example.cn"
    )


@pytest.mark.parametrize(
    "sender",
    ["", "王", "wang@", "wang yc@example.cn", "a@b@c", "王@例子.cn", "x@\udcd5.cn"],
)
def test_r06_an_address_that_cannot_be_read_is_not_answered(sender: str) -> None:
    assert not answerable(letter(sender=sender), OWN).may


@pytest.mark.parametrize("field", ["sender", "path"])
def test_r09_our_own_mail_is_never_answered(field: str) -> None:
    own = {
        "sender": letter(sender="Xinxi@jtt.example.cn"),
        "path": letter(path="<xinxi@jtt.example.cn>"),
    }[field]
    assert not answerable(own, OWN).may


@pytest.mark.parametrize(
    ("mail", "kind"),
    [
        (
            letter(kind='multipart/report; report-type="delivery-status"'),
            RobotKind.BOUNCE,
        ),
        (
            letter(
                report="Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.cn"
            ),
            RobotKind.BOUNCE,
        ),
        (
            letter(
                kind="multipart/report", report="Disposition: manual-action; displayed"
            ),
            RobotKind.READ_RECEIPT,
        ),
        (
            letter(("content-type", "multipart/report; report-type=feedback-report")),
            RobotKind.COMPLAINT,
        ),
        (letter(("x-failed-recipients", "a@b.cn")), RobotKind.BOUNCE),
        (letter(sender="mailer-daemon@mx.example"), RobotKind.BOUNCE),
        (letter(sender="postmaster@qq.com", subject="系统退信"), RobotKind.BOUNCE),
        (letter(subject="Undelivered Mail Returned to Sender"), RobotKind.BOUNCE),
        (letter(subject="系统退信/Systems bounce"), RobotKind.BOUNCE),
        (letter(subject="自动回复:银川市交通运输局+春运首日"), RobotKind.AUTO_REPLY),
        (letter(subject="自动回复：在外出差"), RobotKind.AUTO_REPLY),
        (letter(subject="Automatic reply: x"), RobotKind.AUTO_REPLY),
        (letter(("x-qq-holidayreply", "true")), RobotKind.AUTO_REPLY),
        (letter(("auto-submitted", "auto-replied (vacation)")), RobotKind.AUTO_REPLY),
        (letter(path="wang+auto_=xinxi=jtt@qq.com"), RobotKind.AUTO_REPLY),
        (letter(subject="已读: 征稿通知"), RobotKind.READ_RECEIPT),
        (letter(subject="Read: 征稿通知"), RobotKind.READ_RECEIPT),
        (letter(subject="撤回: 银川市交通运输局+春运首日"), RobotKind.RECALL),
        (
            letter(subject="自动回执：银川市交通运输局+春运首日"),
            RobotKind.RECEIPT_OF_OURS,
        ),
        (letter(("auto-submitted", "auto-generated")), RobotKind.MACHINE),
        (letter(path=""), RobotKind.MACHINE),
        (
            letter(("list-id", "<a.b>"), ("list-post", "<mailto:a@b.cn>")),
            RobotKind.LIST,
        ),
        (letter(("list-unsubscribe", "<mailto:a@b.cn>")), RobotKind.NEWSLETTER),
        (letter(("precedence", "bulk")), RobotKind.LIST),
        (letter(subject="回复: 自动回复: 我已回到单位"), None),
        (letter(subject="转发: 银川市交通运输局+撤回: 一则旧闻"), None),
        (letter(subject="银川市交通运输局+汽车召回:三家企业"), None),
        (letter(subject="召回:三家汽车企业被约谈"), None),
        (letter(subject="自动驾驶公交在银川上路"), None),
        (letter(subject="退役军人创业帮扶"), None),
        (letter(subject="Reading the road: a report"), None),
    ],
)
def test_p28_each_kind_of_machine_is_known_by_its_signs(
    mail: Letter, kind: RobotKind | None
) -> None:
    found = find_robot(mail)
    assert (found.kind if found else None) == kind
    if found:
        assert not answerable(mail, OWN).may


@pytest.mark.parametrize(
    ("mail", "kind"),
    [
        (
            letter(report="Original-Recipient: <a@b.cn>\nAction: failed"),
            RobotKind.BOUNCE,
        ),
        (
            letter(path="", subject="通知", text="您好！\n退信原因：收件人不存在"),
            RobotKind.BOUNCE,
        ),
        (
            letter(
                sender="no-reply@mx.example", text="您的邮件“征稿通知”无法投递给 a@b.cn"
            ),
            RobotKind.BOUNCE,
        ),
        (
            letter(
                sender="no-reply@mx.example",
                text="Your mail could not be delivered to: <a@b.cn>",
            ),
            RobotKind.BOUNCE,
        ),
        (
            letter(
                sender="no-reply@mx.example",
                text='{"notificationType":"Bounce","bounce":{}}',
            ),
            RobotKind.BOUNCE,
        ),
        (
            letter(
                sender="no-reply@mx.example", text='{"notificationType":"Complaint"}'
            ),
            RobotKind.COMPLAINT,
        ),
        (
            letter(subject="Loop Alert: Duplicated Message-ID (xinxi ML)"),
            RobotKind.BOUNCE,
        ),
        (
            letter(subject="You wang@yc.example.cn are not member (xinxi ML)"),
            RobotKind.BOUNCE,
        ),
        (
            letter(("x-apple-unsubscribe", "true"), ("auto-submitted", "auto-replied")),
            RobotKind.COMPLAINT,
        ),
        (letter(path="", text="快递企业无法投递的邮件由邮政代投"), RobotKind.MACHINE),
        (letter(text="退信原因：收件人不存在"), None),
        (
            letter(
                subject="Fwd: Returned mail: see transcript for details",
                text="退信原因：见下",
            ),
            None,
        ),
    ],
)
def test_p28_a_machines_first_words_tell_a_bounce_and_a_persons_never_do(
    mail: Letter, kind: RobotKind | None
) -> None:
    found = find_robot(mail)
    assert (found.kind if found else None) == kind


def test_a_report_that_came_through_a_list_or_a_program_is_not_firmly_a_robots() -> (
    None
):
    soft = [letter(("list-id", "<a.b>")), letter(("auto-submitted", "auto-generated"))]
    assert [robot.firm for mail in soft if (robot := find_robot(mail))] == [
        False,
        False,
    ]
    bounce = find_robot(letter(sender="mailer-daemon@mx.example"))
    assert bounce is not None
    assert bounce.firm


def test_p29_the_number_of_anothers_receipt_is_a_machines_sign_and_no_firm_one() -> (
    None
):
    robot = find_robot(letter(), numbered_elsewhere=True)
    assert robot is not None
    assert (robot.kind, robot.firm) == (RobotKind.MACHINE, False)
    assert not answerable(letter(), OWN, numbered_elsewhere=True).may


@given(st.text(), st.text(), st.text())
def test_no_subject_address_or_header_value_makes_the_questions_fail(
    subject: str, sender: str, value: str
) -> None:
    mail = letter(
        ("auto-submitted", value),
        ("precedence", value),
        subject=subject,
        sender=sender,
        path=sender,
    )
    find_robot(mail)
    assert answerable(mail, NOBODY).may in (True, False)


@pytest.mark.parametrize(
    "subject",
    [
        "发信方已撤回邮件：银川市交通局+除雪",
        "发件人已撤回一封邮件: 除雪",
        "撤回: 除雪",
        "邮件撤回：除雪",
    ],
)
def test_a_recall_is_known_whoever_writes_it(subject: str) -> None:
    robot = find_robot(letter(subject=subject))
    assert robot is not None
    assert (robot.kind, robot.firm) == (RobotKind.RECALL, True)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "【供应商通知】平台系统升级公告",
            "各供应商：请提前完成投标文件上传，如有疑问请联系客服。",
        ),
        ("办公家具特价", "欢迎选购，量大从优。"),
        ("公文写作高级研修班邀请函", "费用2800元，欢迎报名。"),
        ("合作事宜", "本公司有多余发票优惠代开，微信同号。"),
    ],
)
def test_a_strangers_offer_is_advertising(subject: str, text: str) -> None:
    assert advertising_in(letter(subject=subject, text=text))


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "农村公路项目完成招投标",
            "近日，三条农村公路改造项目完成招标，中标单位即将进场施工。",
        ),
        ("驾驶员培训班开班", "3月10日，全县客运驾驶员培训班开班，六十人参训。"),
        ("大桥货车限时通行", "早晚高峰限时通行，导航平台提前提示。"),
        ("公交推出老年人优惠", "县公交公司为老年人办理优惠卡三千张。"),
    ],
)
def test_a_report_on_bids_prices_or_training_is_no_advertising(
    subject: str, text: str
) -> None:
    assert advertising_in(letter(subject=subject, text=text)) == ""
