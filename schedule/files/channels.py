"""channels.yaml → `Channel`: where alerts are sent, and whose. The file lies outside every plan, for it holds secrets.

A fault of such a file shows its keys, the names of bodies and of variables, and stars for everything else: what stands
there may be a secret, wherever its author put it. Variables (`${WECOM_KEY}`) get their values from whoever reads the
environment. This module must never know what is sent, and nothing that it tells may hold a secret.
"""

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from html import escape
from pathlib import Path
from stat import S_IROTH
from typing import Any
from urllib.parse import quote, quote_plus, unquote

from schedule.diagnostics import Diagnostic, Location, PlanError, Source
from schedule.files.plans.plan import FORMAT, FORMAT_FORM
from schedule.files.yaml.keys import Key, Table, valued
from schedule.files.yaml.kinds import FLAG, ID, PLACED, by_id, one_of, set_of, shaped, word_of, words_of
from schedule.files.yaml.scalars import check_id, choice, read_fields, read_items, read_mapping, read_scalar
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, read_yaml
from schedule.model import Plan


class Kind(StrEnum):
    """What takes a message: the group robots of 企业微信, 钉钉, 飞书, a JSON webhook, whatever apprise reaches."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    WEBHOOK = "webhook"
    APPRISE = "apprise"


EVERYTHING = "all"
"""In the place of a list of bodies: all of them, and what belongs to no body."""

STARS = "***"
PICTURED = frozenset({Kind.WECOM, Kind.APPRISE})
"""What takes a picture; the others take only its address, and a chart has none."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One place that alerts are sent to.

    `bodies` are those whose alerts it gets; None is the task force's own channel, which gets all. `secret` signs what
    is sent. `chart` sends the chart along or says where it is, `plain` text without marks. `url` and `secret` stay out
    of every repr.
    """

    name: str
    kind: Kind
    bodies: tuple[str, ...] | None
    url: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)
    chart: bool = False
    plain: bool = False

    def takes(self, body: str | None) -> bool:
        """Whether what belongs to a body (None: to nobody) is sent here."""
        return self.bodies is None or body in self.bodies

    def hidden(self, text: str, *more: str) -> str:
        """A text of others with everything of this channel's address and secret starred out, however short it is.

        `more` is hidden as well, a signature for one. Each is found as it is, escaped for an address, for JSON and for
        HTML, and in capitals. What only says what kind of address it is (`/cgi-bin/webhook/send`) may be read, and so
        may the name of the machine, but where a service has its key in that place.
        """
        scheme, _, address = self.url.rpartition("://")
        place, _, after = address.partition("/")
        user, _, machine = place.rpartition("@")
        key = {machine, *re.split("[?&#:]", machine)} if scheme.casefold() in _KEY_AS_HOST else set[str]()
        steps = [
            *re.split("[/?&#]", after),
            *re.findall("=([^&#]+)", after),
            *re.findall("[?&]([^=&#]+)(?=[&#]|$)", after),
        ]
        shy = {self.url, after, self.secret or "", user, *user.split(":"), *key, *steps, *more} - _PUBLIC
        forms = {form for one in shy if one for form in _forms(one)}
        if not forms:
            return text
        listed = sorted(forms, key=lambda form: (-len(form), form))
        return re.sub("|".join(map(re.escape, listed)), STARS, text, flags=re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One channel as its file says it, before its variables are filled in."""

    at: ScalarNode
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Channels:
    """A channels file: what channels there are, without their secrets until they are asked for (`chosen`)."""

    entries: Mapping[str, _Entry] = field(repr=False)
    warnings: tuple[Diagnostic, ...] = ()

    def covered(self) -> frozenset[str] | None:
        """The bodies that some channel takes, None where one takes all."""
        bodies = [one.values.get("bodies", EVERYTHING) for one in self.entries.values()]
        if EVERYTHING in bodies:
            return None
        return frozenset(scalar.text for listed in bodies for scalar in listed)

    def chosen(self, names: Collection[str], plan: Plan, environment: Mapping[str, str] | None) -> tuple[Channel, ...]:
        """The channels of these names, in the order of the file, with what their variables stand for.

        Without an `environment` nothing is going to be sent: addresses and secrets stay as they are written.

        Raises:
            PlanError: `unknown-body`, `missing-variable`, `bad-variable`, `bad-url`, `insecure-url`,
                `unsafe-scheme`, `unsafe-option`; of channels that are not asked for nothing is told.
        """
        faults = Faults()
        faults.named("unknown-body", lambda: ((body.name, id_) for id_, body in plan.bodies.items()))
        found = [
            _channel(name, self.entries[name], plan, environment, faults) for name in self.entries if name in names
        ]
        if faults.errors:
            raise PlanError(_concealed(faults.diagnostics, plan.bodies))
        return tuple(channel for channel in found if channel is not None)


def read_channels(path: Path, folder: Path) -> Channels:
    """Read a channels file; `folder` is the plan's, in which it must not lie.

    Raises:
        PlanError: `channels-missing`, `channels-in-plan`, `channels-empty`, `channel-reserved`, `unused-key`,
            `unreadable`, and the faults of YAML, keys and values in general. `channels-open` is a warning: others on
            this machine can read secrets that stand in the file.
    """
    if not path.exists():
        raise PlanError([Diagnostic("channels-missing", None, {"found": str(path)})])
    real, home = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    if home in real.parents:
        raise PlanError([Diagnostic("channels-in-plan", None, {"found": str(path), "expected": str(folder)})])
    try:
        data, mode = path.read_bytes(), path.stat().st_mode
    except OSError:
        raise PlanError([Diagnostic("unreadable", Location(Source(str(path)), 1), {"found": str(path)})]) from None
    faults = Faults()
    root = read_yaml(data, str(path), faults)
    entries = {} if root is None else _read_entries(root, faults)
    if root is not None and not entries and not faults.errors:
        faults.add("channels-empty", root.location)
    if os.name == "posix" and mode & S_IROTH and any(_tells(one) for one in entries.values()):
        faults.warn("channels-open", Location(Source(str(path)), 1), found=str(path))
    if faults.errors:
        raise PlanError(_concealed(faults.diagnostics, ()))
    return Channels(entries, _concealed(faults.diagnostics, ()))


def _read_entries(root: MappingNode, faults: Faults) -> dict[str, _Entry]:
    fields = read_fields(root, CHANNELS.readers(), faults, CHANNELS.required)
    version: ScalarNode | None = fields.get("daopai")
    if version is not None and version.text != FORMAT:
        faults.add("unknown-format", version.location, found=version.text, expected=FORMAT)
        return {}
    listed: MappingNode | None = fields.get("channels")
    entries: dict[str, _Entry] = {}
    for name, (key, node) in listed.entries.items() if listed is not None else ():
        mapping = read_mapping(node, faults) if node is not None else None
        if not check_id(key, faults) or mapping is None:
            continue
        if name == EVERYTHING:
            faults.add("channel-reserved", key.location, found=name)
        values = read_fields(mapping, CHANNEL.readers(), faults, CHANNEL.required, key.location)
        for said, takers in _ONLY_FOR.items():
            if said in values and "kind" in values and values["kind"] not in takers:
                place = mapping.entries[said][0].location
                faults.add("unused-key", place, found=said, kind=values["kind"].value, expected=", ".join(takers))
        entries[name] = _Entry(key, values)
    return entries


def _read_bodies(node: Node, faults: Faults) -> str | tuple[ScalarNode, ...] | None:
    """`all`, or a list of bodies, which are held against a plan later. Faults: `bad-choice`, `duplicate-item`."""
    if isinstance(node, ScalarNode) and node.text:
        return choice({EVERYTHING: EVERYTHING})(node, faults)
    listed: dict[str, ScalarNode] = {}
    for item in read_items(node, faults):
        scalar = read_scalar(item, faults)
        if scalar is not None and scalar.text in listed:
            faults.add("duplicate-item", scalar.location, listed[scalar.text].location, found=scalar.text)
        elif scalar is not None:
            listed[scalar.text] = scalar
    return tuple(listed.values())


def _channel(
    name: str, entry: _Entry, plan: Plan, environment: Mapping[str, str] | None, faults: Faults
) -> Channel | None:
    """A channel with its variables filled in; None where something is amiss, which is told."""
    before, values = faults.errors, entry.values
    bodies = values.get("bodies", EVERYTHING)
    for scalar in bodies if bodies != EVERYTHING else ():
        if scalar.text not in plan.bodies:
            faults.unknown("unknown-body", scalar, plan.bodies)
    url = _filled(values["url"], environment, faults)
    secret = _filled(values["secret"], environment, faults) if "secret" in values else None
    if url is not None and not (environment is None and _VARIABLE.search(url)):
        _check_url(values["url"], url, values["kind"], faults)
    if faults.errors > before or url is None:
        return None
    listed = None if bodies == EVERYTHING else tuple(scalar.text for scalar in bodies)
    return Channel(name, values["kind"], listed, url, secret, values.get("chart", False), values.get("format", False))


def _filled(scalar: ScalarNode, environment: Mapping[str, str] | None, faults: Faults) -> str | None:
    """A text with the values of its variables, as it is without an environment; None where one is not set."""
    names = list(_VARIABLE.finditer(scalar.text))
    if "${" in _VARIABLE.sub("", scalar.text):
        faults.add("bad-variable", scalar.location, expected="${WECOM_KEY}")
        return None
    if environment is None:
        return scalar.text
    missing = [match for match in names if not environment.get(match[1], "").strip()]
    for match in missing:
        faults.add("missing-variable", scalar.part(*match.span()), found=match[1])
    return None if missing else _VARIABLE.sub(lambda match: environment[match[1]].strip(), scalar.text)


def _check_url(scalar: ScalarNode, url: str, kind: Kind, faults: Faults) -> None:
    """An address that a message can be sent to without others reading it; the address itself is never a fact."""
    match = _ADDRESS.fullmatch(url) if kind is Kind.APPRISE else _URL.fullmatch(url)
    if match is None or not _is_port(match["place"]):
        faults.add("bad-url", scalar.location, expected="mailtos://…" if kind is Kind.APPRISE else "https://…")
    elif match["scheme"] in _OPEN and (match["scheme"] in _ELSEWHERE or _host(match["place"]) not in LOOPBACK):
        faults.add("insecure-url", scalar.location, expected=f"{_OPEN[match['scheme']]}://…")
    elif kind is Kind.APPRISE and match["scheme"] not in {*ENCRYPTED, *_OPEN}:
        faults.add("unsafe-scheme", scalar.location, expected=", ".join(f"{scheme}://" for scheme in ENCRYPTED))
    elif kind is Kind.APPRISE and (loosening := _loosening(url)):
        faults.add("unsafe-option", scalar.location, found=loosening)


def _is_port(place: str) -> bool:
    port = re.search(r":([0-9]+)$", place)
    return port is None or 0 < int(port[1]) < 65_536


def _loosening(url: str) -> str | None:
    """The first option of apprise's in an address by which it would send less safely, or more than once."""
    for option in re.split("[&;]", url.partition("?")[2]):
        name, _, value = (unquote(part).strip().casefold() for part in option.partition("="))
        if name in _LOOSENING or (name == "mode" and value not in _MODES):
            return "mode=insecure" if (name, value) == ("mode", "insecure") else name
    return None


def _forms(secret: str) -> Iterator[str]:
    """A secret as others may write it back."""
    for one in {secret, unquote(secret)}:
        yield from (one, quote(one, safe=""), quote(one), quote_plus(one), escape(one))
        yield from (json.dumps(one)[1:-1], json.dumps(one)[1:-1].replace("/", "\\/"), b64encode(one.encode()).decode())


def _host(place: str) -> str:
    """The machine of an address, without who asks and by which door."""
    named = place.rpartition("@")[2]
    return named[1:].partition("]")[0] if named.startswith("[") else named.partition(":")[0].casefold()


def _tells(entry: _Entry) -> bool:
    """Whether a secret itself stands in the file, and not only the names of variables."""
    secrets = [entry.values[key] for key in ("url", "secret") if key in entry.values]
    return any("${" not in scalar.text for scalar in secrets)


def _concealed(faults: Collection[Diagnostic], known: Collection[str]) -> tuple[Diagnostic, ...]:
    """Faults without anything of their file that could be a secret: neither in what was found nor in the line shown."""
    words, masked = {*_WORDS, *known}, dict[int, Source]()

    def told(fault: Diagnostic, name: str) -> str:
        fact = fault.facts[name]
        if name != "found" or fault.code in _OURS or fact in words:
            return fact
        return re.sub("'.*'", f"'{STARS}'", fact) if fault.code == "yaml-syntax" else STARS

    def placed(location: Location) -> Location:
        old = location.source
        if id(old) not in masked:
            masked[id(old)] = Source(old.path, tuple(_TOKEN.sub(starred, line) for line in old.lines))
        return location._replace(source=masked[id(old)])

    def starred(match: re.Match[str]) -> str:
        return match[0] if match[0] in words or _VARIABLE.fullmatch(match[0]) else "*" * len(match[0])

    return tuple(
        replace(
            fault,
            location=fault.location and placed(fault.location),
            related=tuple(placed(one) for one in fault.related),
            facts={name: told(fault, name) for name in fault.facts},
        )
        for fault in faults
    )


LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""The machine itself: only there a message may travel unencrypted."""

ENCRYPTED = (
    "mailtos",
    "jsons",
    "xmls",
    "forms",
    "barks",
    "gotifys",
    "pushdeers",
    "schan",
    "workflows",
    "wxpusher",
)
"""Apprise's schemes that are taken: encrypted, and each message handed over at once, by one POST or one mail."""
_OPEN: Mapping[str, str] = {"http": "https", "json": "jsons", "xml": "xmls", "form": "forms", "mailto": "mailtos"}
"""The schemes by which everybody on the way can read a message and its address, and what to use instead."""
_ELSEWHERE = frozenset({"mailto"})
"""The open schemes whose address does not tell which machine is connected to: options and the sender decide it."""
_KEY_AS_HOST = frozenset({"schan", "pushdeers"})
"""The services of which a key stands where others name their machine."""
_LOOSENING = frozenset({"verify", "redirect", "retry", "wait", "overflow", "method", "store", "wkd", "pgp"})
_MODES = frozenset({"ssl", "starttls"})
"""The modes of apprise's mails that are encrypted."""
_PUBLIC = frozenset({"cgi-bin", "webhook", "send", "robot", "open-apis", "bot", "v2", "hook", "key", "access_token"})
"""What the addresses of robots have in common and tells nothing."""
_OURS = frozenset({"missing-variable", "channels-open", "unsafe-option"})
"""The faults whose `found` is no text of a value: a variable's name, a path, an option of apprise's."""
_PLACE = r"(?P<place>[A-Za-z0-9.-]+(?::[0-9]{1,5})?|\[[0-9a-fA-F:]+\](?::[0-9]{1,5})?)"
_URL = re.compile(rf"(?P<scheme>https?)://{_PLACE}(?:[/?][!-~]*)?")
_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+]*)://(?P<place>[^\s/?#\\]*)[^\s]*")
_VARIABLE = re.compile(r"\$\{([A-Z_][A-Z0-9_]*)\}")
_TOKEN = re.compile(rf"{_VARIABLE.pattern}|[^\s:,\[\]{{}}\"'$]+|\$")
_ONLY_FOR: Mapping[str, tuple[Kind, ...]] = {
    "secret": (Kind.DINGTALK, Kind.FEISHU, Kind.WEBHOOK),
    "format": (Kind.WECOM, Kind.DINGTALK),
}
"""The keys that mean something to some kinds only."""
CHANNEL = Table(
    "channel",
    (
        Key("kind", word_of(Kind), "kind"),
        Key("url", PLACED, "url"),
        Key("secret", PLACED),
        Key("bodies", valued(_read_bodies, shaped(one_of([EVERYTHING]), listed=set_of(ID)))),
        Key("chart", FLAG),
        Key("format", words_of({"markdown": False, "text": True})),
    ),
    {
        "dependentSchemas": {
            key: {"properties": {"kind": {"enum": [str(kind) for kind in kinds]}}} for key, kinds in _ONLY_FOR.items()
        }
    },
)
CHANNELS = Table(
    "channels",
    (
        Key("daopai", valued(read_scalar, FORMAT_FORM), "daopai"),
        Key(
            "channels",
            valued(read_mapping, {**by_id(CHANNEL), "minProperties": 1, "properties": {EVERYTHING: False}}),
            "channels",
        ),
    ),
)
"""What a channels file says."""
_WORDS = frozenset(
    {"daopai", "channels", EVERYTHING, "markdown", "text", "true", "false", "-", *CHANNEL.attributes, *Kind}
)
"""What is shown of a faulty line."""
