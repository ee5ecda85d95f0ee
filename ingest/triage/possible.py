"""What speaks for a report in a letter that is set aside, and which item does a recall
mean?

Nothing of a registered address is set aside in silence: the office sees such letters in
a pile, each with a reason in a few words. Of a stranger only what looks like a report
is shown. Whether a letter is set aside is left to `judge`.
"""

import re

from ingest.letter.subject import parse_subject, remainder
from ingest.names.naming import find_units
from ingest.people.byline import read_byline
from ingest.people.labels import names_writer
from ingest.screening.trust import SenderTrust
from ingest.triage.facts import JudgingFacts
from ingest.triage.reading import LetterReading, units_mentioned
from ledger.entries.letters import Letter

_HAN = r"[\u4e00-\u9fff]"
_UNIT_PLUS_TITLE = re.compile(
    rf"^[^+＋]{{0,60}}?{_HAN}{{2,}}[^+＋]{{0,8}}[+＋]\s*[^+＋]{{0,8}}?{_HAN}{{4,}}"
)
_RECALLED = re.compile(r"[:：]\s*(?P<subject>.+)")
_SAYS_IT_REPORTS = re.compile(
    r"(?:信息|稿件|稿子|来稿|投稿)(?:\s*[一二三四五两\d]\s*[篇条则]|稿|报送|$)|[一二两\d][篇条则](?:政务|动态)?信息|报送.{0,6}(?:信息|稿)",
    re.MULTILINE,
)
_NOTE = 300
"""Characters of a covering note that say what it covers."""
_SUBJECT_BOUND = 300
_ALIKE = 0.85


def possible_report(letter: Letter, reading: LetterReading, known: JudgingFacts) -> str:
    """Why `letter`, which is set aside, may be a report all the same (Chinese); "" if
    nothing speaks for it.

    Something does of every letter from a registered address; nothing of a forged one.
    """
    if known.sender_trust(letter) is SenderTrust.FAILED:
        return ""
    signs: list[str] = []
    senders = known.units_of(letter)
    if senders:
        signs.append(f"发件地址是“{senders[0].name}”登记的")
    mentioned = units_mentioned(letter, reading, known.unit_names)
    own = {unit.id for unit in senders}
    others = [unit_id for unit_id in mentioned if unit_id not in own]
    if reading.naming.named:
        signs.append("主题写有单位名称")
    elif others:
        signs.append(f"来件提到“{known.unit(others[0]).name}”")
    if _UNIT_PLUS_TITLE.search(letter.subject[:_SUBJECT_BOUND]):
        signs.append("主题写成“单位+标题”")
    text = reading.manuscript.text if reading.manuscript else letter.text
    if names_writer(letter.text, text):
        signs.append("写有撰稿人")
    elif reading.manuscript is not None and any(
        author.name for author in read_byline([letter.text, text]).authors
    ):
        signs.append("文末有署名")
    elif _SAYS_IT_REPORTS.search(f"{letter.subject}\n{letter.text[:_NOTE]}"):
        signs.append("自称报送信息")
    if senders and letter.attachments:
        signs.append("带有附件")
    return "，".join(signs)


def recalled_item(letter: Letter, known: JudgingFacts) -> str:
    """Which item the sender wants back, for the end of a reason (Chinese); "" if it
    cannot be told.
    """
    found = _RECALLED.search(letter.subject[:_SUBJECT_BOUND])
    if found is None:
        return ""
    body = parse_subject(found["subject"]).body
    title = remainder(body, find_units(body, known.unit_names).spans)
    if not title:
        return ""
    units = known.unit_ids_of(letter)
    alike = (
        known.items.with_similar_title(title, _ALIKE, letter.arrived_at, units)
        if units
        else []
    )
    # An item of the same batch has no serial yet.
    serials = [each.item.serial for each in alike if each.item.serial[:1].isdigit()]
    return f"；要撤回的是“{title}”" + (
        f"（报送件 {serials[0]}），请核定" if serials else ""
    )
