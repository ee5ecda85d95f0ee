"""Which quirks does the server of a mailbox have?

Data under `providers/`, chosen by the host's name; what a server really offers is asked of the server itself
(capabilities), and nothing here makes a mailbox unreadable when it is wrong.
"""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

GENERIC = "generic"


class BadProviderError(Exception):
    """A file under providers/ does not have the shape this version reads."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"ingest/providers/{name}.toml: {why}; reinstall the package")


@dataclass(frozen=True, slots=True)
class Provider:
    """One kind of server.

    `hosts` are host names or their endings. `send_id`: say who we are (RFC 2971) where ID is offered; `idle`:
    believe IDLE where offered; `junk`: names of the junk folder, should no folder be marked as such (RFC
    6154). `note` (Chinese) tells the office what to look at when logging in or opening the folder is refused.
    """

    name: str
    hosts: tuple[str, ...] = ()
    send_id: bool = True
    idle: bool = True
    junk: tuple[str, ...] = ()
    note: str = ""

    def serves(self, host: str) -> bool:
        """Whether `host` is one of this provider's."""
        wanted = host.lower().rstrip(".")
        return any(wanted == known or wanted.endswith(f".{known}") for known in self.hosts)


def provider_for(host: str) -> Provider:
    """The provider whose hosts include `host`, else the generic one."""
    known = known_providers()
    return next((provider for provider in known if provider.serves(host)), _generic(known))


def known_providers() -> tuple[Provider, ...]:
    """Every file under providers/, by name. Raises BadProviderError."""
    found = sorted(
        (entry for entry in files("ingest.providers").iterdir() if entry.name.endswith(".toml")),
        key=lambda e: e.name,
    )
    return tuple(parse_provider(e.name.removesuffix(".toml"), e.read_text(encoding="utf-8")) for e in found)


def parse_provider(name: str, text: str) -> Provider:
    """One provider from its TOML text.

    A missing key means the default of `Provider`. Raises BadProviderError.
    """
    try:
        table = tomllib.loads(text)
        junk, hosts = (tuple(str(item) for item in table.pop(key, ())) for key in ("junk", "hosts"))
        provider = Provider(name=name, junk=junk, hosts=hosts, **table)
    except (tomllib.TOMLDecodeError, TypeError) as fault:
        raise BadProviderError(name, str(fault)) from None
    if {type(provider.send_id), type(provider.idle)} != {bool}:
        raise BadProviderError(name, "send_id and idle are true or false")
    return provider


def _generic(known: tuple[Provider, ...]) -> Provider:
    return next((provider for provider in known if provider.name == GENERIC), Provider(GENERIC))
