"""Which parts of a letter are its words, which its files, and which neither?

Plain text is preferred where the same words also come as HTML; attached mails and the parts of a delivery
report are kept apart; pictures inside the text and signatures are nothing at all. The files' text is read
elsewhere.
"""

import re
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from ingest.letter.attachment.markup import html_text
from ingest.letter.bigfile import BigFile, big_files
from ingest.letter.bounds import LONGEST_HTML, LONGEST_TEXT
from ingest.letter.charset.parameters import decode_parameter
from ingest.letter.charset.text import Decoded, codec_of, decode_bytes
from ingest.letter.charset.words import decode_header
from ingest.letter.filename import safe_name
from ingest.letter.quotation import split_quotation
from ingest.letter.tree import MimePart, label_of

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_META_WITHIN = 4_096
_REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
    }
)
_MESSAGES = frozenset({"message/rfc822", "message/global", "message/global-headers"})
_NOTHING = re.compile(r"application/(?:x-)?(?:pkcs7-signature|pgp-signature)|text/calendar|text/x-amp-html")
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/zip": ".zip",
    "application/ms-tnef": ".dat",
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
}


class LetterFile(NamedTuple):
    """One file of the letter: its harmless name, its declared type, its bytes, and how its name was read."""

    name: str
    type: str
    content: bytes
    naming: Decoded


class BodyText(NamedTuple):
    """A text of the body: the sender's own words, what is quoted, and how they were read."""

    own: str
    quoted: str
    read: Decoded
    is_html: bool


class BodyParts(NamedTuple):
    """What was found in the parts, each in the order of the letter.

    `linked` are files left at the mail provider, also where the form that links to them is not the one shown.
    """

    words: tuple[BodyText, ...] = ()
    files: tuple[LetterFile, ...] = ()
    attached_mail: tuple[str, ...] = ()
    attached_files: tuple[LetterFile, ...] = ()
    report: tuple[str, ...] = ()
    linked: tuple[BigFile, ...] = ()
    linked_in_quotation: tuple[BigFile, ...] = ()


def gather(root: MimePart) -> BodyParts:
    """Sort the parts of a letter into words, files, attached mail and report."""
    found = _sort(root, root)
    files = (
        file._replace(name=file.name or f"附件{n}{_extension(file)}") for n, file in enumerate(found.files, 1)
    )
    return found._replace(files=tuple(files))


def _sort(part: MimePart, within: MimePart) -> BodyParts:
    """What `part`, found within the part `within`, brings to the letter."""
    if part.kind in _REPORTS or (part.kind in _MESSAGES and within.kind == "multipart/report"):
        return BodyParts(report=(_report(part),))
    if part.kind in _MESSAGES:
        return _attached(part)
    if part.parts:
        found = _together(_sort(child, part) for child in part.parts)
        return _chosen(found) if part.kind == "multipart/alternative" else found
    if _is_words(part):
        return _with_links(_words(part))
    return BodyParts() if _is_nothing(part, within) else BodyParts(files=(_file(part),))


def _together(found: Iterable[BodyParts]) -> BodyParts:
    return BodyParts(*(tuple(chain.from_iterable(column)) for column in zip(*found, strict=True)))


def _chosen(forms: BodyParts) -> BodyParts:
    """Of several forms of the same words take the plain ones (RFC 2046 §5.1.4), unless they are empty."""
    plain = tuple(words for words in forms.words if not words.is_html)
    return forms._replace(words=plain) if any(words.own or words.quoted for words in plain) else forms


def _is_words(part: MimePart) -> bool:
    if part.kind.startswith("multipart/"):
        return True  # a multipart without parts: what it holds is text
    is_text = part.kind in {"text/plain", "text/html", "text/enriched", "text/markdown"}
    return is_text and part.disposition != "attachment" and _declared_name(part) is None


def _is_nothing(part: MimePart, within: MimePart) -> bool:
    if _NOTHING.fullmatch(part.kind) and part.disposition != "attachment":
        return True
    if not part.kind.startswith("image/"):
        return not part.content
    return (
        part.disposition == "inline" or bool(part.first("content-id")) or within.kind == "multipart/related"
    )


def _words(part: MimePart) -> BodyText:
    if part.kind != "text/html":
        read = _bounded(part, label_of(part), LONGEST_TEXT)
        own, quoted = split_quotation(read.text)
        return BodyText(own, quoted, read, is_html=False)
    read = _decoded_html(part)
    shown = html_text(read.text)
    split = split_quotation(shown.text[:LONGEST_TEXT])
    quoted = "\n".join(piece for piece in (split.quoted, shown.quoted[:LONGEST_TEXT]) if piece)
    return BodyText(split.own, quoted, read, is_html=True)


def _with_links(words: BodyText) -> BodyParts:
    """The words and the files they link to, those told of in a quotation apart."""
    told = [(file, _is_quoted(file, words)) for file in big_files(words.read.text)]
    own = tuple(file for file, quoted in told if not quoted)
    return BodyParts((words,), linked=own, linked_in_quotation=tuple(file for file, quoted in told if quoted))


def _is_quoted(file: BigFile, words: BodyText) -> bool:
    """By its link in plain text, by its name in HTML, whose links are not shown."""
    signs = [sign for sign in (file.link, file.name) if sign]
    return any(sign in words.quoted for sign in signs) and not any(sign in words.own for sign in signs)


def _decoded_html(part: MimePart) -> Decoded:
    """HTML names its own charset; it is asked only where the part's label is no help."""
    label = label_of(part)
    if codec_of(label) is None and (found := _META_CHARSET.search(part.content[:_META_WITHIN])):
        label = found[1].decode("ascii")
    return _bounded(part, label, LONGEST_HTML)


def _bounded(part: MimePart, label: str | None, most: int) -> Decoded:
    """The text of a part, at most `most` characters of it; the original stays whole."""
    read = decode_bytes(part.content[: 4 * most], label)
    if len(part.content) <= 4 * most and len(read.text) <= most:
        return read
    return read._replace(text=read.text[:most], repairs=(*read.repairs, f"正文过长，只读取前{most}字"))


def _declared_name(part: MimePart) -> Decoded | None:
    """The file name by the strongest of the four ways to give it (R32)."""
    disposition, kind = part.first("content-disposition"), part.first("content-type")
    ways = ((disposition, "filename"), (kind, "name"), (kind, "filename"), (disposition, "name"))
    found = (decode_parameter(raw, name) for raw, name in ways)
    return next((name for name in found if name is not None and name.text), None)


def _file(part: MimePart) -> LetterFile:
    naming = _declared_name(part) or Decoded("")
    return LetterFile(safe_name(naming.text, ""), part.kind, part.content, naming)


def _extension(file: LetterFile) -> str:
    return _EXTENSIONS.get(file.type, "")


def _attached(part: MimePart) -> BodyParts:
    """An attached mail: its head and all its words as one text, its files kept apart (P22)."""
    texts: list[str] = []
    files: list[LetterFile] = []
    for message in part.parts:
        inner = gather(message)
        head = [f"{name}：{_shown(message, key)}" for key, name in (("from", "发件人"), ("subject", "主题"))]
        words = [text for found in inner.words for text in (found.own, found.quoted) if text]
        texts.append("\n".join([*head, *words, *inner.report, *inner.attached_mail])[:LONGEST_TEXT])
        files.extend([*(f for f in inner.files if f.type not in _MESSAGES), *inner.attached_files])
    if not part.parts and part.content.strip():
        texts.append(decode_bytes(part.content).text[:LONGEST_TEXT])
    return BodyParts(files=(_file(part),), attached_mail=tuple(texts), attached_files=tuple(files))


def _shown(message: MimePart, name: str) -> str:
    return decode_header(message.first(name)).text


def _report(part: MimePart) -> str:
    """The fields of a report part, or the head of the returned message, as text (RFC 3464, 6522)."""
    if part.content.strip():
        return decode_bytes(part.content, label_of(part)).text[:LONGEST_TEXT]
    blocks = (
        "\n".join(f"{field.name}: {decode_header(field.value).text}" for field in group.fields)
        for group in part.parts
    )
    return "\n\n".join(blocks)[:LONGEST_TEXT]
