"""Is every message well formed, safe, small and readable, whatever a letter brought?"""

import email
import email.policy
import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.notice import NOTICES
from notify.compose import ANSWER_BYTES, Composer, ComposingError
from notify.facts import (
    FACTS,
    DecidedFacts,
    Facts,
    FileFact,
    HintFacts,
    ReceiptFacts,
    Understood,
    as_json,
)
from notify.mime import MessageEnvelope, MessageFile, Sender, encoded
from notify.samples import ITEM, SAMPLES, SENDER

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
TO = MessageEnvelope(
    "jtj@yinchuan.example.cn", "letter@unit.cn", ("first@unit.cn",), ITEM.token
)
HOSTILE = "<script>alert(1)</script>=1+1@SUM{{7*7}}{% raw %}\r\nBcc: x@y.cn\u2028\u202e\x00\ufeff"


COMPOSER = Composer(SENDER)


@pytest.fixture
def composer() -> Composer:
    return COMPOSER


def _parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def _poisoned(value: Any) -> Any:  # noqa: ANN401 - any fact
    """The same facts with every text replaced by a hostile one; words of a closed list
    are no texts.
    """
    if isinstance(value, str) and not isinstance(value, Enum):
        return HOSTILE
    if isinstance(value, tuple):
        items = [_poisoned(each) for each in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{
                each.name: _poisoned(getattr(value, each.name))
                for each in fields(value)
            },
        )
    return value


# --- every kind -----------------------------------------------------------------------


def test_every_kind_of_notice_has_facts_a_sample_and_templates(
    composer: Composer,
) -> None:
    assert set(NOTICES) == set(FACTS) == set(SAMPLES)
    assert composer.missing() == ()


@pytest.mark.parametrize("kind", NOTICES)
def test_every_kind_is_rendered_from_its_sample_without_a_trace_of_its_making(
    composer: Composer, kind: str
) -> None:
    words = composer.words(kind, SAMPLES[kind])
    assert words.subject
    for text in words:
        assert not re.search(
            r"\{[{%]|[%}]\}|None|Undefined|\bTrue\b|\[\]|datetime|\n\n\n", text
        )
    assert "示例厅办公室" in words.text


@pytest.mark.parametrize("kind", NOTICES)
def test_r13_every_message_is_strictly_well_formed(
    composer: Composer, kind: str
) -> None:
    content = composer.compose(kind, SAMPLES[kind], TO, NOW).content
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    content.decode("ascii")
    message = _parsed(content)
    assert not message.defects
    for name in ("From", "To", "Subject", "Date", "Message-ID"):
        assert len(message.get_all(name, [])) == 1, name
    assert message["Date"].endswith("+0800")
    assert message["Message-ID"].endswith("@example.gov.cn>")


@pytest.mark.parametrize("kind", NOTICES)
def test_r10_automatic_mail_says_so_once_and_a_persons_mail_does_not(
    composer: Composer, kind: str
) -> None:
    message = _parsed(composer.compose(kind, SAMPLES[kind], TO, NOW).content)
    expected = NOTICES[kind].auto_submitted
    assert message.get_all("Auto-Submitted", []) == ([expected] if expected else [])


def test_r17_only_mail_to_many_names_a_list(composer: Composer) -> None:
    marked = [
        kind
        for kind in NOTICES
        if _parsed(composer.compose(kind, SAMPLES[kind], TO, NOW).content)["List-Id"]
        is not None
    ]
    assert marked == ["circular", "announcement"]


@pytest.mark.parametrize("kind", NOTICES)
def test_p34_r16_hostile_text_in_every_field_breaks_no_header(
    composer: Composer, kind: str
) -> None:
    message = _parsed(composer.compose(kind, _poisoned(SAMPLES[kind]), TO, NOW).content)
    assert "Bcc" not in message
    assert len(message.get_all("Subject", [])) == 1
    assert not re.search(r"[\x00-\x1f\u2028\u202e\ufeff]", str(message["Subject"]))


@pytest.mark.parametrize("kind", NOTICES)
def test_p40_hostile_text_in_every_field_is_shown_as_the_letters_it_is(
    composer: Composer, kind: str
) -> None:
    words = composer.words(kind, _poisoned(SAMPLES[kind]))
    assert "<script" not in words.html
    assert "{{7*7}}" in words.subject + words.text
    assert "49" not in words.subject + words.text
    assert "\u202e" not in words.text + words.html


# --- answers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parent",
    [
        (None, (), None, None),
        ("m@u.cn", (), "<m@u.cn>", "<m@u.cn>"),
        ("<m@u.cn>", ("a@u.cn", "b@u.cn"), "<m@u.cn>", "<a@u.cn> <b@u.cn> <m@u.cn>"),
        ("m@u.cn\r\nBcc: x@y.cn", (), None, None),
    ],
)
def test_r11_a_receipt_threads_under_the_letter_it_answers(
    composer: Composer,
    parent: tuple[str | None, tuple[str, ...], str | None, str | None],
) -> None:
    in_reply_to, references, expected_parent, expected_references = parent
    envelope = replace(TO, in_reply_to=in_reply_to, references=references)
    message = _parsed(
        composer.compose("receipt", SAMPLES["receipt"], envelope, NOW).content
    )
    assert message["In-Reply-To"] == expected_parent
    said = message["References"]
    assert (said and " ".join(said.split())) == expected_references


def test_r11_long_identifiers_are_written_as_they_are(composer: Composer) -> None:
    long = "x" * 200 + "@mail.unit.cn"
    envelope = replace(
        TO,
        in_reply_to=long,
        references=tuple(f"{n}{long[:180]}@u.cn" for n in range(60)),
    )
    content = composer.compose("receipt", SAMPLES["receipt"], envelope, NOW).content
    head = content.partition(b"\r\n\r\n")[0]
    assert f"<{long}>".encode() in head
    assert head.count(b"@u.cn>") <= 10


def test_r11b_the_subject_says_automatic_and_repeats_the_senders_with_the_token(
    composer: Composer,
) -> None:
    parcel = composer.compose("receipt", SAMPLES["receipt"], TO, NOW)
    assert (
        parcel.subject
        == "自动回执：银川市交通运输局+银川市三项措施保障春运出行 [2026-0123-k7f3q9xw]"
    )
    assert parcel.token == "2026-0123-k7f3q9xw"


def test_a_decision_that_does_not_count_says_so_in_its_first_sentence(
    composer: Composer,
) -> None:
    counted = SAMPLES["decided"]
    assert isinstance(counted, DecidedFacts)
    facts = replace(counted, counted=False, because="属转载作品，非本单位业务")
    for part in composer.words("decided", facts)[1:]:
        assert (
            part.index("不计入报送篇数")
            < part.index("属转载作品")
            < part.index("2026-0123")
        )
    assert "不计入" not in composer.words("decided", counted).text


def test_a_subject_not_as_agreed_is_answered_with_the_right_one_for_this_unit(
    composer: Composer,
) -> None:
    item = replace(ITEM, flags=("incomplete-subject",))
    text = composer.words("receipt", ReceiptFacts("请查收", item)).text
    assert "邮件主题没有写成“银川市交通运输局+信息标题”" in text
    assert "不符处请直接回复本邮件说明" in text
    assert "标题取自来件，如有不符请写明“标题：信息标题”" in text


def test_a_circular_names_units_with_reasons_and_readings_without_codes(
    composer: Composer,
) -> None:
    for part in composer.words("circular", SAMPLES["circular"])[1:]:
        assert "吴忠市交通运输局（1月、2月、3月）" in part
        assert "任何类别的报送均可免于零报送" in part
        assert "A3" not in part


@pytest.mark.parametrize("kind", ["receipt", "receipt-held", "decided", "completed"])
def test_r11b_a_receipt_for_a_reply_to_a_receipt_carries_one_token(
    composer: Composer, kind: str
) -> None:
    replied = (
        "Re：回复: 自动回执：（待核）银川市交通运输局+春运保障 [2026-0123-k7f3q9xw]"
    )
    facts: Any = SAMPLES[kind]
    subject = composer.words(kind, replace(facts, subject=replied)).subject
    assert subject.count("[2026-0123-k7f3q9xw]") == 1
    assert subject.count("自动回执") == 1
    assert "银川市交通运输局+春运保障" in subject


def test_p29_every_answer_says_automatic_in_the_same_words_so_that_another_house_knows_it(
    composer: Composer,
) -> None:
    answers = [
        kind
        for kind, entry in NOTICES.items()
        if entry.auto_submitted == "auto-replied"
    ]
    assert all(
        composer.words(kind, SAMPLES[kind]).subject.startswith("自动回执：")
        for kind in answers
    )


@pytest.mark.parametrize("robot", ["robot@example.gov.cn", "xinxi@example.gov.cn", ""])
def test_r11b_replies_go_to_the_robot_where_a_reply_mends_the_record(
    robot: str,
) -> None:
    composer = Composer(replace(SENDER, robot=robot))
    reply_to = _parsed(
        composer.compose("receipt", SAMPLES["receipt"], TO, NOW).content
    )["Reply-To"]
    assert reply_to == ("robot@example.gov.cn" if robot.startswith("robot") else None)


def test_r12_every_message_has_an_id_of_its_own(composer: Composer) -> None:
    parcels = [composer.compose("hint", SAMPLES["hint"], TO, NOW) for _ in range(20)]
    assert len({parcel.message_id for parcel in parcels}) == 20
    assert all(
        f"<{parcel.message_id}>".encode() in parcel.content for parcel in parcels
    )


def test_r06_the_longest_answer_stays_under_eight_kilobytes(composer: Composer) -> None:
    long = "春" * 3_000
    item = replace(
        ITEM,
        unit=long,
        title=long,
        category=long,
        commission=long,
        co_units=(long,) * 30,
        files=(FileFact(long, "无法读取，请另存为普通格式后重发"),) * 40,
        flags=(
            "incomplete-author",
            "incomplete-subject",
            "two-items",
            "over-length",
            "no-signer",
            "on-behalf",
        ),
    )
    envelope = replace(TO, references=tuple(f"{n}{'x' * 200}@u.cn" for n in range(60)))
    for each in (
        ReceiptFacts(long, item),
        _poisoned(ReceiptFacts(long, item)),
        SAMPLES["receipt"],
    ):
        assert (
            len(composer.compose("receipt", each, envelope, NOW).content)
            <= ANSWER_BYTES
        )


def test_r06_even_an_offices_own_talkative_template_gives_a_small_answer(
    tmp_path: Path,
) -> None:
    (tmp_path / "receipt").mkdir()
    (tmp_path / "receipt" / "body.txt").write_text("谢谢！" * 9_000, encoding="utf-8")
    composer = Composer(SENDER, [tmp_path])
    assert (
        len(composer.compose("receipt", SAMPLES["receipt"], TO, NOW).content)
        <= ANSWER_BYTES
    )


def test_p19_broken_text_is_not_quoted_back(composer: Composer) -> None:
    broken = replace(ITEM, title="æ¼¢å­—", flags=("low-confidence-text",))
    words = composer.words("receipt", ReceiptFacts("æ¼¢å­—", broken))
    assert "æ¼¢" not in "".join(words)
    assert "无法辨认" in words.text


@pytest.mark.parametrize(
    "case",
    [
        ("incomplete-author", "撰稿人"),
        ("incomplete-phone", "联系电话"),
        ("incomplete-subject", "银川市交通运输局+信息标题"),
        ("two-items", "一事一报"),
        ("over-length", "500字"),
        ("no-signer", "签发人"),
        ("address-unregistered", "尚未在我们这里登记"),
        ("on-behalf", "代报"),
        ("unit-inferred", "发件邮箱认定"),
    ],
)
def test_a_receipt_says_in_text_and_html_how_to_mend_what_is_missing(
    composer: Composer, case: tuple[str, str]
) -> None:
    flag, words = case
    rendered = composer.words(
        "receipt", ReceiptFacts("x", replace(ITEM, flags=(flag,)))
    )
    assert words in rendered.text
    assert words in rendered.html


def test_a_receipt_for_a_stranger_holds_nothing_of_the_units_standing(
    composer: Composer,
) -> None:
    words = composer.words(
        "receipt", ReceiptFacts("x", replace(ITEM, flags=("address-unregistered",)))
    )
    assert "应报" not in words.text + words.html


# --- headers --------------------------------------------------------------------------


def _word_is_whole(word: bytes) -> bool:
    ((raw, charset),) = decode_header(word.decode("ascii"))
    assert isinstance(raw, bytes)
    raw.decode(charset or "ascii")
    return len(word) <= 75


@settings(deadline=None)
@given(
    st.text(
        alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x2FFFF), max_size=200
    )
)
def test_r15_any_subject_comes_back_as_it_was_and_each_word_decodes_alone(
    text: str,
) -> None:
    parcel = COMPOSER.compose("hint", HintFacts(text, "", NOW), TO, NOW)
    message = _parsed(parcel.content)
    assert str(message["Subject"]) == parcel.subject
    head = parcel.content.partition(b"\r\n\r\n")[0]
    assert all(
        _word_is_whole(word)
        for word in re.findall(rb"=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=", head)
    )


def test_r15_a_long_chinese_file_name_comes_back(composer: Composer) -> None:
    name = "关于2026年第一季度政务信息报送采用情况的通报" * 3 + "明细.xlsx"
    file = MessageFile(
        name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"
    )
    message = _parsed(
        composer.compose(
            "circular", SAMPLES["circular"], replace(TO, files=(file,)), NOW
        ).content
    )
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == name
    assert attached.get_content() == b"PK"


@given(
    st.text(
        alphabet=st.characters(exclude_categories=("Cs", "Cc")),
        min_size=1,
        max_size=100,
    )
)
def test_r15_encoded_words_hold_whole_characters_and_give_the_text_back(
    text: str,
) -> None:
    pieces = encoded(text)
    assert str(make_header(decode_header(" ".join(pieces)))) == text
    assert pieces == [text] or all(_word_is_whole(piece.encode()) for piece in pieces)


def test_r15_a_long_chinese_sender_name_comes_back() -> None:
    name = "宁夏回族自治区交通运输厅办公室（政务信息报送）"
    sender = Sender(office="办公室", name=name, address="xinxi@example.gov.cn")
    content = Composer(sender).compose("hint", SAMPLES["hint"], TO, NOW).content
    raw = email.message_from_bytes(content)["From"]
    # the newer interface of the library leaves a blank between neighbouring words of a
    # name
    assert str(make_header(decode_header(raw))) == f"{name} <xinxi@example.gov.cn>"


def test_a_name_with_marks_in_it_stays_one_address() -> None:
    odd = Sender(
        office="办公室",
        name='厅, "政务"\r\nBcc: a@b.cn',
        address="xinxi@example.gov.cn",
    )
    message = _parsed(Composer(odd).compose("hint", SAMPLES["hint"], TO, NOW).content)
    assert [one.addr_spec for one in message["From"].addresses] == [
        "xinxi@example.gov.cn"
    ]
    assert "Bcc" not in message


# --- an office's own templates --------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "{{ nobody_said_this }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ 'a' * 100000000 }}",
        "{{ 10 ** 10 }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}xxxxxxxxxx{% endfor %}{% endfor %}",
        "{% for %}",
        "{{ item.title.nothing() }}",
        "{% include 'no/such.txt' %}",
    ],
)
def test_p40_a_bad_template_is_named_and_reaches_nothing(
    tmp_path: Path, source: str
) -> None:
    (tmp_path / "receipt").mkdir()
    (tmp_path / "receipt" / "body.txt").write_text(source, encoding="utf-8")
    composer = Composer(SENDER, [tmp_path])
    with pytest.raises(ComposingError, match=r"receipt/body\.txt"):
        composer.compose("receipt", SAMPLES["receipt"], TO, NOW)
    assert composer.compose("hint", SAMPLES["hint"], TO, NOW).content


def test_an_office_may_override_one_template_and_the_version_tells(
    tmp_path: Path,
) -> None:
    (tmp_path / "receipt").mkdir()
    (tmp_path / "receipt" / "subject.txt").write_text(
        "收悉 {{ item.serial }}", encoding="utf-8"
    )
    own = Composer(SENDER, [tmp_path])
    assert own.words("receipt", SAMPLES["receipt"]).subject == "收悉 2026-0123"
    assert own.version("receipt") != Composer(SENDER).version("receipt")
    assert own.version("hint") == Composer(SENDER).version("hint")


def test_facts_of_another_kind_are_refused(composer: Composer) -> None:
    with pytest.raises(ComposingError, match="ReceiptFacts"):
        composer.words("receipt", SAMPLES["hint"])


@pytest.mark.parametrize("kind", SAMPLES)
def test_facts_are_kept_as_plain_data(kind: str) -> None:
    def plain(value: object) -> bool:
        if isinstance(value, dict):
            return all(
                isinstance(key, str) and plain(each) for key, each in value.items()
            )
        if isinstance(value, list):
            return all(plain(each) for each in value)
        return value is None or type(value) in {str, int, float, bool}

    facts: Facts = SAMPLES[kind]
    assert plain(as_json(facts))


def test_facts_keep_moments_as_text() -> None:
    item = Understood("1", "t", "", "", "", NOW)
    kept = as_json(ReceiptFacts("s", item))
    assert kept["item"]["arrived_at"] == NOW.isoformat()
    assert date.fromisoformat(kept["item"]["arrived_at"][:10]) == NOW.date()
