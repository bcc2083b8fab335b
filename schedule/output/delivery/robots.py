"""What each robot takes and what it answers: messages within their limits, pictures, signatures, error codes.

Limits and forms are those of the vendors' documents for group robots: 企业微信 (developer.work.weixin.qq.com, 群机器人
配置说明), 钉钉 (open.dingtalk.com, 自定义机器人接入), 飞书 (open.feishu.cn, 自定义机器人使用指南). Text of people can
mention nobody and hide no link: the marks that a robot would read are replaced by their full-width forms. This module
must never open a connection nor read the clock.
"""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import md5, sha256
from typing import Any

from schedule.files.channels import Channel, Kind
from schedule.files.records.sent import State
from schedule.output.delivery.messages import Letter, Matter
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import line_text
from schedule.output.words.saying import Phrase, say

Payload = Mapping[str, Any]

MAX_PARTS = 5
"""The most messages that one letter becomes. Robots take twenty a minute, and readers fewer; the rest is counted."""
PICTURE_BYTES = 2 * 1024 * 1024
"""The largest picture that 企业微信 takes, before it is encoded."""


class Outcome(StrEnum):
    """What became of one message, or of the attempt to send it."""

    SENT = "sent"
    REFUSED = "refused"
    SERVER = "server"
    TIMEOUT = "timeout"
    UNREACHED = "unreached"
    UNCLEAR = "unclear"

    @property
    def state(self) -> State:
        """What the sent-ledger says of it.

        A machine that was not reached has nothing, and one that refuses says so. One that breaks down or falls silent
        may have passed the message on before.
        """
        match self:
            case Outcome.SENT:
                return State.SENT
            case Outcome.REFUSED | Outcome.UNREACHED:
                return State.FAILED
        return State.UNKNOWN


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with what is known of it: the robot's or HTTP's code, what was said, and which advice fits."""

    outcome: Outcome
    code: int | None = None
    said: str = ""
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One message: the matters that it tells of, its lines as a reader sees them, and what is posted."""

    matters: tuple[Matter, ...]
    title: str
    lines: tuple[str, ...]
    payload: Payload


@dataclass(frozen=True, slots=True)
class Request:
    """What goes over the wire. Any of it may hold a secret or the signature and stays out of every repr."""

    url: str = field(repr=False)
    data: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    signature: str = field(default="", repr=False)


def parts(whole: Letter, channel: Channel, voice: Voice) -> tuple[Part, ...]:
    """A letter as messages that the channel's robot takes, in order; none where there is nothing to say.

    A matter is never torn apart; one that is too long for a message of its own is cut, with an ellipsis. What goes
    beyond `MAX_PARTS` messages is counted in the last one.
    """
    groups, rest = _packed(whole, channel, voice)
    made = []
    for number, texts in enumerate(groups, 1):
        first = sum(len(group) for group in groups[: number - 1])
        last = number == len(groups)
        matters = whole.matters[first : first + len(texts)] + (rest if last else ())
        more = (voice.say("send.more", count=voice.count(len(rest), "alert")),) if rest and last else ()
        title = whole.title if len(groups) == 1 else voice.tell(_numbered(whole.title, number, len(groups)))
        lines = (*whole.head, *_listed(texts, first), *more, *whole.foot)
        made.append(Part(matters, title, lines, _payload(channel, title, lines, whole, matters, voice)))
    return tuple(made)


def picture(png: bytes) -> Payload | None:
    """A PNG as 企业微信 takes it, None where it is too large."""
    if len(png) > PICTURE_BYTES:
        return None
    # MD5 is what the robot checks the picture's bytes by, not a secret.
    digest = md5(png, usedforsecurity=False).hexdigest()
    return {"msgtype": "image", "image": {"base64": b64encode(png).decode(), "md5": digest}}


def request(channel: Channel, payload: Payload, milliseconds: int) -> Request:
    """What is posted to a channel at a moment (milliseconds since 1970 UTC), signed where the channel has a secret.

    钉钉 wants the signature in the address, 飞书 in the body; a webhook of one's own gets it as a header over the
    moment and the body: `X-Daopai-Signature: HMAC-SHA256(secret, timestamp + "." + body)` in hexadecimal digits.
    """
    url, headers = channel.url, {"Content-Type": "application/json; charset=utf-8", "User-Agent": "daopai"}
    if channel.secret is None:
        return Request(url, _encoded(payload), headers)
    match channel.kind:
        case Kind.DINGTALK:
            sign = dingtalk_signature(channel.secret, milliseconds)
            url += f"{'&' if '?' in url else '?'}timestamp={milliseconds}&sign={sign.translate(_IN_ADDRESS)}"
            return Request(url, _encoded(payload), headers, sign)
        case Kind.FEISHU:
            seconds = milliseconds // 1000
            sign = feishu_signature(channel.secret, seconds)
            return Request(url, _encoded({"timestamp": str(seconds), "sign": sign, **payload}), headers, sign)
        case Kind.WEBHOOK:
            data = _encoded(payload)
            sign = hmac.new(channel.secret.encode(), f"{milliseconds}.".encode() + data, sha256).hexdigest()
            headers |= {"X-Daopai-Timestamp": str(milliseconds), "X-Daopai-Signature": sign}
            return Request(url, data, headers, sign)
    return Request(url, _encoded(payload), headers)


def dingtalk_signature(secret: str, milliseconds: int) -> str:
    """钉钉's signature: HMAC-SHA256 of the moment and the secret, by the secret; base64, not yet fit for an address."""
    return b64encode(hmac.digest(secret.encode(), f"{milliseconds}\n{secret}".encode(), "sha256")).decode()


def feishu_signature(secret: str, seconds: int) -> str:
    """飞书's signature: HMAC-SHA256 of nothing, by the moment and the secret; base64."""
    return b64encode(hmac.digest(f"{seconds}\n{secret}".encode(), b"", "sha256")).decode()


def verdict(channel: Channel, status: int, body: bytes, signature: str = "") -> Verdict:
    """What an answer means: its HTTP status and its (first) bytes; the request's signature is not repeated either.

    Robots say no in an answer that HTTP calls a success: `errcode` (企业微信, 钉钉), `code` and `StatusCode` (飞书)
    must be there and be 0. An answer that cannot be understood says nothing about the message.
    """
    found = _object(body)
    # What is hidden is hidden before the text is cut: the beginning of a secret is a secret.
    code, said = _code(channel.kind, found), line_text(channel.hidden(_said(found), signature), longest=_SAID)
    if status >= 500:
        return Verdict(Outcome.SERVER, status)
    if status >= 400 or (200 <= status < 300 and code not in (None, 0)):
        spoken = status if code in (None, 0) else code
        return Verdict(Outcome.REFUSED, spoken, said, _hint(channel.kind, spoken))
    if not 200 <= status < 300:
        return Verdict(Outcome.REFUSED, status, hint="redirect")
    if channel.kind is Kind.WEBHOOK or code == 0:
        return Verdict(Outcome.SENT)
    return Verdict(Outcome.UNCLEAR)


def _packed(whole: Letter, channel: Channel, voice: Voice) -> tuple[list[list[str]], tuple[Matter, ...]]:
    """The texts of each message, and the matters that no message has room for."""
    title = voice.tell(_numbered(whole.title, MAX_PARTS, MAX_PARTS))
    more = voice.say("send.more", count=voice.count(len(whole.matters), "alert"))

    def fits(texts: Sequence[str], first: int) -> bool:
        lines = (*whole.head, *_listed(texts, first), more, *whole.foot)
        payload = _payload(channel, title, lines, whole, (), voice)
        return _size(channel, payload) <= _LIMITS[channel.kind, channel.plain]

    if not whole.matters or (channel.kind, channel.plain) not in _LIMITS:
        return ([[matter.text for matter in whole.matters]] if whole.matters else []), ()
    groups: list[list[str]] = [[]]
    for number, matter in enumerate(whole.matters):
        first = number - len(groups[-1])
        if groups[-1] and not fits([*groups[-1], matter.text], first):
            if len(groups) == MAX_PARTS:
                return groups, whole.matters[number:]
            groups.append([])
        if groups[-1] or fits([matter.text], number):
            groups[-1].append(matter.text)
        else:
            groups[-1].append(_cut(matter.text, number, fits))
    return groups, ()


def _cut(text: str, number: int, fits: Callable[[Sequence[str], int], bool]) -> str:
    """The longest beginning of a text that fits into a message of its own, with an ellipsis."""
    least, most = 0, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if fits([text[:middle] + "…"], number) else (least, middle - 1)
    return text[:least] + "…"


def _listed(texts: Sequence[str], first: int) -> list[str]:
    return [f"{number}. {text}" for number, text in enumerate(texts, first + 1)]


def _numbered(title: str, number: int, of: int) -> Phrase:
    return say("send.part", title=title, number=number, of=of)


def _payload(
    channel: Channel, title: str, lines: Sequence[str], whole: Letter, matters: Sequence[Matter], voice: Voice
) -> Payload:
    """A message in the form of its robot."""
    if channel.kind in (Kind.WEBHOOK, Kind.APPRISE):
        return _record(title, lines, whole, matters, voice)
    title, *lines = (
        text.translate(_PLAIN if channel.plain or channel.kind is Kind.FEISHU else _MARKED) for text in (title, *lines)
    )
    if channel.kind is Kind.FEISHU:
        content = [[{"tag": "text", "text": line}] for line in lines]
        return {"msg_type": "post", "content": {"post": {voice.language.post: {"title": title, "content": content}}}}
    if channel.plain:
        return {"msgtype": "text", "text": {"content": "\n".join((title, *lines))}}
    if channel.kind is Kind.WECOM:
        return {"msgtype": "markdown", "markdown": {"content": "\n".join((f"**{title}**", *lines))}}
    return {"msgtype": "markdown", "markdown": {"title": title, "text": "\n\n".join((f"#### {title}", *lines))}}


def _record(title: str, lines: Sequence[str], whole: Letter, matters: Sequence[Matter], voice: Voice) -> Payload:
    """A message for programs: codes and ids beside the words."""
    return {
        "project": whole.project,
        "data_date": whole.day.isoformat(),
        "title": title,
        "text": "\n".join(lines),
        "alerts": [
            {
                "code": matter.alert.code,
                "also": list(matter.alert.also),
                "light": matter.alert.light.value,
                "level": matter.level and matter.level.value,
                "weeks_red": 0 if matter.streak is None else matter.streak.meetings,
                "weeks_held": 0 if matter.streak is None else matter.streak.held,
                "task": matter.alert.task,
                "name": line_text(voice.task(matter.alert.task)),
                "body": matter.alert.body,
                "text": matter.text,
            }
            for matter in matters
        ],
    }


def _size(channel: Channel, payload: Payload) -> int:
    """What the robot counts: 企业微信 the bytes of the content, the others those of the whole message."""
    if channel.kind is Kind.WECOM:
        return len(payload[payload["msgtype"]]["content"].encode())
    return len(_encoded(payload))


def _encoded(payload: Payload) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


def _object(body: bytes) -> Mapping[str, Any]:
    """The answer as an object; an empty one where it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _code(kind: Kind, found: Mapping[str, Any]) -> int | None:
    """The robot's code, the first that is not 0; None where it gives none, or none that is a number."""
    codes = [found[name] for name in _CODES.get(kind, ()) if name in found]
    if not codes or any(type(code) is not int for code in codes):
        return None
    return next((code for code in codes if code), 0)


def _said(found: Mapping[str, Any]) -> str:
    """What the robot says about it, on one line."""
    said = next((found[name] for name in ("errmsg", "msg", "StatusMessage") if isinstance(found.get(name), str)), "")
    return line_text(said)


def _hint(kind: Kind, code: int | None) -> str | None:
    return next((hint for hint, codes in _HINTS.items() if (kind, code) in codes), None)


_SAID = 200
_LIMITS: Mapping[tuple[Kind, bool], int] = {
    (Kind.WECOM, False): 4096,
    (Kind.WECOM, True): 2048,
    (Kind.DINGTALK, False): 20_000,
    (Kind.DINGTALK, True): 20_000,
    (Kind.FEISHU, False): 20_000,
}
"""The most bytes of a message, by robot and whether it is plain text; 飞书 takes 20 KB with the signature."""
_CODES: Mapping[Kind, tuple[str, ...]] = {
    Kind.WECOM: ("errcode",),
    Kind.DINGTALK: ("errcode",),
    Kind.FEISHU: ("code", "StatusCode"),
}
_HINTS: Mapping[str, frozenset[tuple[Kind, int | None]]] = {
    "address": frozenset({(Kind.WECOM, 93000), (Kind.DINGTALK, 300001), (Kind.DINGTALK, 300005), (Kind.FEISHU, 19001)}),
    "security": frozenset({(Kind.DINGTALK, 310000)}),
    "signature": frozenset({(Kind.FEISHU, 19021)}),
    "place": frozenset({(Kind.FEISHU, 19022)}),
    "keyword": frozenset({(Kind.FEISHU, 19024)}),
    "often": frozenset({(Kind.WECOM, 45009), (Kind.DINGTALK, 130101), *((kind, 429) for kind in Kind)}),
}
"""What to do about a code, where it is known what it means."""
_PLAIN = str.maketrans({"<": "＜", ">": "＞"})
"""企业微信 and 飞书 read `<@name>` and `<at …>` as mentions of people, in plain text too."""
_MARKED = str.maketrans(dict(zip("<>[]*_`~#\\|", "＜＞［］＊＿｀～＃＼｜", strict=True)))
_IN_ADDRESS = str.maketrans({"+": "%2B", "/": "%2F", "=": "%3D"})
"""Base64 in an address."""
