"""What does an OFD file (GB/T 33190) say?

The text codes of every page, in the order of the pages. Seals, pictures and paths are not read.
"""

import re

from lxml import etree

from ingest.letter.attachment.archive import Archive

_PAGE = re.compile(r".*/Page_(\d+)/Content\.xml", re.IGNORECASE)
_MOST_PAGES = 200


def ofd_text(raw: bytes) -> str:
    """The text of an .ofd, "" where its pages hold none; raises what zipfile and lxml raise."""
    with Archive(raw) as archive:
        pages = sorted((int(found[1]), name) for name in archive.names if (found := _PAGE.fullmatch(name)))
        return "\n\n".join(filter(None, (_page(archive.read(name)) for _, name in pages[:_MOST_PAGES])))


def _page(raw: bytes) -> str:
    root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    texts = ("".join(code.itertext()) for code in root.iter("{*}TextObject"))
    return "\n".join(text.strip() for text in texts if text.strip())
