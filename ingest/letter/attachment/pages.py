"""What does a document of finished pages say: a PDF, or an OFD (GB/T 33190)?

The text layer, page by page. A file without one is a scan; a password is reported, never tried. Seals,
pictures and paths are not read.
"""

import re

import pypdfium2
from lxml import etree

from ingest.letter.attachment.archive import Archive

_MOST_PAGES = 200
_LONGEST_PDF = 500_000
_OFD_PAGE = re.compile(r".*/Page_(\d+)/Content\.xml", re.IGNORECASE)


class LockedPdfError(Exception):
    """A PDF that needs a password."""

    def __init__(self) -> None:
        super().__init__("the PDF needs a password; ask the sender for an open copy")


def pdf_text(raw: bytes) -> str:
    """The text layer of a PDF, "" for a scan; raises LockedPdfError or PdfiumError."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise LockedPdfError from fault
        raise
    texts: list[str] = []
    length = 0
    try:
        for number in range(min(len(document), _MOST_PAGES)):
            page = document[number]
            layer = page.get_textpage()
            texts.append(str(layer.get_text_bounded()).strip())
            layer.close()
            page.close()
            length += len(texts[-1])
            if length > _LONGEST_PDF:
                break
    finally:
        document.close()
    return "\n".join(filter(None, texts))


def ofd_text(raw: bytes) -> str:
    """The text codes of an OFD in the order of its pages, "" where they hold none.

    Raises what zipfile and lxml raise on a broken one.
    """
    texts: list[str] = []
    with Archive(raw) as archive:
        found = filter(None, map(_OFD_PAGE.fullmatch, archive.names))
        for page in sorted(found, key=lambda page: (int(page[1]), page[0]))[:_MOST_PAGES]:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(archive.read(page[0]), parser)
            lines = ["".join(code.itertext()).strip() for code in root.iter("{*}TextObject")]
            texts.append("\n".join(filter(None, lines)))
    return "\n\n".join(filter(None, texts))
