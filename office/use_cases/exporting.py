"""How does everything on record come out as open files, for whoever goes on without
this program?

Mails and messages as .eml, items as texts, sheets as workbooks, every table as lines of
JSON, and a manifest with the SHA-256 of each file. All of it is of one moment. The
folder gets its name when it is whole: what was cut off in the middle cannot be taken
for an export.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from ledger import plain_rows, roster, scores
from ledger.database import Connection
from ledger.entries.submissions import STATE_WORDS, Submission, SubmissionWords
from ledger.faults import ToldError
from ledger.periods import parse_period
from ledger.submissions import listing
from notify.chinese import moment
from office.service.parts import Service
from office.use_cases.explaining import ExplainContext
from office.use_cases.register import EmptyRegisterError, RegisterQuery, register
from office.use_cases.register_tables import file_name, register_file

_README = """\
{office}政务信息报送记录，{at}导出。

originals/   收到的每一封来信的原件（.eml，任何邮件程序都能打开），文件名是内容的 SHA-256
items/       每一件报送件：登记内容、来信正文、附件里读出的文字
messages/    本系统发出的、拟好的每一封信（.eml），文件名是发件箱里的编号
sheets/      各年的台账（.xlsx），已审定通报的附件，每一次存档的得分（.json）
record/      全部记录，一张表一个文件，一行一条（JSON Lines，UTF-8），时间都带时区
manifest.json  以上每个文件的大小和 SHA-256，可据以核对有没有缺损

已涉密封存、已按规定清除的，这里也没有。
里面有人名、电话和邮箱，请按个人信息保管；以后在系统里删除某人的联系方式，删不到这里，请另行处理。
"""


_ITEMS_AT_ONCE = 200
"""Items whose words are read together; a manuscript may be long."""


class ExportError(ToldError):
    """The folder cannot be written."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(f"export {folder}: {what}; nothing was exported")


class ExportCounts(NamedTuple):
    """How much was written."""

    originals: int
    items: int
    messages: int
    sheets: int
    rows: int
    files: int


class _Folder:
    """A folder that is being filled, and the manifest of what lies in it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.files: list[dict[str, Any]] = []

    def put(self, path: str, content: bytes) -> None:
        """A file; `path` is relative to the folder, its parts parted by /."""
        file = self.place.joinpath(*PurePosixPath(path).parts)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        self.list(path, len(content), hashlib.sha256(content).hexdigest())

    def put_lines(self, path: str, values: Iterator[dict[str, Any]]) -> int:
        """A file of JSON, a line for each value; how many."""
        file = self.place.joinpath(*PurePosixPath(path).parts)
        file.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        count = 0
        with file.open("wb") as out:
            for value in values:
                line = (json.dumps(value, ensure_ascii=False) + "\n").encode()
                digest.update(line)
                out.write(line)
                count += 1
        self.list(path, file.stat().st_size, digest.hexdigest())
        return count

    def list(self, path: str, size: int, sha256: str) -> None:
        """Notes a file for the manifest."""
        self.files.append({"path": path, "bytes": size, "sha256": sha256})


def export(
    service: Service,
    conn: Connection,
    folder: Path,
    told: Callable[[str], None] = lambda _: None,
) -> ExportCounts:
    """Fills a new folder with everything; `told` hears what is being written.
    ExportError.
    """
    with _filling(folder) as into:
        made_at = service.clock()
        office = service.settings.office.name
        into.put("说明.txt", _README.format(office=office, at=moment(made_at)).encode())
        told("originals")
        for mail in plain_rows.mails(conn):
            into.put(f"originals/{mail.name[:2]}/{mail.name}.eml", mail.content)
        told("messages")
        for message in plain_rows.messages(conn):
            into.put(f"messages/{message.name}.eml", message.content)
        told("items")
        items = listing.listed(conn)
        names = roster.unit_names(conn)
        for at in range(0, len(items), _ITEMS_AT_ONCE):
            batch = items[at : at + _ITEMS_AT_ONCE]
            words = listing.words_of_several(conn, [item.serial for item in batch])
            for item in batch:
                said = item_text(item, names, words[item.serial])
                into.put(f"items/{item.serial}.txt", said.encode())
        told("sheets")
        context = ExplainContext(
            service.rulebook, service.clock(), service.read_calendar()
        )
        for code in sorted({str(item.day.year) for item in items}):
            year = parse_period(code)
            with suppress(EmptyRegisterError):
                found = register(conn, context, RegisterQuery(year))
                into.put(
                    f"sheets/{file_name(year)}", register_file(found, service.clock())
                )
        for file in plain_rows.circulars_as_approved(conn):
            into.put(f"sheets/{file.name.replace('/', '-')}", file.content)
        for revision in scores.everything(conn):
            text = json.dumps(revision.sheet, ensure_ascii=False, indent=1)
            period = revision.period.replace("/", "-")
            into.put(f"sheets/score-{period}-{revision.revision}.json", text.encode())
        told("record")
        rows = 0
        for name in plain_rows.table_names():
            rows += into.put_lines(
                f"record/{name}.jsonl", plain_rows.rows_of(conn, name)
            )
        manifest = {
            "office": office,
            "made_at": made_at.isoformat(),
            "not_included": dict(plain_rows.LEFT_OUT),
            "files": into.files,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (into.place / "manifest.json").write_text(text, encoding="utf-8")
    counts = Counter(file["path"].partition("/")[0] for file in into.files)
    return ExportCounts(
        originals=counts["originals"],
        items=counts["items"],
        messages=counts["messages"],
        sheets=counts["sheets"],
        rows=rows,
        files=len(into.files),
    )


@contextmanager
def _filling(folder: Path) -> Iterator[_Folder]:
    """A folder beside the wanted one, which gets its name when the block has ended
    well; ExportError.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportError(
            folder,
            "is there already, and nothing in it is overwritten; name another folder",
        )
    partial = folder.with_name(f"{folder.name}.part")
    try:
        partial.mkdir(mode=0o700)
    except FileExistsError:
        left = f"{partial.name} is left from an export that was cut off; delete it and try again"
        raise ExportError(folder, left) from None
    except OSError as fault:
        raise ExportError(folder, f"cannot be made: {fault.strerror}") from None
    try:
        yield _Folder(partial)
        partial.rename(folder)
    except OSError as fault:
        shutil.rmtree(partial, ignore_errors=True)
        raise ExportError(
            folder, f"cannot be written: {fault.strerror}; is the disk full?"
        ) from None
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def item_text(
    item: Submission, names: Mapping[int, str], words: SubmissionWords
) -> str:
    """One item as a text that can be read without any program."""
    units = "＋".join(names[unit_id] for unit_id in item.unit_ids)
    authors = "、".join(" ".join(filter(None, author)) for author in item.authors)
    said = [
        f"编号：{item.serial}",
        f"单位：{units or '待核'}",
        f"标题：{item.title}",
        f"类别：{item.category}",
        f"撰稿人：{authors}",
        f"签发人：{item.signer}",
        f"到达：{moment(item.arrived_at)}",
        f"计入日期：{item.day}",
        f"状态：{STATE_WORDS[item.state]}",
        *(f"附件：{file.name}（SHA-256 {file.sha256}）" for file in item.attachments),
        "",
        "—— 来信正文 ——",
        words.text,
        "",
        "—— 附件里读出的文字 ——",
        words.manuscript,
    ]
    return "\n".join(said) + "\n"
