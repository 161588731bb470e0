"""A server from its start to its end: the socket, the token, the address that is printed."""

from __future__ import annotations

import ipaddress
import secrets
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from converter.errors import ConverterError
from converter.review.desk import Desk
from converter.review.memory import IN_MEMORY, Memory
from converter.review.search import index_of
from converter.taxonomy.release import DEFAULT_RELEASE, load_taxonomy
from converter.web.app import application
from converter.web.jobs import Jobs
from converter.web.limits import Limits
from converter.web.state import Server
from converter.web.uploads import Room

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from converter.review.shelf import Shelf

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a server is asked for."""

    shelf: Shelf
    host: str = LOOPBACK
    port: int = 0
    """0 for any that is free."""
    token: bool = True
    """Whether a token is needed; without one only on the loopback interface."""
    names: Sequence[str] = ()
    """Further names that callers may know the server by."""
    reviewer: str = "reviewer"
    memory: Path | None = None
    definitions: Mapping[str, str] | None = None
    rules: Sequence[Path] = ()
    ledgers: Sequence[Path] = ()
    taxonomy: str = ""
    look: str = "statements"
    cik: str = ""
    workers: int = 1
    limits: Limits = field(default_factory=Limits)


class Running:
    """A server that accepts connections from its creation on, and answers them while it runs."""

    def __init__(self, wishes: Wishes) -> None:
        loopback = is_loopback(wishes.host)
        if not wishes.token and not loopback:
            raise ConverterError("without a token the server is for the loopback interface alone")
        self._socket = _bound(wishes.host, wishes.port)
        port = int(self._socket.getsockname()[1])
        shown = f"[{wishes.host}]" if ":" in wishes.host else wishes.host
        self.address = f"http://{shown}:{port}"
        self.token = secrets.token_urlsafe(24) if wishes.token else ""
        own = {name.lower() for name in wishes.names}
        names = {shown.lower(), *own, *({"localhost", LOOPBACK, "[::1]"} if loopback else ())}
        hosts = frozenset({f"{name}:{port}" for name in names} | (names if port == 80 else own))
        release = load_taxonomy(wishes.taxonomy or DEFAULT_RELEASE)
        self.server = Server(
            desk=Desk(
                shelf=wishes.shelf,
                memory=Memory(wishes.memory or IN_MEMORY),
                definitions=wishes.definitions or {},
            ),
            jobs=Jobs(wishes.limits, wishes.workers),
            room=Room(),
            limits=wishes.limits,
            reviewer=wishes.reviewer,
            memory_file=wishes.memory,
            rules=tuple(wishes.rules),
            ledgers=tuple(wishes.ledgers),
            taxonomy=release.release,
            look=wishes.look,
            cik=wishes.cik,
        )
        self._limits = wishes.limits
        # The index is ready when the first person types, and nobody waits for it.
        threading.Thread(target=index_of, args=(release,), daemon=True).start()
        app = application(self.server, token=self.token, hosts=hosts, cookie=f"legacy-xbrl-{port}")
        self._uvicorn = uvicorn.Server(
            uvicorn.Config(
                app,
                http=_patient(wishes.limits.head),
                ws="none",
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_keep_alive=20,
                timeout_graceful_shutdown=3,
                lifespan="on",
            )
        )

    def url(self, path: str = "/") -> str:
        """The address of a page, with the token where one is needed."""
        return f"{self.address}{path}?token={self.token}" if self.token else f"{self.address}{path}"

    def run(self) -> None:
        """Answers until the process is told to end."""
        self._uvicorn.run(sockets=[self._socket])

    def close(self) -> None:
        """Nothing is returned; a server that never ran is gone."""
        self._socket.close()
        self.server.jobs.close()
        self.server.room.close()
        self.server.desk.memory.close()

    def stop(self) -> None:
        """Nothing is returned; `run` ends soon."""
        self._uvicorn.should_exit = True


def is_loopback(host: str) -> bool:
    """Whether a host name or address is that of the loopback interface."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(128)
    except OSError as error:
        found.close()
        raise ConverterError(f"{host}:{port} cannot be listened on: {error.strerror or error}") from error
    return found


def _patient(seconds: float) -> type[asyncio.Protocol]:
    """The protocol of a connection that is closed where the first request does not come in time."""

    class Patient(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._late = self.loop.call_later(seconds, self._close_if_idle)

        def connection_lost(self, exc: Exception | None) -> None:
            self._late.cancel()
            super().connection_lost(exc)

        def _close_if_idle(self) -> None:
            if self.cycle is None and not self.transport.is_closing():
                self.transport.close()

    return Patient


def start(wishes: Wishes, ready: Callable[[Running], None]) -> None:
    """Runs a server until the process is told to end; `ready` is called once, when it can be asked."""
    running = Running(wishes)
    try:
        ready(running)
    except BaseException:
        running.close()
        raise
    running.run()
