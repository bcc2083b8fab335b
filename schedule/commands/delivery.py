"""The only place that opens a connection to anybody: one message to one channel, and what became of it.

There are no retries: a robot that breaks down may have passed the message on, and the next run sends what certainly
was not sent. Nothing travels over an open wire, except to this machine itself, and no redirection is followed: both
would show the address, which is the secret, to others. No exception leaves this module with an address in it.
"""

from __future__ import annotations

import logging
import socket
import ssl
import time
import urllib.request
from contextlib import suppress
from http.client import HTTPException, HTTPMessage, HTTPResponse, IncompleteRead
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from schedule.diagnostics import Diagnostic, PlanError
from schedule.files.channels import LOOPBACK, Channel
from schedule.output.delivery.robots import Outcome, Part, Payload, Verdict, request, verdict

SECONDS = 10.0
"""How long a robot may keep us waiting, for a connection, for the beginning of its answer, and for the whole of it."""
ANSWER_BYTES = 65_536
"""The most that is read of an answer; robots say what they have to say in two hundred bytes."""


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """Tells of a redirection instead of following it."""

    def redirect_request(  # urllib's form
        self,
        req: urllib.request.Request,  # noqa: ARG002
        fp: IO[bytes],  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: HTTPMessage,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> None:
        """No further request."""
        return


def post(channel: Channel, payload: Payload) -> Verdict:
    """Post a message to a robot or webhook and tell what became of it; never raises for what the network does."""
    asked = request(channel, payload, time.time_ns() // 1_000_000)
    local = urlsplit(asked.url).hostname in LOOPBACK
    opener = urllib.request.build_opener(_NoRedirection, *([urllib.request.ProxyHandler({})] if local else []))
    wire = urllib.request.Request(asked.url, asked.data, dict(asked.headers), method="POST")
    try:
        with opener.open(wire, timeout=SECONDS) as answer:
            return verdict(channel, answer.status, _read(answer))
    except HTTPError as error:
        body = b""
        with suppress(OSError, HTTPException), error:
            body = error.read(ANSWER_BYTES)
        return verdict(channel, error.code, body)
    except URLError as error:
        # Raised before the whole message was handed over: without its end nobody acts on it.
        return Verdict(Outcome.UNREACHED, hint=_reason(error.reason))
    except TimeoutError:
        return Verdict(Outcome.TIMEOUT)
    except (HTTPException, OSError, ValueError):
        return Verdict(Outcome.UNCLEAR)


def notify(channel: Channel, part: Part, chart: bytes | None) -> Verdict:
    """Hand a message, with the chart as its attachment, to apprise.

    Apprise says only whether all went well: where it did not, some of several readers may have it.

    Raises:
        PlanError: apprise is not installed (`notify-missing`).
    """
    try:
        import apprise
    except ImportError:
        raise PlanError([Diagnostic("notify-missing", None)]) from None
    log = logging.getLogger("apprise")
    log.addHandler(logging.NullHandler())
    log.propagate = False  # it writes addresses
    with TemporaryDirectory() as folder:
        attached = Path(folder, "gantt.png")
        if chart is not None:
            attached.write_bytes(chart)
        try:
            robot: Any = apprise.Apprise()
            if not robot.add(channel.url):
                return Verdict(Outcome.REFUSED, hint="address")
            done = robot.notify(
                body="\n".join(part.lines),
                title=part.title,
                body_format=apprise.NotifyFormat.TEXT,
                attach=None if chart is None else [str(attached)],
            )
        except Exception:  # whatever a hundred services raise may hold an address
            return Verdict(Outcome.UNCLEAR, hint="apprise")
    return Verdict(Outcome.SENT) if done else Verdict(Outcome.UNCLEAR, hint="apprise")


def _read(answer: HTTPResponse) -> bytes:
    """The beginning of an answer. Raises TimeoutError where it drips too slowly, IncompleteRead where it is cut off."""
    end, data = time.monotonic() + SECONDS, b""
    while len(data) < ANSWER_BYTES and (piece := answer.read1(ANSWER_BYTES - len(data))):
        data += piece
        if time.monotonic() > end:
            raise TimeoutError
    if answer.length and len(data) < ANSWER_BYTES:
        raise IncompleteRead(b"")
    return data


def _reason(reason: str | BaseException) -> str:
    match reason:
        case socket.gaierror():
            return "dns"
        case ConnectionRefusedError():
            return "refused"
        case ssl.SSLError():
            return "tls"
    return "network"
