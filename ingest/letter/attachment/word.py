"""What does a Word document in XML say?

Headers, body with its tables in order, text boxes, tracked insertions, foot- and endnotes, footers;
deletions and the old place of moved text are left out. Reads .docx and the single-file WordML that Kingsoft
also writes.
"""

import re

from lxml import etree

from ingest.letter.attachment.archive import Archive

# in the order of reading; python-docx would miss text boxes and insertions, both common in official templates
_PARTS = (
    r"word/header\d*\.xml",
    r"word/document\d*\.xml",
    r"word/(?:foot|end)notes\d*\.xml",
    r"word/footer\d*\.xml",
)
_LEFT_OUT = frozenset(
    ("moveFrom", "Fallback", "del", "instrText", "delText", "binData", "styles", "docPr", "fonts")
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TAGS = tuple(f"{{*}}{name}" for name in (*_LEFT_OUT, *_SIGNS, "t", "p", "tc", "tr", "txbxContent"))
_BLANK_LINES = re.compile(r"\n{3,}")


def docx_text(raw: bytes) -> str:
    """The text of a .docx; raises what zipfile and lxml raise on a broken one."""
    with Archive(raw) as archive:
        names = [name for form in _PARTS for name in sorted(archive.names) if re.fullmatch(form, name)]
        texts = [xml_text(archive.read(name)) for name in names]
    return "\n\n".join(dict.fromkeys(text for text in texts if text))


def xml_text(raw: bytes) -> str:
    """The text of one WordprocessingML part or WordML file."""
    root = etree.fromstring(
        raw, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    )
    out: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"), tag=_TAGS)
    for event, element in walk:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if event == "end":
            _close(name, out)
        elif name in _LEFT_OUT:
            walk.skip_subtree()
        elif name == "t":
            out.append(element.text or "")
        elif name in _SIGNS:
            out.append(_SIGNS[name])
        elif name == "txbxContent" and out and not out[-1].endswith("\n"):
            out.append("\n")
    return _tidy("".join(out))


def _close(name: str, out: list[str]) -> None:
    """What ends with the element `name`: a line, a cell, a row."""
    if name == "p":
        out.append("\n")
    elif name == "tc":
        _replace_end(out, "\t")
    elif name == "tr":
        _replace_end(out, "\n")


def _replace_end(out: list[str], end: str) -> None:
    while out and out[-1] in ("\n", "\t"):
        out.pop()
    out.append(end)


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
