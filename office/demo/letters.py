"""Which letters arrive in the quarter of the story, and when?

`ordinary_letters` is what most units send most months; `special_letters` has one or
more of each kind that real mailboxes hold. Both are the same at every run. Letters that
answer ours (a reply, a bounce) can only be made when ours are there: see `acts`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from ledger.entries.people import Unit
from ledger.periods import OFFICE_ZONE
from office.demo.sample_items import (
    AUTHORS,
    DYNAMIC,
    GENERAL,
    MATTERS,
    RESEARCH,
    phone_of,
    title_of,
)
from office.demo.sample_mail import (
    NO_HEADERS,
    SampleMail,
    docx,
    html_only,
    labelled_gb2312,
    plain,
    raw_gbk,
)

YEAR = 2026
_SHORT = 4  # the thirteenth of chances on which a unit sends one item too few
_OWN_BUSINESS = "自治区交通宣传事务中心"


class SampleLetter(NamedTuple):
    """One letter of the story: its kind in the story's words, when it arrives, and its
    bytes.
    """

    kind: str
    at: datetime
    raw: bytes


def moment(month: int, day: int, hour: int = 9, minute: int = 30) -> datetime:
    """A moment of the story's year in the office's zone."""
    return datetime(YEAR, month, day, hour, minute, tzinfo=OFFICE_ZONE)


def letters_of_quarter(units: Sequence[Unit]) -> tuple[SampleLetter, ...]:
    """Every letter of the story in the order of arrival."""
    return tuple(
        sorted(
            (*ordinary_letters(units), *special_letters(units)),
            key=lambda letter: letter.at,
        )
    )


def ordinary_letters(units: Sequence[Unit]) -> Iterator[SampleLetter]:
    """What units send month by month: most meet their quota, some fall short, a few are
    silent.
    """
    number = 1000
    for index, unit in enumerate(units):
        for month in (1, 2, 3):
            # How many items a unit sends in a month: by a chance that is the same at
            # every run.
            chance = (index * 7 + month * 5) % 13
            items = 2 if unit.group == "第一组" else 1
            if chance == 0:
                items = 0
            elif chance == _SHORT:
                items = 1
            for turn in range(items):
                number += 1
                place = index * 3 + month * 4 + turn * 5
                topic = (
                    GENERAL[place % len(GENERAL)]
                    if place % 4 == 3
                    else DYNAMIC[place % len(DYNAMIC)]
                )
                text = topic.body.format(place=unit.name)
                text += f"\n\n{_signed(number)}\n签发人：{_author(number + 3)}"
                subject = f"{unit.name}+{title_of(number)}"
                mail = SampleMail(
                    subject, text, unit.addresses[0], f"{unit.name}信息员"
                )
                # Most units report before the first reminder; every seventh waits for
                # it.
                spread = index * 5 + turn * 9 + month
                day = 20 + spread % 3 if index % 7 == 0 else 4 + spread % 13
                at = moment(month, day, 8 + index % 9, (index * 7) % 60)
                yield SampleLetter("规范报送", at, plain(mail, at, number))
        if index % 6 == 1:
            number += 1
            at = moment(3, 10 + index % 12, 15)
            body = RESEARCH[index % len(RESEARCH)].body.format(place=unit.name)
            title = f"关于{MATTERS[unit.id % len(MATTERS)]}情况的调研报告"
            manuscript = docx(
                [title, f"（{unit.name}）", body, body, body, _signed(number)]
            )
            text = f"厅办公室：\n现将我单位调研报告报上，请审阅。\n{_signed(number)}"
            files = ((f"{title}.docx", manuscript),)
            mail = SampleMail(
                f"{unit.name}+{title}", text, unit.addresses[0], unit.name, files
            )
            yield SampleLetter("调研报告（.docx）", at, plain(mail, at, number))


def _author(number: int) -> str:
    return AUTHORS[number % len(AUTHORS)]


def _signed(number: int) -> str:
    """The rule's own form of author and contact (Art. 16)."""
    return f"撰稿人：{_author(number)}  联系电话：{phone_of(number)}"


# --- one or more of each kind ---------------------------------------------------------


class _Roster(NamedTuple):
    """The roster by name, for letters written by hand."""

    units: dict[str, Unit]

    def mail(self, unit: str, subject: str, text: str, number: int) -> SampleMail:
        sender = self.units[unit].addresses[0]
        return SampleMail(subject, f"{text}\n\n{_signed(number)}", sender, unit)


def special_letters(units: Sequence[Unit]) -> Iterator[SampleLetter]:
    """The kinds that make a mailbox real."""
    roster = _Roster({unit.name: unit for unit in units})
    yield from _separators(roster)
    yield from _names(roster)
    yield from _characters(roster)
    yield from _repeats(roster)
    yield from _waiting(roster)
    yield from _not_reports(roster)


_ROADS = DYNAMIC[1].body
_SPRING = DYNAMIC[0].body


def _separators(roster: _Roster) -> Iterator[SampleLetter]:
    subjects = (
        (
            "石嘴山市交通运输局",
            "石嘴山市交通运输局＋加快推进沿黄公路提升改造",
            "全角加号",
        ),
        ("大武口区交通运输局", "大武口区交通运输局——冬季路域环境整治见成效", "破折号"),
        ("惠农区交通运输局", "惠农区交通运输局：惠民公交一卡通覆盖全区", "冒号"),
        ("平罗县交通运输局", "平罗县交通运输局_建成首个乡镇综合运输服务站", "下划线"),
        ("吴忠市交通运输局", "【吴忠市交通运输局】智慧公交上线运行", "方括号"),
        ("利通区交通运输局", "利通区交通运输局 开展桥梁隐患排查整治", "空格"),
        (
            "青铜峡市交通运输局",
            "青铜峡市交通运输局全力做好黄河渡口安全管理",
            "无分隔符",
        ),
        ("盐池县交通运输局", "转发: 盐池县交通运输局+滩区农村公路改造提速", "转发前缀"),
    )
    for number, (unit, subject, kind) in enumerate(subjects, start=1):
        at = moment(1, 8 + number, 10, number)
        mail = roster.mail(unit, subject, _ROADS.format(place=unit), number)
        yield SampleLetter(f"主题：{kind}", at, plain(mail, at, number))


def _names(roster: _Roster) -> Iterator[SampleLetter]:
    written = (
        ("永宁县交通运输局", "永宁交通局+春节前开展渡口渡船安全检查", "单位简称"),
        (
            "贺兰县交通运输局",
            "银川市贺兰县交通运输局+农村公路路长制全覆盖",
            "上级+单位",
        ),
        ("彭阳县交通运输局", "彭阳县交通运翰局+完成冬春养护备料", "单位名错字"),
        (
            "隆德县交通运输局",
            "隆德县交通运输局+联合彭阳县交通运输局整治省界超限运输",
            "标题中另有单位",
        ),
    )
    for number, (unit, subject, kind) in enumerate(written, start=20):
        at = moment(1, number - 8, 14, number)
        yield SampleLetter(
            kind,
            at,
            plain(
                roster.mail(unit, subject, _ROADS.format(place=unit), number),
                at,
                number,
            ),
        )
    at = moment(2, 5, 9, 5)
    joint = "西吉县交通运输局、原州区交通运输局+联手打通跨县断头路"
    text = (
        "西吉县交通运输局与原州区交通运输局联合实施跨县断头路改造，沿线群众出行时间缩短四十分钟。"
        * 2
    )
    yield SampleLetter(
        "联合报送", at, plain(roster.mail("西吉县交通运输局", joint, text, 25), at, 25)
    )
    at = moment(2, 6, 11)
    behalf = roster.mail(
        "银川市交通运输局",
        "永宁县交通运输局+望远镇公交首末站投用",
        _SPRING.format(place="永宁县"),
        26,
    )
    yield SampleLetter("上级代报", at, plain(behalf, at, 26))


def _characters(roster: _Roster) -> Iterator[SampleLetter]:
    at = moment(1, 14, 8, 20)
    subject = "中卫市交通运输局+镕铸交通铁军 堃实安全防线"
    mail = roster.mail(
        "中卫市交通运输局", subject, _SPRING.format(place="中卫市交通运输局"), 30
    )
    yield SampleLetter("GBK 标作 gb2312", at, labelled_gb2312(mail, at, 30))
    at = moment(1, 15, 8, 40)
    mail = roster.mail(
        "中宁县交通运输局",
        "中宁县交通运输局+枸杞专线运输保障有力",
        _ROADS.format(place="中宁县"),
        31,
    )
    yield SampleLetter("无编码标注的原始字节", at, raw_gbk(mail, at, 31))
    at = moment(1, 16, 16)
    mail = roster.mail(
        "海原县交通运输局",
        "海原县交通运输局+移民村通客车实现全覆盖",
        _SPRING.format(place="海原县"),
        32,
    )
    yield SampleLetter("仅 HTML 正文", at, html_only(mail, at, 32))
    at = moment(1, 19, 9, 15)
    manuscript = docx(
        ["沙坡头区农村物流体系建设的实践", _ROADS.format(place="沙坡头区"), _signed(33)]
    )
    mail = SampleMail(
        "沙坡头区交通运输局+农村物流体系建设的实践",
        "请查收附件。",
        roster.units["沙坡头区交通运输局"].addresses[0],
        "",
        (("沙坡头区交通运输局信息.docx", manuscript),),
    )
    yield SampleLetter("撰稿人写在 .docx 稿件里", at, plain(mail, at, 33))


def _repeats(roster: _Roster) -> Iterator[SampleLetter]:
    unit = "同心县交通运输局"
    mail = roster.mail(
        unit, f"{unit}+旱天岭隧道保通纪实", _ROADS.format(place=unit), 40
    )
    for turn, kind in enumerate(("规范报送", "重复发送")):
        at = moment(1, 13 + turn, 10, 10)
        yield SampleLetter(kind, at, plain(mail, at, 40 + turn))
    at = moment(1, 15, 10, 10)
    text = _ROADS.format(place=unit) + "全线共投入机械十二台班。"
    again = roster.mail(unit, f"更正：{unit}+旱天岭隧道保通纪实", text, 42)
    yield SampleLetter("更正稿", at, plain(again, at, 42))
    unit = "宁夏路网监测与应急处置中心"
    first = (
        "突发事件：福银高速六盘山段因团雾临时管制，中心已启动应急响应，交警、路政到场处置，暂无人员伤亡。"
        * 2
    )
    at = moment(2, 3, 6, 50)
    subject = f"{unit}+福银高速六盘山段团雾交通管制情况"
    yield SampleLetter(
        "突发事件", at, plain(roster.mail(unit, subject, first, 43), at, 43)
    )
    at = moment(2, 3, 11, 20)
    later = "续报：团雾消散，六盘山段恢复双向通行，滞留车辆全部疏散完毕。" * 3
    subject = f"续报：{unit}+福银高速六盘山段团雾交通管制情况"
    yield SampleLetter("续报", at, plain(roster.mail(unit, subject, later, 44), at, 44))


def _waiting(roster: _Roster) -> Iterator[SampleLetter]:
    """Letters about which somebody must be asked: the unit, or the office."""
    unit = "泾源县交通运输局"
    at = moment(1, 12, 17, 30)
    bare = SampleMail(
        f"{unit}+景区道路旺季保畅方案落地",
        _SPRING.format(place=unit),
        roster.units[unit].addresses[0],
        unit,
    )
    yield SampleLetter("未注明撰稿人和电话", at, plain(bare, at, 50))
    at = moment(2, 9, 8, 45)
    stranger = SampleMail(
        "红寺堡区交通运输局+移民新村道路硬化收官",
        f"{_ROADS.format(place='红寺堡区交通运输局')}\n\n{_signed(51)}",
        "hsb.jiaotong@mail.example",
        "红寺堡",
    )
    yield SampleLetter("地址未登记", at, plain(stranger, at, 51))
    at = moment(2, 10, 9, 10)
    manuscript = docx(
        ["公路养护站冬季安全生产情况", _ROADS.format(place="养护站"), _signed(52)]
    )
    unknown = SampleMail(
        "冬季安全生产情况",
        "请查收",
        "yanghu@mail.example",
        "养护",
        (("信息.docx", manuscript),),
    )
    yield SampleLetter("单位不明（待核）", at, plain(unknown, at, 52))
    at = moment(2, 11, 15, 5)
    two = (
        "一、灵武市交通运输局召开春运动员会\n"
        + _SPRING.format(place="灵武市交通运输局")
        + "\n\n"
        "二、灵武市交通运输局开展节前安全检查\n"
        + _ROADS.format(place="灵武市交通运输局")
    )
    mail = roster.mail("灵武市交通运输局", "灵武市交通运输局+二月上旬两条信息", two, 53)
    yield SampleLetter("一信两事", at, plain(mail, at, 53))
    for number, subject in enumerate(
        ("我区交通宣传作品获奖", "交通文化进校园活动启动"), start=54
    ):
        at = moment(2, number - 42, 10, 30)
        mail = roster.mail(
            _OWN_BUSINESS,
            f"{_OWN_BUSINESS}+{subject}",
            DYNAMIC[4].body.format(place=_OWN_BUSINESS),
            number,
        )
        yield SampleLetter(
            "宣传中心（须确认是否本单位业务）", at, plain(mail, at, number)
        )
    at = moment(3, 12, 16, 45)
    answer = roster.mail(
        "厅综合规划处",
        "厅综合规划处+关于十五五综合立体交通网的调研报告",
        RESEARCH[0].body.format(place="厅综合规划处"),
        56,
    )
    yield SampleLetter("约稿应答", at, plain(answer, at, 56))


class _NotAReport(NamedTuple):
    """A letter that is no report: its kind, when, what it says, and the headers that
    betray it.
    """

    kind: str
    at: datetime
    mail: SampleMail
    extra: Mapping[str, str] = NO_HEADERS


def _not_reports(roster: _Roster) -> Iterator[SampleLetter]:
    sender = roster.units["金凤区交通运输局"].addresses[0]
    away = "您好，我正在休假，无法及时回复您的邮件。"
    asked = "您好，请问本月截止到哪天？谢谢。"
    topics = "本期要目：行业动态、政策解读。退订请点击链接。"
    # Letters with a 密级 mark must not come by mail at all (Art. 10).
    planned = "机密★10年\n\n关于专项运输保障的方案……"
    science = roster.units["厅科技处"].addresses[0]
    letters = (
        _NotAReport(
            "致谢",
            moment(1, 21),
            SampleMail("回复：谢谢", "收到，谢谢！", sender, "金凤区"),
        ),
        _NotAReport(
            "咨询",
            moment(1, 22),
            SampleMail("请问本月信息截止时间", asked, sender, "金凤区"),
        ),
        _NotAReport(
            "自动回复（QQ）",
            moment(1, 23),
            SampleMail("自动回复:催报", away, "auto@qq.example", "信息员"),
            {"X-QQ-AUTO-REPLY": "true"},
        ),
        _NotAReport(
            "新闻简报（群发）",
            moment(1, 26),
            SampleMail("每周物流资讯", topics, "news@list.example"),
            {"List-Id": "<news.list.example>", "Precedence": "bulk"},
        ),
        _NotAReport(
            "垃圾推销",
            moment(2, 2),
            SampleMail("发票代开优惠", "量大从优，欢迎咨询。", "ad@spam.example"),
        ),
        _NotAReport(
            "涉密标志",
            moment(2, 4),
            SampleMail("兴庆区交通运输局+专项保障方案", planned, "x@units.example"),
        ),
        _NotAReport(
            "涉密标志",
            moment(3, 5),
            SampleMail("【秘密】厅科技处+网络安全检查情况", "检查情况如下……", science),
        ),
    )
    for number, letter in enumerate(letters, start=60):
        raw = plain(letter.mail, letter.at, number, letter.extra)
        yield SampleLetter(letter.kind, letter.at, raw)
    at = moment(2, 12, 10, 1)
    sender = roster.units["固原市交通运输局"].addresses[0]
    film = (("春运影像.docx", bytes(1024) * 2300),)
    big = SampleMail(
        "固原市交通运输局+春运影像资料",
        "影像资料见附件。",
        sender,
        "固原市交通运输局",
        film,
    )
    yield SampleLetter("来件过大", at, plain(big, at, 70))
