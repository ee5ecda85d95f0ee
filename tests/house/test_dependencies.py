"""Is every library that an installation brings along used by the program?"""

import re
import tomllib
from importlib.metadata import packages_distributions

from tests.house.source import ROOT, imported, modules


def distribution(requirement: str) -> str:
    """Return "mail-parser" of "mail-parser>=4.1", spelt as PEP 503 wants it."""
    name = re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def imported_distributions() -> set[str]:
    """Return the distributions that bring the packages which the product imports."""
    packages = {
        name.partition(".")[0] for module in modules() for name in imported(module.tree)
    }
    brought_by = packages_distributions()
    return {
        distribution(name)
        for package in packages
        for name in brought_by.get(package, ())
    }


def test_every_library_of_an_installation_is_imported_by_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    requirements = [*project["dependencies"], *project["optional-dependencies"]["demo"]]
    declared = {distribution(requirement) for requirement in requirements}
    unused = sorted(declared - imported_distributions())
    assert unused == [], (
        "imported by nothing: take these out of pyproject.toml, then run `make lock`"
    )
