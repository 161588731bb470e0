"""What a server allows: sizes, times and numbers, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of a server."""

    upload: int = 64 * 1024 * 1024
    """Bytes of one filing; the largest of the era have some ten million."""
    body: int = 32 * 1024 * 1024
    """Bytes of any other request."""
    drain: int = 512 * 1024 * 1024
    """Bytes of a refused body that are read and thrown away, so that the caller gets to see the refusal."""
    idle: float = 10.0
    """Seconds without a byte of a body that was announced."""
    whole: float = 120.0
    """Seconds for a whole body."""
    head: float = 15.0
    """Seconds from the connection to the end of the first request's head."""
    job: float = 300.0
    """Seconds that a conversion or a validation may take."""
    waiting: int = 16
    """Jobs that wait at a time."""
    kept: int = 200
    """Jobs whose result can be asked for; the oldest are forgotten."""
    requests: int = 64
    """Requests at a time."""
