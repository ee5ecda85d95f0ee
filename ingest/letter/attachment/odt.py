"""What does a text document of OpenDocument say (.odt: LibreOffice, and WPS where it is told to)?

Body with its tables in order, notes, text boxes, headers and footers; comments, deletions, what is hidden and
descriptions of pictures are left out. A password is reported, never tried.
"""

import re

from lxml import etree

from ingest.letter.attachment.archive import Archive
from ingest.letter.attachment.document import DocumentBuilder, DocumentText, EncryptedDocumentError, Story

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
_BLANKS = re.compile("[ \\t\\r\\n]+")
_MOST_BLANKS = 200


def odt_text(raw: bytes) -> DocumentText:
    """The text of an .odt; raises EncryptedDocumentError and what zipfile and lxml raise on a broken one."""
    builder = DocumentBuilder()
    with Archive(raw) as archive:
        if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise EncryptedDocumentError
        for name, place in (("content.xml", "{*}body"), ("styles.xml", "{*}master-styles")):
            if name in archive.names:
                parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
                found = etree.fromstring(archive.read(name), parser).find(place)
                if found is not None:
                    _walk(found, builder)
    return builder.document()


def _walk(root: etree._Element, builder: DocumentBuilder) -> None:
    open_paragraphs = [0]  # in each text that is open: between paragraphs stand no words
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if event == "start" and name in _LEFT_OUT:
            walk.skip_subtree()
        elif event == "start":
            if name in _STORIES:
                open_paragraphs.append(0)
            open_paragraphs[-1] += name in _PARAGRAPHS
            _start(name, element, builder)
            if open_paragraphs[-1]:
                builder.lines.add(_words(element.text))
        else:
            if name not in _LEFT_OUT:
                _end(name, builder)
                open_paragraphs[-1] -= name in _PARAGRAPHS
                if name in _STORIES:
                    open_paragraphs.pop()
            if open_paragraphs[-1] and element is not root:
                builder.lines.add(_words(element.tail))


def _start(name: str, element: etree._Element, builder: DocumentBuilder) -> None:
    lines = builder.lines
    if name in _STORIES:
        builder.begin(_STORIES[name])
    elif name == "s":
        count = element.get(f"{{{etree.QName(element).namespace}}}c", "1")
        lines.add(" " * min(int(count), _MOST_BLANKS))
    elif name == "tab":
        lines.add("\t")
    elif name == "line-break":
        lines.end_line()
    elif name == "table":
        lines.begin_table()
    elif name == "table-row":
        lines.begin_row()
    elif name == "table-cell":
        lines.begin_cell()


def _end(name: str, builder: DocumentBuilder) -> None:
    lines = builder.lines
    if name in _STORIES:
        builder.end()
    elif name in _PARAGRAPHS:
        lines.end_line()
    elif name == "table-cell":
        lines.end_cell()
    elif name == "table":
        lines.end_table()


def _words(text: str | None) -> str:
    """Words between two tags; blanks of the source in a row are one (ODF 1.2 part 1, 6.1.2)."""
    return _BLANKS.sub(" ", text) if text else ""
