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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
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
_BEFORE_TLS = frozenset({"ehlo", "helo", "starttls", "rset", "noop", "quit"})
"""What a mail server may be told before the wire is encrypted: no password, nothing of a mail or of its readers."""


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
            return verdict(channel, answer.status, _read(answer), asked.signature)
    except HTTPError as error:
        body = b""
        with suppress(OSError, HTTPException), error:
            body = error.read(ANSWER_BYTES)
        return verdict(channel, error.code, body, asked.signature)
    except URLError as error:
        # Raised before the whole message was handed over: without its end nobody acts on it.
        return Verdict(Outcome.UNREACHED, hint=_reason(error.reason))
    except TimeoutError:
        return Verdict(Outcome.TIMEOUT)
    except Exception:  # whatever a library raises may hold the address
        return Verdict(Outcome.UNCLEAR)


def notify(channel: Channel, part: Part, chart: bytes | None) -> Verdict:
    """Hand a message, with the chart as its attachment, to apprise, which has one encrypted way and one try.

    Of a mail apprise says only whether all went well: where it did not, some of several readers may have it.

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
    with TemporaryDirectory() as folder, _one_closed_post() as post_office:
        attached = Path(folder, "gantt.png")
        if chart is not None:
            attached.write_bytes(chart)
        try:
            # `Apprise.add` would take an address with a comma for two of them.
            robot: Any = apprise.Apprise.instantiate(channel.url)
            if robot is None or not robot.verify_certificate:
                return Verdict(Outcome.REFUSED, hint="address")
            done = robot.notify(
                body="\n".join(part.lines),
                title=part.title,
                body_format=apprise.NotifyFormat.TEXT,
                attach=None if chart is None else apprise.AppriseAttachment([str(attached)]),
            )
        except Exception:  # whatever a hundred services raise may hold an address
            return Verdict(Outcome.UNCLEAR, hint="apprise")
    if done:
        return Verdict(Outcome.SENT)
    return post_office.verdict(channel)


@dataclass(slots=True)
class _PostOffice:
    """What became of the one POST of a message: the answer's status, or why there was none."""

    asked: bool = False
    status: int | None = None
    failed: Verdict | None = None

    def verdict(self, channel: Channel) -> Verdict:
        """What that means for a message that apprise does not call sent."""
        if self.status is not None and not 200 <= self.status < 300:
            return verdict(channel, self.status, b"")
        return self.failed or Verdict(Outcome.UNCLEAR, hint="apprise")


@contextmanager
def _one_closed_post() -> Iterator[_PostOffice]:
    """While apprise sends: one POST, over an encrypted wire to whom its certificate names, or to this machine itself.

    Each of apprise's services has requests of its own and options that loosen them. What all of them go through is
    held instead: the adapter of `requests`, which a redirection, too, would ask a second time; for mails, the commands
    that a mail server is given; and the handshake of every encrypted connection. What stays on this machine goes
    through no proxy, which would read it.
    """
    import smtplib

    import requests
    from requests.adapters import HTTPAdapter

    office, send, wrap, order = _PostOffice(), HTTPAdapter.send, ssl.SSLContext.wrap_socket, smtplib.SMTP.putcmd

    def held(self: HTTPAdapter, wire: Any, *args: Any, **kwargs: Any) -> Any:
        place = urlsplit(wire.url)
        local = place.hostname in LOOPBACK
        if office.asked or wire.method != "POST" or not (local or place.scheme == "https"):
            raise requests.exceptions.InvalidURL
        office.asked = True
        asked = {**kwargs, "verify": kwargs.get("verify") or True} | ({"proxies": {}} if local else {})
        try:
            answer = send(self, wire, *args, **asked)
        except requests.exceptions.SSLError:
            office.failed = Verdict(Outcome.UNREACHED, hint="tls")
            raise
        except requests.exceptions.ConnectTimeout:
            office.failed = Verdict(Outcome.UNREACHED, hint="network")
            raise
        except requests.exceptions.Timeout:
            office.failed = Verdict(Outcome.TIMEOUT)
            raise
        office.status = answer.status_code
        return answer

    def verified(self: ssl.SSLContext, *args: Any, **kwargs: Any) -> Any:
        return wrap(self if self.verify_mode is ssl.CERT_REQUIRED else ssl.create_default_context(), *args, **kwargs)

    def encrypted(self: smtplib.SMTP, cmd: str, args: str = "") -> None:
        if not isinstance(self.sock, ssl.SSLSocket) and cmd.casefold() not in _BEFORE_TLS:
            office.failed = Verdict(Outcome.UNREACHED, hint="tls")
            raise smtplib.SMTPNotSupportedError
        order(self, cmd, args)

    HTTPAdapter.send, ssl.SSLContext.wrap_socket = held, verified  # type: ignore[method-assign]
    smtplib.SMTP.putcmd = encrypted  # type: ignore[method-assign]
    try:
        yield office
    finally:
        HTTPAdapter.send, ssl.SSLContext.wrap_socket = send, wrap  # type: ignore[method-assign]
        smtplib.SMTP.putcmd = order  # type: ignore[method-assign]


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
