"""How does a walk call the program? As a shell would, on the house's own settings,
within this process.
"""

from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from ledger.tables.complete import metadata
from office.cli.main import run
from tests.walks.house import House


@dataclass(frozen=True, slots=True)
class Shell:
    """The program as typed, on a house's own settings file."""

    house: House
    capfd: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        self.capfd.readouterr()
        code = run(["--config", str(self.house.settings_file), *arguments])
        out, err = self.capfd.readouterr()
        return code, out, err

    def refused(self, *arguments: str) -> str:
        """The one line the program refuses with; nothing was written, nothing
        printed.
        """
        before = contents(self.house)
        code, out, err = self(*arguments)
        assert (code, out) == (2, ""), (code, out, err)
        assert err.startswith("yishiyibao: ")
        assert err.count("\n") == 1, err
        assert "fault of the program" not in err
        assert contents(self.house) == before
        return err

    def change(self, old: str, new: str) -> None:
        """Changes the settings file."""
        text = self.house.settings_file.read_text(encoding="utf-8")
        assert old in text
        self.house.settings_file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, name: str, text: str) -> str:
        """A file beside the settings."""
        path = self.house.settings_file.with_name(name)
        path.write_text(text, encoding="utf-8")
        return str(path)


def contents(house: House) -> dict[str, Any]:
    """Every row of the record, apart from how often reading was tried."""
    tried = {"accounts", "leases"}
    with house.database.reading() as conn:
        return {
            table.name: sorted(map(repr, conn.execute(sa.select(table))))
            for table in metadata.sorted_tables
            if table.name not in tried
        }
