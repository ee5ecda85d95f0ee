"""Which letters were written by a machine, and may a letter be answered at all?

Both questions are asked of headers and the subject's head, and of a letter's first
words only where those already tell of a machine. What a bounce says is the affair of
`returned`, whether the sender is who he claims to be that of `trust`, what becomes of
the letter that of `triage`. A refusal is never an error: `answerable` is the one guard
that every automatic answer passes (P30).
"""

import re
from enum import StrEnum
from re import Pattern
from typing import NamedTuple

from ledger.entries.letters import Answerable, Letter

_HEAD = 200
_FIRST_WORDS = 2_000
_FIELD_NAME = re.compile(r"^([\w-]+)[ \t]*:", re.MULTILINE)


class RobotKind(StrEnum):
    """What kind of machine wrote."""

    BOUNCE = "bounce"
    AUTO_REPLY = "auto-reply"
    READ_RECEIPT = "read-receipt"
    COMPLAINT = "complaint"
    RECALL = "recall"
    RECEIPT_OF_OURS = "service-receipt"
    MACHINE = "machine"
    LIST = "list"
    NEWSLETTER = "newsletter"


class Robot(NamedTuple):
    """A machine's letter: its kind, and the sign it was known by (Chinese, without text
    of the letter).
    """

    kind: RobotKind
    because: str

    @property
    def firm(self) -> bool:
        """Whether this can be no report at all.

        False for lists, newsletters and mail some program generated: a unit's report
        may come that way, so such a letter is set aside only when neither its sender
        nor its subject names a unit. It is never answered (R03).
        """
        return self.kind not in (
            RobotKind.MACHINE,
            RobotKind.LIST,
            RobotKind.NEWSLETTER,
        )


# Words at the head of a subject, names of addresses and keywords of header fields, as
# data.


def _begins(*heads: str, mark: str = "") -> Pattern[str]:
    """A pattern for subjects that begin with one of `heads` (expressions), followed by
    `mark`.
    """
    return re.compile(r"\s*\[?\s*(?:" + "|".join(heads) + r")\]?" + mark, re.IGNORECASE)


_COLON = r"\s*[:：]"

_AUTO_REPLY_SUBJECT = _begins(
    r"(?:假期|离线|外出)?自动(?:回复|答复)",
    r"auto(?:matic)?[- ]?(?:reply|response)",
    r"out of (?:the )?office(?: autoreply)?",
    r"auto(?=\s*[:：])",
    mark=r"\s*(?:[:：]|$)",
)
_OUR_RECEIPT_SUBJECT = _begins("自动回执", mark=_COLON)
# No sample of a NetEase receipt could be had; the Chinese words are unverified (M03).
_READ_SUBJECT = _begins(
    r"(?:已读|阅读|读信)回执",
    r"[已未]读",
    r"(?:not )?read(?: receipt)?",
    r"return receipt(?: \(displayed\))?",
    r"disposition notification",
    mark=_COLON,
)
# The second is what QQ writes to whom the mail had gone.
_RECALL_SUBJECT = _begins(
    r"(?:邮件)?撤回(?:邮件)?",
    r"(?:发信方|发件人|发件方|对方)已?撤回了?(?:一封)?邮件",
    "recall",
    mark=_COLON,
)
_BOUNCE_SUBJECT = _begins(
    r"(?:系统)?退信(?:通知)?\s*(?=[:：\]\s/]|$)",
    r"邮件?(?:投递|发送)失败",
    r"投递失败",
    r"无法投递",
    r"未(?:送达|传递)\s*(?=[:：])",
    r"传递状态通知",
    r"(?:re:\s*)?undeliver(?:ed|able)\b",
    r"(?:re:\s*)?mail deliver(?:y|ed) (?:fail|status|system|problem|has failed)",
    r"(?:mail|message) (?:could not be|not) delivered",
    r"(?:re:\s*)?delivery (?:status )?(?:notification|failure|report|problem|has failed|delayed|error)",
    r"non[- ]?deliver",
    r"failure notice",
    r"returned mail",
    r"mail system error",
    r"warning: (?:message|could not send)",
    r"message (?:delayed|undeliverable|delivery)",
    r"delayed mail",
    r"there was an error sending your mail",
    r"loop alert\s*(?=:)",
    r"you \S{1,200} are not (?:a )?member\b",
)
# Asked of the first words of a letter that a machine wrote, never of a person's.
_BOUNCE_WORDS = re.compile(
    r"退信原因|您?(?:的|发送的|发出的)邮件[^。\n]{0,30}(?:无法|未能|不能|没有)(?:投递|送达|发送)|邮件被退回"
    r"|(?:message|mail)[^.]{0,80}could not be delivered to|unable to deliver (?:the|your)? ?(?:message|mail)"
    r"|送信できませんでした|\"notificationType\W{1,9}(?:bounce|delivery)\b",
    re.IGNORECASE,
)
_COMPLAINT_WORDS = re.compile(r"\"notificationType\W{1,9}complaint\b", re.IGNORECASE)
# RFC 3464 §2
_REPORT_FIELDS = frozenset(
    {"final-recipient", "original-recipient", "reporting-mta", "diagnostic-code"}
)
_COMPLAINT_SUBJECT = _begins(
    r"complaint about (?:message|e-?mail)", r"(?:abuse|feedback) report", mark=r"\b"
)

# QQ writes no Auto-Submitted; the others are old habits of vacation programs (M03).
_AUTO_REPLY_HEADERS = (
    "x-qq-auto-reply",
    "x-qq-holidayreply",
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
)
_SILENT_PRECEDENCE = frozenset({"list", "bulk", "junk", "auto_reply"})
_SUPPRESSES_ANSWERS = frozenset({"all", "oof", "autoreply"})

# What plain SMTP can be told; an internationalised domain is fine in its xn-- letters.
_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?",
    re.ASCII | re.IGNORECASE,
)

_DAEMON = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|post[-_.]?master|mdaemon|bounces?)(?:[-+=].*)?",
    re.IGNORECASE,
)
_NO_READER = re.compile(
    r"owner-.*|.*-(?:owner|request|bounces?)|(?:.*[-_.])?(?:no|do[-_.]?not)[-_.]?reply(?:[-_.+].*)?"
    r"|.*\+auto_=.*|root|nobody",
    re.IGNORECASE,
)

# Whoever sells something speaks of himself as a trader or to customers, and of an
# offer. News may speak of bids, prices and training too: such words tell of an offer
# only beside one that no news would say.
_TRADER = re.compile(
    r"(?:我|本|敝)(?:公司|司|厂|店|机构|平台)|各(?:位)?(?:供应商|客户|经销商|会员|学员|投标人|采购人)|客服"
    r"|尊敬的(?:客户|用户|会员|会计|老板|供应商)|亲爱的(?:用户|会员)|诚招|加盟|微信同号|加我?微信|经理.{0,4}1[3-9]\d{9}"
)
_OFFER = re.compile(
    r"特价|促销|折扣|[\d五六七八九]折|报价|代开|量大从优|洽谈|选购|订购|团购|免费(?:领取|试用|体验)|限时|红包|中奖"
    r"|研修班|总裁班|报名(?:费|从速|热线)|(?:费用|会务费|培训费)\s*\d+|展位|低息|诚聘|急聘|高薪|续费|标书"
    r"|点击(?:链接|下载|查看|领取)"
)
_OF_NEWS_TOO = re.compile(
    r"优惠|批发|承接|下单|开票|福利|领取|培训班|邀请函|欢迎|贷款|招聘|系统升级|数字证书|投标|中标|费用"
)

# What a subject says at its very head: a person who answers an auto-reply writes 回复:
# before it.
_SUBJECTS = (
    (_AUTO_REPLY_SUBJECT, RobotKind.AUTO_REPLY, "主题以自动回复开头"),
    (
        _OUR_RECEIPT_SUBJECT,
        RobotKind.RECEIPT_OF_OURS,
        "主题以自动回执开头，是报送系统发出的回执",
    ),  # P29
    (
        _COMPLAINT_SUBJECT,
        RobotKind.COMPLAINT,
        "主题为投诉反馈用语",
    ),  # RFC 5965, without its report part
    (_READ_SUBJECT, RobotKind.READ_RECEIPT, "主题为阅读回执用语"),
    (
        _RECALL_SUBJECT,
        RobotKind.RECALL,
        "主题以撤回开头，请到收件箱查看发件人要撤回的来件",
    ),
)


def find_robot(letter: Letter, *, numbered_elsewhere: bool = False) -> Robot | None:
    """What kind of machine wrote `letter`, or None when nothing says that one did (M03,
    P28).

    `numbered_elsewhere`: its subject bears the token of a receipt that is not one of
    ours (P29).
    """
    if (robot := _by_firm_sign(letter)) is not None:
        return robot
    # What follows was made by a program or sent to many, yet may be a report: a system
    # may send what a clerk entered.
    because = ""
    if _keywords(letter, "auto-submitted") - {"no"}:
        because = "Auto-Submitted 表明由程序发出"
    elif letter.return_path is not None and not letter.return_path.strip(" <>"):
        because = "信封发件人为空"
    elif _has_no_reader(letter.from_address):
        because = "发件人是无人值守的地址（noreply 等）"
    if because:
        # Of what a machine wrote the first words may be asked; a person may well write
        # of a bounce.
        first_words = letter.text[:_FIRST_WORDS]
        if _BOUNCE_WORDS.search(first_words):
            return Robot(RobotKind.BOUNCE, f"{because}，正文为退信用语")
        if _COMPLAINT_WORDS.search(first_words):
            return Robot(RobotKind.COMPLAINT, f"{because}，正文为投诉反馈")
        return Robot(RobotKind.MACHINE, because)
    # Mail to many (RFC 2369, RFC 2919); a newsletter is what can be left but not
    # written to.
    fields = {name for name, _ in letter.headers if name.startswith("list-")}
    if "list-unsubscribe" in fields and "list-post" not in fields:
        return Robot(RobotKind.NEWSLETTER, "带有 List-Unsubscribe，是群发邮件")
    if fields:
        return Robot(RobotKind.LIST, "带有 List-* 字段，来自邮件列表")
    if _keywords(letter, "precedence") & _SILENT_PRECEDENCE:
        return Robot(RobotKind.LIST, "Precedence 表明是群发邮件")
    if numbered_elsewhere:
        return Robot(RobotKind.MACHINE, "主题带有回执编号，但不是本系统发出的")
    return None


def advertising_in(letter: Letter) -> str:
    """What shows that a stranger's `letter` sells something (Chinese), or "".

    Never asked of an address on the roster: a unit may well report on prices, bids and
    training.
    """
    words = f"{letter.subject[:_HEAD]}\n{letter.text[:_FIRST_WORDS]}"
    offers = [found.group() for found in _OFFER.finditer(words)]
    sold = [*offers, *(found.group() for found in _OF_NEWS_TOO.finditer(words))]
    is_offer = bool(offers) and len(set(sold)) > 1
    if not sold or not (is_offer or _TRADER.search(words)):
        return ""
    return f"发件地址没有登记，来件像广告（“{sold[0]}”）"


def answerable(
    letter: Letter, own_addresses: frozenset[str], *, numbered_elsewhere: bool = False
) -> Answerable:
    """Whether an automatic answer to `letter` is allowed, and to which one address (RFC
    3834 §2, §4).

    `own_addresses` are lower-case. The address is the one in From, also when Reply-To
    names another: what is confirmed concerns whoever claims to have reported (R05).
    `to` is "" when the answer is no.
    """
    return answerable_of(
        letter, own_addresses, find_robot(letter, numbered_elsewhere=numbered_elsewhere)
    )


def answerable_of(
    letter: Letter, own_addresses: frozenset[str], robot: Robot | None
) -> Answerable:
    """As `answerable`, for whoever has asked already which `robot` wrote."""
    address = letter.from_address
    # A file taken in has no envelope address, nor has mail of a server that keeps none.
    path = None if letter.return_path is None else letter.return_path.strip(" <>")
    suppressed = (
        ",".join(letter.header("x-auto-response-suppress")).casefold().split(",")
    )
    grounds = {
        # RFC 3834 §2: extremely malformed mail
        "发件人地址缺失或无法辨认": not _ADDRESS.fullmatch(address),
        "来件出自本系统自己的地址": address.casefold() in own_addresses,  # R09
        "发件人是邮件系统或无人值守的地址": _has_no_reader(address),  # RFC 3834 §2, R03
        "信封发件人为空（Return-Path: <>）": path == "",  # R01
        "来件的信封发件人是本系统自己的地址": path
        and path.casefold() in own_addresses,  # R09
        "信封发件人是邮件系统或邮件列表的地址": path and _has_no_reader(path),  # R03
        # R02: of several fields any other value wins
        "Auto-Submitted 表明来件由程序发出": _keywords(letter, "auto-submitted")
        - {"no"},
        "Precedence 表明来件是群发或自动邮件": _keywords(letter, "precedence")
        & _SILENT_PRECEDENCE,  # R03
        "来件经由邮件列表（List-* 字段）": any(
            name.startswith("list-") for name, _ in letter.headers
        ),  # R03
        "发件人要求不要自动答复（X-Auto-Response-Suppress）": (
            _SUPPRESSES_ANSWERS.intersection(word.strip() for word in suppressed)
        ),
    }
    for because, forbids in grounds.items():
        if forbids:
            return Answerable(may=False, to="", because=because)
    if robot is not None:
        return Answerable(may=False, to="", because=f"来件是自动邮件：{robot.because}")
    return Answerable(
        may=True, to=letter.from_address, because="来件不是自动邮件，按发件人地址答复"
    )


# --- what kind ------------------------------------------------------------------------


def _by_firm_sign(letter: Letter) -> Robot | None:
    """A report, a bounce, an automatic answer or a receipt: what no person writes.

    A multipart/report names its own type (RFC 6522 §3); some come without the
    parameter. No single sign is in every bounce, so any strong one will do (M04).
    """
    head = letter.subject[:_HEAD]
    kind = " ".join((letter.content_type, *letter.header("content-type"))).lower()
    fields = {found.lower() for found in _FIELD_NAME.findall(letter.report)}
    answering = [
        name
        for name in _AUTO_REPLY_HEADERS
        if _keywords(letter, name) - {"", "false", "no", "0"}
    ]
    is_receipt = (
        "disposition-notification" in kind or "disposition" in fields
    )  # RFC 8098 §3
    is_complaint = "feedback-report" in kind or "feedback-type" in fields  # RFC 5965 §2
    is_bounce = "delivery-status" in kind or bool(
        fields & _REPORT_FIELDS
    )  # RFC 3464 §2
    is_replied = "auto-replied" in _keywords(letter, "auto-submitted")  # RFC 3834 §5
    is_qq = "+auto_=" in (letter.return_path or "") or "+auto_=" in letter.from_address
    signs = (
        (is_receipt, RobotKind.READ_RECEIPT, "邮件类型为阅读回执"),
        (is_complaint, RobotKind.COMPLAINT, "邮件类型为投诉反馈报告"),
        (is_bounce, RobotKind.BOUNCE, "邮件类型为投递状态报告"),
        ("multipart/report" in kind, RobotKind.BOUNCE, "邮件类型为系统报告"),
        (
            letter.header("x-failed-recipients"),
            RobotKind.BOUNCE,
            "带有 X-Failed-Recipients",
        ),
        (_BOUNCE_SUBJECT.match(head), RobotKind.BOUNCE, "主题为退信用语"),
        (
            _is_daemon(letter.from_address),
            RobotKind.BOUNCE,
            "发件人是邮件系统（mailer-daemon、postmaster 等）",
        ),
        (
            letter.header("x-apple-unsubscribe"),
            RobotKind.COMPLAINT,
            "带有 X-Apple-Unsubscribe，是退订请求",
        ),
        (answering, RobotKind.AUTO_REPLY, f"带有 {''.join(answering[:1])}"),
        (is_replied, RobotKind.AUTO_REPLY, "Auto-Submitted 为自动答复"),
        (is_qq, RobotKind.AUTO_REPLY, "信封地址为 QQ 邮箱自动回复"),
        (
            "auto_reply" in _keywords(letter, "precedence"),
            RobotKind.AUTO_REPLY,
            "Precedence 为自动答复",
        ),
        *(
            (pattern.match(head), kind_said, because)
            for pattern, kind_said, because in _SUBJECTS
        ),
    )
    for is_there, robot_kind, because in signs:
        if is_there:
            return Robot(robot_kind, because)
    return None


# --- signs ----------------------------------------------------------------------------


def _is_daemon(address: str) -> bool:
    """Whether a mail system itself writes under `address` (RFC 3834 §2)."""
    return _DAEMON.fullmatch(_local_part(address)) is not None


def _has_no_reader(address: str) -> bool:
    """Whether `address` belongs to a mail system, a list or a program, not to a person
    (RFC 3834 §2).
    """
    return _is_daemon(address) or _NO_READER.fullmatch(_local_part(address)) is not None


def _local_part(address: str) -> str:
    bare = address.strip(" <>")
    return bare.rpartition("@")[0] or bare


def _keywords(letter: Letter, field: str) -> frozenset[str]:
    """The keyword of every `field`, lower-case, without comments and parameters (RFC
    3834 §5.1).
    """
    found = set()
    for value in letter.header(field):
        bare = ""
        depth = 0  # of comments, which may be nested (RFC 5322 §3.2.2)
        for character in value:
            if character == "(":
                depth += 1
            elif character == ")" and depth:
                depth -= 1
            elif not depth:
                bare += character
        found.add(bare.partition(";")[0].strip().casefold())
    return frozenset(found)
