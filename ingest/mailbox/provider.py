"""Which quirks does the server of a mailbox have?

Data under `providers/`, chosen by the host's name, else by what the server says of
itself, else by what it offers: an office's own host says nothing of whose software
answers. Nothing here makes a mailbox unreadable when wrong.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

GENERIC = "generic"


class BadProviderError(Exception):
    """A file under providers/ does not have the shape this version reads."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"ingest/mailbox/providers/{name}.toml: {why}; reinstall the package"
        )


@dataclass(frozen=True, slots=True)
class Provider:
    """One kind of server.

    `hosts` are host names or their endings; `greetings` words of its greeting or of its
    answer to ID; `offers` capabilities that tell it from others when all of them are
    offered, and none of what it `lacks`: servers that an office runs itself offer
    whatever others do, and more. `send_id`: say who we are (RFC 2971) where ID is
    offered; `idle`: believe IDLE where offered; `junk`: names of the junk folder,
    should no folder be marked as such (RFC 6154). `note` (Chinese) tells the office
    what to look at when logging in or opening the folder is refused.
    """

    name: str
    hosts: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    offers: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    send_id: bool = True
    idle: bool = True
    junk: tuple[str, ...] = ()
    note: str = ""

    def serves(self, host: str) -> bool:
        """Whether `host` is one of this provider's."""
        wanted = host.lower().rstrip(".")
        return any(
            wanted == known or wanted.endswith(f".{known}") for known in self.hosts
        )


class Chosen(NamedTuple):
    """A provider, and why it was chosen (English, for `check`)."""

    provider: Provider
    because: str


def choose(
    host: str, greeting: str = "", named: str = "", offered: Iterable[str] = ()
) -> Chosen:
    """The provider by `host`, else by the server's own words, else by what it offers.

    Its words are the `greeting` and what it `named` itself in answer to ID; `offered`
    are its capabilities.
    """
    known = known_providers()
    for provider in known:
        if provider.serves(host):
            return Chosen(provider, f"by its host {host}")
    for said, where in ((greeting, "greeting"), (named, "answer to ID")):
        # Software is named first and the house after it (163.com runs on Coremail), so
        # the last word counts.
        folded = said.casefold()
        furthest = -1
        chosen: Chosen | None = None
        for provider in known:
            for word in provider.greetings:
                place = folded.find(word.casefold())
                if place > furthest:
                    furthest = place
                    chosen = Chosen(provider, f"by its {where} ({word})")
        if chosen is not None:
            return chosen
    has = {capability.upper() for capability in offered}
    fitting = [
        each
        for each in known
        if each.offers and each.offers <= has and not each.lacks & has
    ]
    if fitting:
        best = max(fitting, key=lambda provider: len(provider.offers))
        return Chosen(best, f"by what it offers ({' '.join(sorted(best.offers))})")
    because = "neither host, greeting, answer to ID nor capabilities are known"
    generic = {provider.name: provider for provider in known}.get(
        GENERIC, Provider(GENERIC)
    )
    return Chosen(generic, because)


def known_providers() -> tuple[Provider, ...]:
    """Every file under providers/, by name. Raises BadProviderError."""
    providers: list[Provider] = []
    for entry in files("ingest.mailbox.providers").iterdir():
        if entry.name.endswith(".toml"):
            name = entry.name.removesuffix(".toml")
            providers.append(parse_provider(name, entry.read_text(encoding="utf-8")))
    return tuple(sorted(providers, key=lambda provider: provider.name))


def parse_provider(name: str, text: str) -> Provider:
    """One provider from its TOML text.

    A missing key means the default of `Provider`. Raises BadProviderError.
    """
    try:
        table = tomllib.loads(text)
        for key in ("hosts", "greetings", "junk"):
            table[key] = tuple(map(str, table.get(key, ())))
        for key in ("offers", "lacks"):
            table[key] = frozenset(map(str, table.get(key, ())))
        provider = Provider(name, **table)
    except (tomllib.TOMLDecodeError, TypeError) as fault:
        raise BadProviderError(name, str(fault)) from None
    for key in ("send_id", "idle"):
        if not isinstance(table.get(key, True), bool):
            raise BadProviderError(name, "send_id and idle are true or false")
    return provider
