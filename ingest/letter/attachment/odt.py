"""What does a text document of OpenDocument say (.odt: LibreOffice, and WPS where it is
told to)?

Body with its tables in order, notes, text boxes, headers and footers; comments, what is
hidden and descriptions of pictures are left out. So are tracked deletions, but for a
text apart in which a 密级 mark is sought. A password is reported, never tried.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from ingest.letter.attachment.archive import Archive
from ingest.letter.attachment.document import (
    DocumentBuilder,
    DocumentText,
    EncryptedDocumentError,
    Story,
)
from ingest.letter.attachment.lines import LineBuilder

_LEFT_OUT = frozenset((
    "annotation", "tracked-changes", "hidden-text", "hidden-paragraph", "ruby-text", "note-citation", "title",
    "desc", "binary-data", "covered-table-cell", "sequence-decls", "variable-decls", "user-field-decls",
    "font-face-decls", "scripts", "automatic-styles", "forms",
))  # fmt: skip
_STORIES = {
    "note-body": Story.NOTE,
    "text-box": Story.BOX,
    "header": Story.HEADER,
    "header-left": Story.HEADER,
    "header-first": Story.HEADER,
    "footer": Story.FOOTER,
    "footer-left": Story.FOOTER,
    "footer-first": Story.FOOTER,
}
_PARAGRAPHS = ("p", "h")
# What an element does to the lines where it begins and where it ends.
_AT_START: dict[str, Callable[[LineBuilder], None]] = {
    "line-break": LineBuilder.end_line,
    "table": LineBuilder.begin_table,
    "table-row": LineBuilder.begin_row,
    "table-cell": LineBuilder.begin_cell,
}
_AT_END: dict[str, Callable[[LineBuilder], None]] = {
    **dict.fromkeys(_PARAGRAPHS, LineBuilder.end_line),
    "table-cell": LineBuilder.end_cell,
    "table": LineBuilder.end_table,
}
_BLANKS = re.compile("[ \\t\\r\\n]+")
_MOST_BLANKS = 200


def odt_text(raw: bytes) -> DocumentText:
    """The text of an .odt; raises EncryptedDocumentError and what zipfile and lxml
    raise on a broken one.
    """
    parts: list[etree._Element] = []
    with Archive(raw) as archive:
        if (
            "META-INF/manifest.xml" in archive.names
            and b"encryption-data" in archive.read("META-INF/manifest.xml")
        ):
            raise EncryptedDocumentError
        for name, place in (
            ("content.xml", "{*}body"),
            ("styles.xml", "{*}master-styles"),
        ):
            if name in archive.names:
                parser = etree.XMLParser(
                    resolve_entities=False, no_network=True, remove_comments=True
                )
                found = etree.fromstring(archive.read(name), parser).find(place)
                if found is not None:
                    parts.append(found)
    said = DocumentBuilder()
    for part in parts:
        _walk(part, said, {})
    deleted: dict[str, str] = {}
    for part in parts:
        for region in part.iter("{*}changed-region"):
            lines: list[str] = []
            for each in region.iterfind("{*}deletion/*"):
                if (
                    etree.QName(each).localname != "change-info"
                ):  # who deleted it, and when
                    lines.append(_words("".join(map(str, each.itertext()))))
            if any(lines):
                deleted.update(
                    (str(value), "\n".join(lines)) for value in region.attrib.values()
                )
    if not deleted:
        return said.document()
    everything = DocumentBuilder()
    for part in parts:
        _walk(part, everything, deleted)
    return replace(
        said.document(), whole=tuple(text for _, text in everything.document().stories)
    )


def _walk(
    root: etree._Element, builder: DocumentBuilder, deleted: Mapping[str, str]
) -> None:
    """Add what a part says; where a change is marked whose id is in `deleted`, that
    text too.
    """
    open_paragraphs = [
        0
    ]  # in each text that is open: between paragraphs stand no words
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if event == "start" and name in _LEFT_OUT:
            walk.skip_subtree()
        elif event == "start":
            if name in _STORIES:
                open_paragraphs.append(0)
                builder.begin(_STORIES[name])
            elif name == "s":
                count = element.get(f"{{{etree.QName(element).namespace}}}c", "1")
                builder.lines.add(" " * min(int(count), _MOST_BLANKS))
            elif name == "tab":
                builder.lines.add("\t")
            elif name == "change":
                for value in map(str, element.attrib.values()):
                    builder.lines.add(deleted.get(value, ""))
            elif name in _AT_START:
                _AT_START[name](builder.lines)
            open_paragraphs[-1] += name in _PARAGRAPHS
            if open_paragraphs[-1]:
                builder.lines.add(_words(element.text))
        else:
            if name in _STORIES:
                builder.end()
                open_paragraphs.pop()
            elif name in _AT_END:
                _AT_END[name](builder.lines)
                open_paragraphs[-1] -= name in _PARAGRAPHS
            if open_paragraphs[-1] and element is not root:
                builder.lines.add(_words(element.tail))


def _words(text: str | None) -> str:
    """Words between two tags; blanks of the source in a row are one (ODF 1.2 part 1,
    6.1.2).
    """
    return _BLANKS.sub(" ", text) if text else ""
