"""Which parts of a letter are its words, which its files, and which neither?

Of the same words as plain text and as HTML the form that says more is taken (`forms`).
Attached mails and the parts of a delivery report are kept apart; pictures inside the
text and signatures are nothing at all. The files' text is read elsewhere.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.letter.attachment.markup import html_text
from ingest.letter.bigfile import BigFile, big_files
from ingest.letter.bounds import LONGEST_HTML, LONGEST_TEXT
from ingest.letter.charset.text import Decoded, codec_of, decode_bytes
from ingest.letter.charset.words import decode_header, decode_parameter
from ingest.letter.forms import html_says_more, says_all_of
from ingest.letter.quotation import split_quotation
from ingest.letter.tree import MimePart, label_of

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE
)
_META_WITHIN = 4_096
_OPENS_AS_HTML = re.compile(
    rb"[\s\xef\xbb\xbf]{0,20}<(?:!doctype html|html[\s>])", re.IGNORECASE
)
_TAG = re.compile(rb"<[!/]?[a-z]|&(?:#\d|[a-z]+;)", re.IGNORECASE)
_TEXTS = frozenset({"text/plain", "text/html", "text/enriched", "text/markdown"})
_REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
    }
)
_MESSAGES = frozenset({"message/rfc822", "message/global", "message/global-headers"})
_NOTHING = re.compile(
    r"application/(?:x-)?(?:pkcs7-signature|pgp-signature)|text/calendar|text/x-amp-html"
)
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/zip": ".zip",
    "application/ms-tnef": ".dat",
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
}

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
# Names that Windows keeps for devices, whatever extension follows.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_LONGEST_NAME = 120


class LetterFile(NamedTuple):
    """One file of the letter: its harmless name, its declared type, its bytes, and how
    its name was read.
    """

    name: str
    type: str
    content: bytes
    naming: Decoded


class BodyText(NamedTuple):
    """A text of the body: the sender's own words, what is quoted, and how they were
    read.
    """

    own: str
    quoted: str
    read: Decoded
    is_html: bool
    fields: int = 0
    """How many labelled cells of its tables became fields."""

    @property
    def all(self) -> str:
        """Own and quoted words together."""
        return f"{self.own}\n{self.quoted}"


@dataclass(frozen=True, slots=True)
class BodyParts:
    """What was found in the parts, each in the order of the letter; filled by `gather`
    and then only read.

    `attached_mail` is the text of attached mails and `attached_files` are the files in
    them; `report` is the text of the parts of a delivery report. `linked` are files
    left at the mail provider, also where the form that links to them is not the one
    shown. `unshown` are the words of a form that is not read, and texts with what is
    hidden or struck out in them: a mark may stand there.
    """

    words: list[BodyText] = field(default_factory=list)
    files: list[LetterFile] = field(default_factory=list)
    attached_mail: list[str] = field(default_factory=list)
    attached_files: list[LetterFile] = field(default_factory=list)
    report: list[str] = field(default_factory=list)
    linked: list[BigFile] = field(default_factory=list)
    linked_in_quotation: list[BigFile] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)


def gather(root: MimePart) -> BodyParts:
    """Sort the parts of a letter into words, files, attached mail and report; a
    nameless file gets a name.
    """
    found = BodyParts()
    _sort(root, root, found)
    # Not every program marks its forms: what a text in the other form says too is said
    # once.
    plain = [text for text in found.words if not text.is_html]
    html = [text for text in found.words if text.is_html]
    kept: list[BodyText] = []
    for text in found.words:
        others = plain if text.is_html else html
        repeated_by = [other for other in others if says_all_of(other.own, text.all)]
        if not text.is_html:  # where both say the same, the plain one stays
            repeated_by = [
                other for other in repeated_by if not says_all_of(text.own, other.all)
            ]
        if not repeated_by:
            kept.append(text)
    found.words[:] = kept
    for place, file in enumerate(found.files):
        if not file.name:
            found.files[place] = file._replace(
                name=f"附件{place + 1}{_EXTENSIONS.get(file.type, '')}"
            )
    return found


def _sort(part: MimePart, within: MimePart, found: BodyParts) -> None:
    """Add what `part`, which lies in the part `within`, brings to the letter."""
    if part.kind in _REPORTS or (
        part.kind in _MESSAGES and within.kind == "multipart/report"
    ):
        found.report.append(_report_text(part))
    elif part.kind in _MESSAGES:
        _add_attached_mail(part, found)
    elif part.parts:
        before = len(found.words)
        for child in part.parts:
            _sort(child, part, found)
        if part.kind == "multipart/alternative":
            # Of several forms of the same words the plain texts, or the HTML if it has
            # clearly more of them.
            plain = [form for form in found.words[before:] if not form.is_html]
            html = [form for form in found.words[before:] if form.is_html]
            fields = sum(form.fields for form in html)
            said_plainly = "\n".join(form.all for form in plain)
            said_in_html = "\n".join(form.all for form in html)
            is_html = not plain or html_says_more(said_plainly, said_in_html, fields)
            found.unshown.extend(form.all for form in (plain if is_html else html))
            found.words[before:] = html if is_html else plain
    elif part.kind.startswith("multipart/"):
        # What a multipart without parts holds is text.
        _add_words(part, found)
    elif (
        part.kind in _TEXTS
        and part.disposition != "attachment"
        # One form of several may have a name all the same.
        and (within.kind == "multipart/alternative" or _declared_name(part) is None)
    ):
        _add_words(part, found)
    elif _NOTHING.fullmatch(part.kind) and part.disposition != "attachment":
        pass  # a signature, or a form of the words for programs
    elif part.kind.startswith("image/"):
        # A picture inside the text is no file.
        is_referred_to = part.disposition == "inline" or part.first("content-id") != b""
        if not is_referred_to and within.kind != "multipart/related":
            found.files.append(_file_of(part))
    elif part.content:
        found.files.append(_file_of(part))


def _add_words(part: MimePart, found: BodyParts) -> None:
    """Add a text of the body and the files it links to, those told of in a quotation
    apart.
    """
    # HTML by its first bytes, and else as declared unless it has no tag at all.
    is_html = _OPENS_AS_HTML.match(part.content) is not None
    if not is_html and part.kind == "text/html":
        is_html = _TAG.search(part.content) is not None
    label = label_of(part)
    if is_html and codec_of(label) is None:
        # HTML names its own charset; it is asked only where the part's label is no
        # help.
        named = _META_CHARSET.search(part.content[:_META_WITHIN])
        if named:
            label = named[1].decode("ascii")
    most = LONGEST_HTML if is_html else LONGEST_TEXT
    read = decode_bytes(part.content[: 4 * most], label)
    if (
        len(part.content) > 4 * most or len(read.text) > most
    ):  # the original stays whole
        read = read._replace(
            text=read.text[:most],
            repairs=(*read.repairs, f"正文过长，只读取前{most}字"),
        )

    if is_html:
        visible = html_text(read.text)
        own, quoted = split_quotation(visible.text[:LONGEST_TEXT])
        quoted = "\n".join(filter(None, (quoted, visible.quoted[:LONGEST_TEXT])))
        fields = visible.fields
        if visible.whole:
            found.unshown.append(visible.whole[:LONGEST_TEXT])
    else:
        fields = 0
        own, quoted = split_quotation(read.text)
    found.words.append(BodyText(own, quoted, read, is_html, fields))

    for file in big_files(read.text):
        # Plain text shows the link; HTML may show no more of a link than its file's
        # name.
        signs = list(filter(None, (file.link, file.name)))
        in_quotation = any(sign in quoted for sign in signs)
        if in_quotation and not any(sign in own for sign in signs):
            found.linked_in_quotation.append(file)
        else:
            found.linked.append(file)


def _file_of(part: MimePart) -> LetterFile:
    naming = _declared_name(part) or Decoded("")
    return LetterFile(safe_name(naming.text, ""), part.kind, part.content, naming)


def _declared_name(part: MimePart) -> Decoded | None:
    """The file name by the strongest of the four ways to give it (R32)."""
    for header, parameter in (
        ("content-disposition", "filename"),
        ("content-type", "name"),
        ("content-type", "filename"),
        ("content-disposition", "name"),
    ):
        name = decode_parameter(part.first(header), parameter)
        if name is not None and name.text:
            return name
    return None


def _add_attached_mail(part: MimePart, found: BodyParts) -> None:
    """Add an attached mail as a file, its head and all its words as one text, its files
    apart (P22).
    """
    found.files.append(_file_of(part))
    for message in part.parts:
        inner = gather(message)
        lines = [
            f"发件人：{decode_header(message.first('from')).text}",
            f"主题：{decode_header(message.first('subject')).text}",
        ]
        for words in inner.words:
            lines.extend(filter(None, (words.own, words.quoted)))
        lines.extend((*inner.report, *inner.attached_mail))
        found.attached_mail.append("\n".join(lines)[:LONGEST_TEXT])
        # A mail attached to the attached one is in `inner.attached_mail` already.
        found.attached_files.extend(
            file for file in inner.files if file.type not in _MESSAGES
        )
        found.attached_files.extend(inner.attached_files)
        found.unshown.extend(inner.unshown)
    if not part.parts and part.content.strip():
        found.attached_mail.append(decode_bytes(part.content).text[:LONGEST_TEXT])


def _report_text(part: MimePart) -> str:
    """The fields of a report part, or the head of the returned message, as text (RFC
    3464, 6522).
    """
    if part.content.strip():
        return decode_bytes(part.content, label_of(part)).text[:LONGEST_TEXT]
    blocks: list[str] = []
    for group in part.parts:
        lines = [
            f"{line.name}: {decode_header(line.value).text}" for line in group.fields
        ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)[:LONGEST_TEXT]


def safe_name(name: str, otherwise: str) -> str:
    """The file name `name` made harmless to show and to save, or `otherwise` where
    nothing of it is left.

    The sender's name is a hint (R35, RFC 2183 §2.3): no path, no control character, no
    reserved name, at most 120 characters.
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = _FORBIDDEN.sub("_", " ".join(last.split())).strip(" .")
    if not kept:
        return otherwise
    if _RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    if len(kept) <= _LONGEST_NAME:
        return kept
    extension = _EXTENSION.search(kept)
    tail = extension[0] if extension else ""
    return kept[: _LONGEST_NAME - len(tail)] + tail
