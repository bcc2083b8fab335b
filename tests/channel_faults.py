"""The faults of a channels file and of what was sent: no plan can show them, so each is made here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from schedule.commands.delivery import notify
from schedule.diagnostics import Diagnostic, PlanError
from schedule.files.channels import Channel, Kind, read_channels
from schedule.files.records.sent import read_sent
from schedule.model import Plan
from schedule.output.delivery.robots import Part

_URL = "https://robots.invalid/send?key=k"


def _raised(call: Callable[[], object]) -> tuple[Diagnostic, ...]:
    with pytest.raises(PlanError) as error:
        call()
    return error.value.diagnostics


def _of(channel: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """What is told of a file with one channel."""
    file = path / "channels.yaml"
    file.write_text(f"daopai: 1\nchannels: {{{channel}}}\n", encoding="utf-8")
    file.chmod(0o600)
    folder, plan = path / "plan", Plan("示例", 0, "china", {})
    return _raised(lambda: read_channels(file, folder).chosen(["one"], plan, {}))


def _missing(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return _raised(lambda: read_channels(path / "channels.yaml", path / "plan"))


def _in_plan(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "channels.yaml").touch()
    return _raised(lambda: read_channels(path / "channels.yaml", path))


def _open(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    file = path / "channels.yaml"
    file.write_text(f"daopai: 1\nchannels: {{one: {{kind: wecom, url: '{_URL}'}}}}\n", encoding="utf-8")
    file.chmod(0o644)
    monkeypatch.setattr("schedule.files.channels.os.name", "posix")
    return read_channels(file, path / "plan").warnings


def _ledger(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "2016-03-14.json").write_text("[", encoding="utf-8")
    return _raised(lambda: read_sent(path / "2016-03-14.json"))


def _no_apprise(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    monkeypatch.setitem(sys.modules, "apprise", None)
    return _raised(lambda: notify(Channel("mail", Kind.APPRISE, None, "mailto://x"), Part((), "", (), {}), None))


MADE_CHANNELS: Mapping[str, Callable[[Path, pytest.MonkeyPatch], tuple[Diagnostic, ...]]] = {
    "channels-missing": _missing,
    "channels-in-plan": _in_plan,
    "channels-open": _open,
    "channels-empty": partial(_of, ""),
    "channel-reserved": partial(_of, f"all: {{kind: wecom, url: '{_URL}'}}"),
    "unused-key": partial(_of, f"one: {{kind: wecom, url: '{_URL}', secret: s}}"),
    "bad-url": partial(_of, "one: {kind: wecom, url: robots.invalid}"),
    "insecure-url": partial(_of, "one: {kind: wecom, url: 'http://robots.invalid/send?key=k'}"),
    "unsafe-scheme": partial(_of, "one: {kind: apprise, url: 'syslog://robots.invalid'}"),
    "unsafe-option": partial(_of, "one: {kind: apprise, url: 'jsons://robots.invalid/in?verify=no'}"),
    "missing-variable": partial(_of, "one: {kind: wecom, url: 'https://robots.invalid/send?key=${NONE_SUCH}'}"),
    "bad-variable": partial(_of, "one: {kind: wecom, url: 'https://robots.invalid/send?key=${none such}'}"),
    "sent-unreadable": _ledger,
    "notify-missing": _no_apprise,
}
"""Code → what makes it."""
