"""A machine that plays the group robots on the loopback: what they check, what they answer, and how they fail."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRETS = {"key": "wecom-key-271828", "token": "ding-token-314159", "hook": "feishu-hook-161803", "sign": "SEC-141421"}
"""What nobody may ever see: the addresses' last parts, and the secret that signs."""


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """HMAC by its definition (RFC 2104), for a key of at most 64 bytes: not the library that the program uses."""
    padded = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded) + message).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in padded) + inner).digest()


@dataclass
class Robots:
    """What was received, and how the next requests are answered: `does` is a word, or status and body."""

    port: int = 0
    does: str | tuple[int, bytes] = "right"
    seconds: float = 0.0
    got: list[dict[str, Any]] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)

    @property
    def wecom(self) -> str:
        return f"http://127.0.0.1:{self.port}/cgi-bin/webhook/send?key={SECRETS['key']}"

    @property
    def dingtalk(self) -> str:
        return f"http://127.0.0.1:{self.port}/robot/send?access_token={SECRETS['token']}"

    @property
    def feishu(self) -> str:
        return f"http://127.0.0.1:{self.port}/open-apis/bot/v2/hook/{SECRETS['hook']}"

    @property
    def webhook(self) -> str:
        return f"http://127.0.0.1:{self.port}/in/{SECRETS['hook']}"

    def texts(self) -> list[str]:
        """Every message as one text, pictures left out."""
        return [json.dumps(one, ensure_ascii=False) for one in self.got if one.get("msgtype") != "image"]

    def answer(self, path: str, headers: Any, body: bytes) -> tuple[int, bytes]:
        """What a robot answers to a message that it accepts; a wrong signature is told as they tell it."""
        place, message = urlsplit(path), json.loads(body)
        asked, now = parse_qs(place.query), time.time()
        if place.path == "/robot/send":
            assert asked["access_token"] == [SECRETS["token"]]
            moment = asked["timestamp"][0]
            sign = hmac_sha256(SECRETS["sign"].encode(), f"{moment}\n{SECRETS['sign']}".encode())
            if asked["sign"] != [b64encode(sign).decode()] or abs(int(moment) / 1000 - now) > 60:
                return 200, b'{"errcode":310000,"errmsg":"sign not match"}'
            self.checked.append("dingtalk")
        elif place.path.startswith("/open-apis"):
            assert place.path.endswith(SECRETS["hook"])
            sign = hmac_sha256(f"{message['timestamp']}\n{SECRETS['sign']}".encode(), b"")
            if message["sign"] != b64encode(sign).decode() or abs(int(message["timestamp"]) - now) > 60:
                return 200, b'{"code":19021,"msg":"sign match fail or timestamp is not within one hour"}'
            self.checked.append("feishu")
            return 200, b'{"code":0,"msg":"success","data":{},"StatusCode":0,"StatusMessage":"success"}'
        elif place.path.startswith("/in"):
            signed = f"{headers['X-Daopai-Timestamp']}.".encode() + body
            assert headers["X-Daopai-Signature"] == hmac_sha256(SECRETS["sign"].encode(), signed).hex()
            self.checked.append("webhook")
            return 204, b""
        else:
            assert asked["key"] == [SECRETS["key"]]
            self.checked.append("wecom")
        return 200, b'{"errcode":0,"errmsg":"ok"}'


@contextmanager
def robots() -> Iterator[Robots]:
    """The machine, for the time of a test."""
    state = Robots()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append(json.loads(body))
            time.sleep(state.seconds)
            if state.does == "drops":
                self.connection.close()
                return
            status, data = state.does if isinstance(state.does, tuple) else state.answer(self.path, self.headers, body)
            length = len(data) + (10 if state.does == "cuts" else 0)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"http://localhost:{state.port}/elsewhere")
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST  # noqa: N815 -- the library's name; a redirection would come this way

        def log_message(self, *_: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that waits no longer is what a test is about."""

    server = Server(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
