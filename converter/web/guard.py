"""What stands before every request: who may ask, how much they may send, and what a browser may do with the answer."""

from __future__ import annotations

import asyncio
import hmac
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response

from converter.web.problems import Problem, respond

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from converter.web.limits import Limits

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""No other origin, no inline script, no inline style."""
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """An ASGI application around another: it answers what must not reach the inner one."""

    def __init__(self, app: ASGIApp, *, token: str, hosts: frozenset[str], cookie: str, limits: Limits) -> None:
        self._app = app
        self._token = token
        self._hosts = hosts
        self._cookie = cookie
        self._limits = limits
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or has the inner application answer it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # there are no web sockets here

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None and self._running >= self._limits.requests:
            refusal = respond(503, "too many requests at a time", {"retry-after": "2"})
        if refusal is not None:
            await _drain(scope, receive, self._limits)
            await refusal(scope, receive, send_guarded)
            return
        self._running += 1
        try:
            await self._app(scope, _Body(scope, receive, self._limits).receive, send_guarded)
        finally:
            self._running -= 1

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        # A page of another site can make a browser call any name that resolves to this machine (DNS rebinding).
        if headers.get("host", "").lower() not in self._hosts:
            return respond(403, "this server does not go by that name")
        origin = headers.get("origin")
        if (
            origin is not None
            and scope["method"] not in _SAFE
            and origin.lower() not in {f"{scheme}://{host}" for host in self._hosts for scheme in ("http", "https")}
        ):
            return respond(403, "pages of other sites may not ask for this")
        if not self._token:
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in query if name == "token"]
        if given and scope["method"] in _SAFE:
            if not self._is_token(given[0]):
                return respond(403, "this token is not the one that the server printed")
            # The token goes into a cookie and out of the address, which a history or a screenshot may show.
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            path = "/" + scope["path"].lstrip("/\\")
            answer = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
            answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
            return answer
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and bearer:
            if self._is_token(bearer.strip()):
                return None
            return respond(403, "this token is not the one that the server printed")
        if self._is_token(self._cookie_of(headers)):
            return None
        return respond(401, "open the address with the token that the server printed", {"www-authenticate": "Bearer"})

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(errors="replace"), self._token.encode())

    def _cookie_of(self, headers: Headers) -> str:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return found.value if found else ""


class _Body:
    """The body of a request, read no longer and no further than the limits allow."""

    def __init__(self, scope: Scope, receive: Receive, limits: Limits) -> None:
        upload = scope["method"] == "POST" and scope["path"] in UPLOADS
        self._most = limits.upload if upload else limits.body
        self._scope = scope
        self._receive = receive
        self._limits = limits
        self._read = 0
        self._end: float | None = None
        self._done = False

    async def receive(self) -> Message:
        """The next part of the body. Raises Problem where it is too long or too slow."""
        if self._done:
            return await self._receive()  # from now on only the end of the connection is told
        loop = asyncio.get_running_loop()
        if self._end is None:
            self._end = loop.time() + self._limits.whole
            announced = Headers(scope=self._scope).get("content-length", "")
            if announced.isdigit() and int(announced) > self._most:
                await self._refuse()
        try:
            async with asyncio.timeout(min(self._limits.idle, self._end - loop.time())):
                message = await self._receive()
        except TimeoutError:
            self._done = True
            raise Problem(408, "the body came too slowly", headers={"connection": "close"}) from None
        self._read += len(message.get("body", b""))
        self._done = not message.get("more_body", False)
        if self._read > self._most:
            await self._refuse()
        return message

    async def _refuse(self) -> None:
        self._done = True
        await _drain(self._scope, self._receive, self._limits, self._read)
        raise Problem(413, f"more than {self._most // 1024 // 1024} MB", headers={"connection": "close"})


UPLOADS = frozenset({"/api/conversions", "/api/validations"})


async def _drain(scope: Scope, receive: Receive, limits: Limits, read: int = 0) -> None:
    """Reads what is left of a body and throws it away: a caller that still sends does not see an answer."""
    headers = Headers(scope=scope)
    if not headers.get("content-length", "0").strip("0") and "transfer-encoding" not in headers:
        return
    try:
        async with asyncio.timeout(limits.idle):
            more = True
            while more and read < limits.drain:
                message = await receive()
                read += len(message.get("body", b""))
                more = message.get("more_body", False)
    except TimeoutError:
        return
