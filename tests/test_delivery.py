"""Alerts delivered: to the right body, once, signed, with every way to fail told apart, and no secret in any output."""

from __future__ import annotations

import ast
import json
import os
import re
import socket
import socketserver
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import md5
from html import escape
from pathlib import Path
from threading import Thread
from urllib.parse import quote, quote_plus

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from robots import SECRETS, Robots, hmac_sha256, robots

import schedule
from schedule.analysis.dates.alerts import Alert, Light
from schedule.commands import delivery, main
from schedule.commands.conduct.exits import Exit
from schedule.commands.delivery import notify
from schedule.commands.sending import EXITS
from schedule.diagnostics import PlanError
from schedule.files.channels import Channel, Kind, read_channels
from schedule.files.records import sent
from schedule.files.records.sent import State, read_sent, record
from schedule.model import Body, Plan, Task
from schedule.output.delivery.messages import Letter, Matter
from schedule.output.delivery.robots import (
    MAX_PARTS,
    PICTURE_BYTES,
    Outcome,
    Part,
    dingtalk_signature,
    feishu_signature,
    parts,
    picture,
    request,
    verdict,
)
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import Voice

# Wednesday 2 March 2016: the base course has 4 days and the surface 3, so that the road is done on 10 March at best,
# and its deadline of the 4th is lost from the first meeting on. The drawings are the land bureau's, and late too.
PLAN = """daopai: 1
project: {name: 示例路, start: 2016-03-02, calendar: china, target: done}
bodies: {works: {name: 城投公司}, land: {name: 国土局}, fire: {name: 公安消防}}
tasks:
  base: {name: 基层, body: works, duration: 4wd}
  paving: {name: 面层, body: works, duration: 3wd, after: [base]}
  survey: {name: 勘测图, body: land, duration: 5wd, deadline: 2016-03-04}
  done: {name: 通车, milestone: finish, after: [paving, survey], deadline: 2016-03-04}
"""
WEEKS = ("2016-03-03", "2016-03-04", "2016-03-07")


@pytest.fixture
def server() -> Iterator[Robots]:
    with robots() as machine:
        yield machine


@pytest.fixture
def road(tmp_path: Path) -> Path:
    folder = tmp_path / "road"
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    for day in WEEKS:
        (folder / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\n", encoding="utf-8")
    return folder


def channels(road: Path, text: str) -> Path:
    """A channels file beside the plan, readable to its owner only."""
    path = road.parent / "channels.yaml"
    path.write_text("daopai: 1\nchannels:\n" + text, encoding="utf-8")
    path.chmod(0o600)
    return path


def three(road: Path, server: Robots) -> Path:
    """The task force on WeCom, the works on DingTalk, the land bureau on Feishu."""
    return channels(
        road,
        f"""  force: {{kind: wecom, url: "{server.wecom}"}}
  works: {{kind: dingtalk, url: "{server.dingtalk}", secret: {SECRETS["sign"]}, bodies: [works]}}
  land: {{kind: feishu, url: "{server.feishu}", secret: {SECRETS["sign"]}, bodies: [land]}}
""",
    )


def alone(road: Path, kind: str, url: str, more: str = "") -> Path:
    signed = f", secret: {SECRETS['sign']}" if kind in ("dingtalk", "feishu", "webhook") else ""
    return channels(road, f'  one: {{kind: {kind}, url: "{url}"{signed}{more}}}\n')


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["alerts", *map(str, arguments)], catch_exceptions=False)


def send(road: Path, file: Path, *more: object, to: str = "all") -> Result:
    done = run(road, "--send", to, "--channels", file, *more)
    for secret in SECRETS.values():
        assert secret not in done.output
        assert all(secret not in path.read_text("utf-8") for path in road.rglob("sent/*.json"))
    return done


# Who is told what


def test_each_robot_gets_its_message_signed_and_each_body_its_own_items_only(road: Path, server: Robots) -> None:
    done = send(road, three(road, server))
    assert done.exit_code == 0, done.output
    assert server.checked == ["wecom", "dingtalk", "feishu"]
    force, works, land = server.texts()
    assert all(name in force for name in ("基层", "面层", "勘测图", "通车", "不能按期完成"))
    assert "基层" in works
    assert "勘测图" not in works
    assert "通车" not in works
    assert "不能按期完成" not in works
    assert "勘测图" in land
    assert not re.search("基层|面层|通车|城投", land)
    assert [line.split("：")[0] for line in done.stdout.splitlines()] == [
        "已发给 force（企业微信）",
        "已发给 works（钉钉）",
        "已发给 land（飞书）",
    ]


def test_the_forms_of_the_messages(road: Path, server: Robots) -> None:
    send(road, three(road, server))
    wecom, dingtalk, feishu = server.got
    assert wecom["msgtype"] == "markdown"
    assert wecom["markdown"]["content"].startswith("**示例路预警**\n数据日期 2016年3月7日\n")
    assert dingtalk["msgtype"] == "markdown"
    assert dingtalk["markdown"]["title"] == "示例路预警：城投公司"
    post = feishu["content"]["post"]["zh_cn"]
    assert feishu["msg_type"] == "post"
    assert post["title"] == "示例路预警：国土局"
    assert [one["tag"] for line in post["content"] for one in line] == ["text"] * len(post["content"])


def test_a_red_alert_sharpens_by_the_meeting(road: Path, server: Robots) -> None:
    file = three(road, server)
    for day, mark in zip(
        WEEKS,
        ("蓝色（提醒）】", "黄色（警告），连续 2 次例会为红灯】", "红色（约谈、限期整改），连续 3 次例会为红灯】"),
        strict=True,
    ):
        server.got.clear()
        assert send(road, file, "--date", day, to="land").exit_code == 0
        (text,) = server.texts()
        assert f"【红灯，督办级别{mark}" in text


def test_english(road: Path, server: Robots) -> None:
    done = send(road, three(road, server), "--lang", "en", to="land")
    assert (
        done.stdout == "Sent to land (Feishu): 1 alert\n"
    )  # that it is late, and in the same line that nothing was reported
    assert "red light; notice red: called in, dated remedy; red at 3 meetings in a row" in server.texts()[0]


def test_the_webhook_gets_json_and_a_signature(road: Path, server: Robots) -> None:
    assert send(road, alone(road, "webhook", server.webhook)).exit_code == 0
    assert server.checked == ["webhook"]
    (message,) = server.got
    assert message["data_date"] == "2016-03-07"
    told = {(one["task"], one["code"]): one for one in message["alerts"]}
    late = told["survey", "deadline-missed"]
    assert (late["body"], late["light"], late["level"], late["weeks_red"]) == ("land", "red", "red", 3)
    assert late["also"] == ["not-reported"]


def test_the_chart_goes_to_wecom_as_a_picture(road: Path, server: Robots) -> None:
    file = alone(road, "wecom", server.wecom, ", chart: true")
    done = send(road, file)
    assert done.stdout.splitlines()[-1] == "已发给 one（企业微信）：横道图"
    text, image = server.got
    png = b64decode(image["image"]["base64"])
    assert text["msgtype"] == "markdown"
    assert png.startswith(b"\x89PNG")
    assert image["image"]["md5"] == md5(png, usedforsecurity=False).hexdigest()
    assert send(road, file).exit_code == 0
    assert len(server.got) == 2


def test_a_picture_that_is_too_large_is_not_sent() -> None:
    assert picture(b"x" * PICTURE_BYTES) is not None
    assert picture(b"x" * (PICTURE_BYTES + 1)) is None


def test_a_robot_that_takes_no_picture_says_where_the_chart_is(road: Path, server: Robots) -> None:
    assert send(road, alone(road, "dingtalk", server.dingtalk, ", chart: true")).exit_code == 0
    (text,) = server.texts()
    assert "横道图见会议材料" in text


def test_a_body_without_a_channel_is_named(road: Path, server: Robots) -> None:
    file = channels(road, f'  land: {{kind: wecom, url: "{server.wecom}", bodies: [land]}}\n')
    done = send(road, file)
    assert "没有通道通到：城投公司 " in done.stderr
    assert "未定单位 1 条" in done.stderr
    assert "国土局" not in done.stderr


def test_a_channel_without_items_gets_nothing(road: Path, server: Robots) -> None:
    file = channels(road, f'  fire: {{kind: wecom, url: "{server.wecom}", bodies: [fire], chart: true}}\n')
    done = send(road, file)
    assert (done.exit_code, done.stdout, server.got) == (0, "fire（企业微信）：没有要发的\n", [])


def test_a_dry_run_shows_every_word_and_sends_nothing(road: Path, server: Robots) -> None:
    file = three(road, server)
    shown = send(road, file, "--dry-run")
    assert shown.exit_code == 0
    assert not server.got
    assert not (road / "sent").exists()
    send(road, file)
    for message in server.got:
        content = message.get("markdown", {}).get("content")
        for line in content.splitlines()[1:] if content else ():
            assert line.replace("＿", "_") in shown.stdout
    again = send(road, file, "--dry-run")
    assert "已经发过，不再发" in again.stdout
    assert "要发给" not in again.stdout


# What may go wrong

FAILURES = [
    (
        "wecom",
        (200, b'{"errcode":93000,"errmsg":"invalid webhook url"}'),
        Outcome.REFUSED,
        "对方拒收（93000）：invalid",
    ),
    ("wecom", (200, b'{"errcode":45009,"errmsg":"api freq out of limit"}'), Outcome.REFUSED, "发得太密"),
    ("dingtalk", (200, b'{"errcode":310000,"errmsg":"keywords not in content"}'), Outcome.REFUSED, "关键词"),
    ("dingtalk", (200, b'{"errcode":130101,"status":1111}'), Outcome.REFUSED, "对方拒收（130101）"),
    ("feishu", (200, b'{"code":19021,"msg":"sign match fail"}'), Outcome.REFUSED, "对方拒收（19021）：sign match fail"),
    ("feishu", (200, b'{"StatusCode":9499,"StatusMessage":"Bad Request"}'), Outcome.REFUSED, "（9499）：Bad Request"),
    ("feishu", (400, b'{"code":9499,"msg":"Bad Request"}'), Outcome.REFUSED, "（9499）：Bad Request"),
    ("wecom", (404, b"<html>"), Outcome.REFUSED, "对方拒收（404）"),
    ("webhook", (403, b""), Outcome.REFUSED, "对方拒收（403）"),
    ("wecom", (302, b""), Outcome.REFUSED, "没有跟去"),
    ("wecom", (500, b""), Outcome.SERVER, "对方服务器出错（HTTP 500）"),
    ("feishu", (502, b'{"code":0}'), Outcome.SERVER, "对方服务器出错（HTTP 502）"),
    ("wecom", (200, b'{"errcode":'), Outcome.UNCLEAR, "读不懂或者不完整"),
    ("wecom", (200, b'{"errcode":"0"}'), Outcome.UNCLEAR, "读不懂或者不完整"),
    ("wecom", (200, b'{"errcode":false}'), Outcome.UNCLEAR, "读不懂或者不完整"),
    ("dingtalk", (200, b"<html>login</html>"), Outcome.UNCLEAR, "读不懂或者不完整"),
    ("feishu", (200, b"{}"), Outcome.UNCLEAR, "读不懂或者不完整"),
    ("feishu", (200, b"\xff\xfe" * 40_000), Outcome.UNCLEAR, "读不懂或者不完整"),
    ("wecom", "cuts", Outcome.UNCLEAR, "读不懂或者不完整"),
    ("wecom", "drops", Outcome.UNCLEAR, "读不懂或者不完整"),
]


@pytest.mark.parametrize(("kind", "does", "outcome", "said"), FAILURES)
def test_a_failure_has_its_exit_code_and_its_sentence(
    road: Path, server: Robots, kind: str, does: str | tuple[int, bytes], outcome: Outcome, said: str
) -> None:
    file = alone(road, kind, getattr(server, kind))
    server.does = does
    done = send(road, file)
    assert done.exit_code == EXITS[outcome]
    assert said in done.stderr
    assert done.stdout == ""
    assert len(server.got) == 1, "nothing is tried twice, and no redirection followed"
    lost = outcome is Outcome.REFUSED
    assert ("没有发到" in done.stderr) is lost
    assert ("不知道" in done.stderr) is not lost
    # What certainly was not sent is sent by the next run; what may have arrived only when it is asked for.
    server.does = "right"
    again = send(road, file)
    assert (again.exit_code, len(server.got)) == ((0, 2) if lost else (Exit.UNSETTLED, 1))
    if not lost:
        assert "--resend" in again.stderr
        assert send(road, file, "--resend").exit_code == 0
        assert len(server.got) == 2
    assert send(road, file, "--resend").exit_code == 0
    assert len(server.got) == 2, "what was sent is not sent again, whatever is asked"


def test_a_robot_that_says_nothing_in_time(road: Path, server: Robots, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "SECONDS", 0.2)
    server.seconds = 0.8
    done = send(road, alone(road, "wecom", server.wecom))
    assert done.exit_code == EXITS[Outcome.TIMEOUT]
    assert "没有回音" in done.stderr
    assert set(read_sent(road / "sent" / "2016-03-07.json").values()) == {State.UNKNOWN}


def test_a_server_that_is_not_there(road: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        done = send(road, alone(road, "wecom", f"http://127.0.0.1:{port}/send?key={SECRETS['key']}"))
    assert done.exit_code == EXITS[Outcome.UNREACHED]
    assert "连接被拒绝" in done.stderr
    assert set(read_sent(road / "sent" / "2016-03-07.json").values()) == {State.FAILED}


def test_a_name_that_nobody_knows(road: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, f"no such host {SECRETS['key']}")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    done = send(road, alone(road, "wecom", f"https://robots.invalid/send?key={SECRETS['key']}"), "--lang", "en")
    assert done.exit_code == EXITS[Outcome.UNREACHED]
    assert "The server is not found" in done.stderr


def test_a_wire_that_is_not_encrypted_as_promised(road: Path, server: Robots) -> None:
    done = send(road, alone(road, "wecom", server.wecom.replace("http:", "https:")))
    assert done.exit_code == EXITS[Outcome.UNREACHED]
    assert "证书不可信" in done.stderr


def test_one_robots_failure_does_not_keep_the_others_from_being_told(road: Path, server: Robots) -> None:
    file = three(road, server)
    text = file.read_text("utf-8").replace(SECRETS["sign"], "SEC-of-another", 1)
    file.write_text(text, encoding="utf-8")
    done = run(road, "--send", "all", "--channels", file)
    assert done.exit_code == EXITS[Outcome.REFUSED]
    assert "没有发到 works（钉钉）" in done.stderr
    assert server.checked == ["wecom", "feishu"]


def test_every_failure_has_another_exit_code() -> None:
    assert len({*EXITS.values(), Exit.UNSETTLED}) == len(Outcome) + 1


def test_an_alert_asked_for_is_told_by_the_exit_code_after_sending(road: Path, server: Robots) -> None:
    assert send(road, three(road, server), "--fail-on", "red").exit_code == 3


# Nothing is sent twice


def test_a_rerun_sends_only_what_is_new(road: Path, server: Robots) -> None:
    file = three(road, server)
    send(road, file)
    server.got.clear()
    assert send(road, file).exit_code == 0
    assert server.got == []
    # The bodies' channels know everything; the fire brigade's task is new.
    plan = PLAN + "  permit: {name: 消防审核, body: fire, duration: 9wd, deadline: 2016-03-04}\n"
    (road / "plan.yaml").write_text(plan, encoding="utf-8")
    done = send(road, file)
    (text,) = server.texts()
    assert "消防审核" in text
    assert "勘测图" not in text.partition("\\n1. ")[2]
    assert (
        done.stdout == "已发给 force（企业微信）：1 条\n"
    )  # that it is late, and in the same line that nothing was reported


@pytest.mark.slow
def test_two_at_once_send_it_once(road: Path, server: Robots) -> None:
    file, server.seconds = three(road, server), 0.3
    code = "from schedule.commands import main; main()"
    command = [sys.executable, "-c", code, "alerts", str(road), "--send", "works", "--channels", str(file)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    outputs = [one.communicate(timeout=60) for one in both]
    assert [one.returncode for one in both] == [0, 0], outputs
    assert len(server.got) == 1
    assert sorted(bool(out) for out, _ in outputs) == [False, True]


def test_whoever_is_interrupted_leaves_it_open(road: Path, server: Robots, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    file = alone(road, "wecom", server.wecom)
    with monkeypatch.context() as patched:
        patched.setattr("schedule.commands.sending.post", interrupted)
        assert send(road, file).exit_code == 130
    assert set(read_sent(road / "sent" / "2016-03-07.json").values()) == {State.SENDING}
    done = send(road, file)
    assert (done.exit_code, server.got) == (Exit.UNSETTLED, [])
    assert "不知道送到没有" in done.stderr
    assert send(road, file, "--resend").exit_code == 0
    assert len(server.got) == 1


@pytest.mark.slow
def test_whoever_is_interrupted_before_the_chart_is_told_of_the_chart(
    road: Path, server: Robots, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The messages had gone, the chart's answer never came: the next run said that all was well, and sent none."""
    file, post = alone(road, "wecom", server.wecom, ", chart: true"), delivery.post

    def interrupted(channel: Channel, payload: dict[str, object]) -> object:
        if payload["msgtype"] == "image":
            raise KeyboardInterrupt
        return post(channel, payload)

    monkeypatch.setattr("schedule.commands.sending.post", interrupted)
    assert send(road, file).exit_code == Exit.INTERRUPTED
    monkeypatch.undo()
    again = send(road, file)
    assert again.exit_code == Exit.UNSETTLED
    assert "one（企业微信）：横道图上次不知道送到没有，没有再发" in again.stderr
    assert send(road, file, "--resend").exit_code == Exit.FINE
    assert [one["msgtype"] for one in server.got].count("image") == 1
    assert send(road, file, "--resend").exit_code == Exit.FINE
    assert [one["msgtype"] for one in server.got].count("image") == 1


def test_a_ledger_that_cannot_be_recorded_in_keeps_the_message(
    road: Path, server: Robots, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "2016-03-07.json")

    monkeypatch.setattr(sent, "write_atomically", full)
    assert send(road, alone(road, "wecom", server.wecom)).exit_code == Exit.SYSTEM
    assert server.got == []


@pytest.mark.parametrize(
    "text", ["", "[", "{}", '[\n{"key": 1, "state": "sent"}\n]', '[{"key": "a", "state": "gone"}]']
)
def test_a_ledger_that_cannot_be_read_keeps_everything(road: Path, server: Robots, text: str) -> None:
    (road / "sent").mkdir()
    (road / "sent" / "2016-03-07.json").write_text(text, encoding="utf-8")
    done = send(road, alone(road, "wecom", server.wecom))
    assert (done.exit_code, server.got) == (1, [])
    assert "什么也不发" in done.stderr


def test_another_sender_at_work_is_waited_for(road: Path, server: Robots, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent, "LOCK_SECONDS", 0.05)
    (road / "sent").mkdir()
    with FileLock(road / "sent" / ".sending.lock"):
        done = send(road, alone(road, "wecom", server.wecom))
    assert (done.exit_code, server.got) == (Exit.BUSY, [])
    assert "另一个 daopai 正在写" in done.stderr


def test_records_are_only_appended(tmp_path: Path) -> None:
    path = tmp_path / "2016-03-07.json"
    about = {"a": {"channel": "force"}, "b": {"channel": "force"}}
    record(path, about, State.SENDING, "2016-03-07T01:00:00+00:00")
    before = path.read_text("utf-8").removesuffix("\n]\n")
    record(path, {"b": about["b"]}, State.SENT, "2016-03-07T01:00:01+00:00")
    assert path.read_text("utf-8").startswith(before)
    assert len(json.loads(path.read_text("utf-8"))) == 3
    assert read_sent(path) == {"a": State.SENDING, "b": State.SENT}


# Secrets


@pytest.mark.slow
def test_only_one_module_opens_connections() -> None:
    root = Path(schedule.__file__).parent
    wires = {"urllib", "http", "socket", "ssl", "requests", "apprise", "smtplib", "ftplib"}
    for path in root.rglob("*.py"):
        found = [
            name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        ]
        if path.name != "delivery.py":
            # `urllib.parse` only knows how an address is written.
            assert not {name.split(".")[0] for name in found if name != "urllib.parse"} & wires, path


def test_nothing_that_is_printed_of_a_channel_holds_its_secret() -> None:
    url = f"https://user:pass-word@robots.invalid/hook/{SECRETS['hook']}?key={SECRETS['key']}"
    channel = Channel("one", Kind.DINGTALK, None, url, SECRETS["sign"])
    asked = request(channel, {}, 1)
    said = channel.hidden(
        f"no {url} no /hook/{SECRETS['hook']} no key={SECRETS['key']} no {SECRETS['sign']} no pass-word; yes"
    )
    for text in (repr(channel), repr(asked), str(channel), said):
        assert not any(secret in text for secret in (*SECRETS.values(), "pass-word"))
    assert said.endswith("yes")


def test_what_a_robot_says_comes_without_the_secret(road: Path, server: Robots) -> None:
    server.does = 200, json.dumps({"errcode": 93000, "errmsg": f"bad key {SECRETS['key']}\x1b[31m"}).encode()
    done = send(road, alone(road, "wecom", server.wecom))
    assert "bad key ***" in done.stderr
    assert "\x1b" not in done.output


@pytest.mark.parametrize("secret", ["k7", "Q9-z", "a+b/c=", "键8", "7", "s&t<u"])
@pytest.mark.parametrize(
    "written",
    [
        lambda secret: secret,
        lambda secret: quote(secret, safe=""),
        lambda secret: quote(secret, safe="").lower(),
        lambda secret: quote_plus(secret),
        lambda secret: json.dumps(secret)[1:-1],
        lambda secret: json.dumps(secret)[1:-1].replace("/", "\\/"),
        lambda secret: escape(secret),
        lambda secret: secret.upper(),
        lambda secret: b64encode(secret.encode()).decode(),
    ],
)
@pytest.mark.parametrize(
    ("around", "left"),
    [
        ("{}", "***"),
        ("no robot has the key{}!", "no robot has the key***!"),
        ('{{"said": "{}"}}', '{"said": "***"}'),
        ("{0} and {0}", "*** and ***"),
        ("x" * 196 + "{}", "x" * 196 + "***"),
        ("x" * 199 + "{}", "x" * 199 + "…"),
    ],
    ids=["alone", "glued", "quoted", "twice", "at the end", "cut"],
)
def test_a_short_secret_is_starred_in_whatever_way_a_robot_repeats_it(
    secret: str, written: Callable[[str], str], around: str, left: str
) -> None:
    """The clerk copies what the robot said into a chat: all of it is there but the key, and no beginning of a key."""
    for url, sign in (
        (f"https://robots.invalid/send?key={quote(secret, safe='')}", None),
        (f"https://robots.invalid/{quote(secret, safe='')}/in", None),
        ("https://robots.invalid/", secret),
    ):
        channel = Channel("one", Kind.WECOM, None, url, sign)
        body = json.dumps({"errcode": 1, "errmsg": around.format(written(secret))}, ensure_ascii=False).encode()
        assert verdict(channel, 200, body).said == left


@pytest.mark.parametrize(
    ("url", "said", "left"),
    [
        ("schan://k7", "bad key k7 (K7)", "bad key *** (***)"),
        ("schan://k7?overflow=split", "k7?", "***?"),
        ("pushdeers://k7/", "no device k7", "no device ***"),
        ("pushdeers://push.invalid/k7", "no device k7", "no device ***"),
        ("wxpusher://k7@t9", "k7 t9", "*** t9"),
        ("jsons://push.invalid:8443/k7", "push.invalid: no k7", "push.invalid: no ***"),
    ],
)
def test_a_key_in_the_place_of_a_machine_is_starred_too(url: str, said: str, left: str) -> None:
    assert Channel("one", Kind.APPRISE, None, url).hidden(said) == left


@pytest.mark.parametrize("kind", ["dingtalk", "feishu", "webhook"])
def test_a_signature_in_an_echo_is_starred(kind: str) -> None:
    """With it, and before its hour is over, whoever reads the screen could send in our name."""
    channel = Channel("one", Kind(kind), None, "https://robots.invalid/hook/abcdefgh", "this is secret")
    asked = request(channel, {}, 1577262236757)
    known = {"dingtalk": DINGTALK, "feishu": asked.signature, "webhook": asked.headers.get("X-Daopai-Signature", "")}
    sign = known[kind]
    assert len(sign) >= 44
    for echo in (sign, quote(sign, safe=""), f"{asked.url} {dict(asked.headers)} {asked.data.decode()}"):
        said = verdict(channel, 403, json.dumps({"msg": echo, "errcode": 1, "code": 1}).encode(), asked.signature).said
        assert sign not in said
        assert quote(sign, safe="") not in said
        assert "***" in said
    assert sign not in repr(asked)


def test_what_every_robots_address_has_is_no_secret() -> None:
    channel = Channel("one", Kind.WECOM, None, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k7")
    assert channel.hidden("invalid webhook url, cannot send: k7") == "invalid webhook url, cannot send: ***"


@pytest.mark.parametrize("word", ["k7", "wecom7", "SGN-1"])
@pytest.mark.parametrize(
    "text",
    [
        "  one: {kind: SECRET, url: https://x.invalid/}\n",
        "  one: {kind: wecom, url: https://x.invalid/, bodies: [SECRET]}\n",
        "  one: {kind: wecom, url: https://x.invalid/, bodies: SECRET}\n",
        "  one: {kind: wecom, url: https://x.invalid/, SECRET: x}\n",
        "  one: {kind: wecom, url: !SECRET!x y}\n",
        "  one: {kind: wecom, url: https://x.invalid/, chart: SECRET}\n",
        "  one: {kind: apprise, url: 'SECRET://x'}\n",
        "  one: {kind: apprise, url: 'jsons://x.invalid/?verify=SECRET'}\n",
    ],
)
def test_a_short_secret_in_the_wrong_place_of_the_file_is_starred_too(road: Path, text: str, word: str) -> None:
    file = channels(road, text.replace("SECRET", word))
    for more in ([], ["--dry-run"]):
        done = run(road, "--send", "all", "--channels", file, *more)
        assert (done.exit_code, word in done.output.replace("k7.invalid", "")) == (1, False)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
def test_what_was_sent_to_whom_is_read_by_its_owner_alone(road: Path, server: Robots) -> None:
    file = three(road, server)
    ledger = road / "sent" / "2016-03-07.json"
    before = os.umask(0o022)
    try:
        for _ in range(2):  # new, and after an older version that left them open
            assert send(road, file, "--resend").exit_code == 0
            modes = {path.name: path.stat().st_mode & 0o777 for path in (road / "sent").iterdir()}
            assert modes == {"2016-03-07.json": 0o600, ".sending.lock": 0o600}
            assert (road / "sent").stat().st_mode & 0o777 == 0o700
            ledger.chmod(0o644)
            (road / "sent").chmod(0o755)
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("json://robots.invalid/in", "insecure-url"),
        ("xml://robots.invalid/in", "insecure-url"),
        ("form://127.0.0.1:1@robots.invalid/in", "insecure-url"),
        ("mailto://u:p@mail.invalid", "insecure-url"),
        ("mailto://u:p@localhost", "insecure-url"),
        ("mailto://u:p@localhost:25/?smtp=mail.invalid", "insecure-url"),
        ("mailto://u:p@127.0.0.1/?from=u@gmail.com", "insecure-url"),
        ("mailtos://u:p@localhost/?smtp=mail.invalid", None),
        ("syslog://x", "unsafe-scheme"),
        ("irc://robots.invalid/x", "unsafe-scheme"),
        ("apprises://robots.invalid/x", "unsafe-scheme"),
        ("nonesuch://robots.invalid/x", "unsafe-scheme"),
        ("jsons://robots.invalid/in?verify=no", "unsafe-option"),
        ("jsons://robots.invalid/in?%76erify=no", "unsafe-option"),
        ("jsons://robots.invalid/in?a=b;Verify=0", "unsafe-option"),
        ("json://127.0.0.1/in?method=PUT", "unsafe-option"),
        ("mailtos://u:p@mail.invalid?mode=insecure", "unsafe-option"),
        ("mailtos://u:p@mail.invalid?redirect=yes", "unsafe-option"),
        ("mailtos://u:p@mail.invalid?retry=3", "unsafe-option"),
        ("jsons://robots.invalid:99999/in", "bad-url"),
        ("mailtos://u:p@mail.invalid?mode=starttls&to=a@b.invalid", None),
        ("jsons://robots.invalid/in", None),
        ("json://127.0.0.1:8080/in", None),
        ("schan://sendkey", None),
    ],
)
def test_apprise_is_given_only_what_is_encrypted_and_sent_once(road: Path, url: str, code: str | None) -> None:
    found = read_channels(channels(road, f"  one: {{kind: apprise, url: '{url}'}}\n"), road)
    plan = schedule.load(road).plan
    if code is None:
        assert found.chosen(["one"], plan, {})[0].url == url
        return
    with pytest.raises(PlanError) as error:
        found.chosen(["one"], plan, {})
    assert [fault.code for fault in error.value.diagnostics] == [code]


def test_a_robot_behind_a_door_that_does_not_exist_is_a_fault_of_the_file(road: Path) -> None:
    done = run(road, "--send", "all", "--channels", alone(road, "wecom", "https://robots.invalid:70000/?key=k7"))
    assert (done.exit_code, "这不是网址" in done.stderr) == (1, True)


LEAKS = [
    "  one: {kind: wecom, url: https://x.invalid/?key=SECRET, colour: red}\n",
    "  one: {kind: SECRET, url: https://x.invalid/}\n",
    "  one: {kind: wecom, url:https://x.invalid/?key=SECRET}\n",
    "  one: {kind: wecom, SECRET: 1, url: http://x.invalid/SECRET}\n",
    "  one: {kind: wecom, url: http://x.invalid/SECRET}\n",
    "  one: {kind: wecom, url: ftp://x.invalid/SECRET}\n",
    "  one: {kind: wecom, url: https://user:SECRET@x.invalid/}\n",
    "  one: {kind: wecom, url: SECRET}\n",
    "  one: {kind: dingtalk, url: https://x.invalid/, secret: '${SECRET-x'}\n",
    "  one: {kind: wecom, url: https://x.invalid/, secret: SECRET}\n",
    "  one: {kind: wecom, url: https://x.invalid/, secret: &SECRET x}\n",
    "  one: {kind: wecom, url: *SECRET}\n",
    "  one: {kind: wecom, url: !SECRET x}\n",
    "  one: {kind: wecom, url: [https://x.invalid/SECRET]}\n",
    "  one: {kind: wecom, url: 'https://x.invalid/SECRET}\n",
    "  one:\n\tkind: SECRET\n",
    "  one: SECRET\n",
    "  SECRET SECRET: {kind: wecom}\n",
    "  one: {kind: wecom, url: https://x.invalid/SECRET, bodies: [wroks]}\n",
    "  one: {kind: wecom, url: https://x.invalid/SECRET, bodies: SECRET}\n",
    "  one: {kind: wecom, url: https://x.invalid/SECRET, chart: SECRET}\n",
    "  one: {kind: wecom, url: https://x.invalid/SECRET, url: https://x.invalid/SECRET}\n",
    "  one: {kind: wecom, url: 'https://x.invalid/SECRET', secret：SECRET}\n",
    "  one: {kind: wecom, url: https://x.invalid/SECRET ${MISSING}}\n",
]


@pytest.mark.parametrize("text", LEAKS)
def test_a_fault_of_the_file_shows_its_place_and_no_secret(road: Path, text: str) -> None:
    secret = "693a91f6-7c51-4bc4-97a0-0ec25a1f5aaa"
    file = channels(road, text.replace("SECRET", secret))
    done = run(road, "--send", "all", "--channels", file)
    assert done.exit_code == 1
    assert f"{file}:" in done.stderr
    assert re.search(rf"{re.escape(str(file))}:\d+:\d+", done.stderr)
    assert secret not in done.output
    assert secret[:13] not in done.output
    with pytest.raises(PlanError) as error:
        read_channels(file, road).chosen(["one"], schedule.load(road).plan, {})
    shown = render_all(error.value.diagnostics, "en")
    assert not any(secret in text for text in (str(error.value), repr(error.value.diagnostics), shown))


def test_a_channels_file_is_refused_inside_the_plans_folder(road: Path, server: Robots) -> None:
    inside = road / "notes" / "channels.yaml"
    inside.parent.mkdir()
    alone(road, "wecom", server.wecom).rename(inside)
    link = road.parent / "link.yaml"
    link.symlink_to(inside)
    for path in (inside, link):
        done = send(road, path)
        assert (done.exit_code, server.got) == (1, [])
        assert "不能放在计划文件夹" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
def test_a_file_that_everybody_can_read_is_warned_of_where_it_holds_secrets(road: Path, server: Robots) -> None:
    file = alone(road, "wecom", server.wecom)
    file.chmod(0o644)
    assert "chmod 600" in send(road, file).stderr
    named = server.wecom.replace(SECRETS["key"], "${WECOM_KEY}")
    alone(road, "wecom", named).chmod(0o644)
    done = CliRunner(env={"WECOM_KEY": SECRETS["key"]}).invoke(
        main, ["alerts", str(road), "--send", "one", "--channels", str(file), "--date", WEEKS[0]]
    )
    assert (done.exit_code, done.stderr) == (0, "")
    assert server.checked == ["wecom", "wecom"]


def test_variables_are_needed_of_the_channels_that_are_asked_for(road: Path, server: Robots) -> None:
    text = f'  one: {{kind: wecom, url: "{server.wecom}"}}\n  two: {{kind: wecom, url: "https://x.invalid/${{NONE_SUCH}}"}}\n'
    file = channels(road, text)
    assert send(road, file, to="one").exit_code == 0
    done = send(road, file)
    assert done.exit_code == 1
    assert "环境变量 NONE_SUCH 没有设" in done.stderr


def test_the_file_is_found_by_the_environment(road: Path, server: Robots) -> None:
    file = alone(road, "wecom", server.wecom)
    runner = CliRunner(env={"DAOPAI_CHANNELS": str(file)})
    assert runner.invoke(main, ["alerts", str(road), "--send", "one"]).exit_code == 0
    assert len(server.got) == 1


def test_a_channel_that_is_not_there_is_a_usage_error_with_the_nearest(road: Path, server: Robots) -> None:
    done = run(road, "--send", "wroks", "--channels", three(road, server))
    assert done.exit_code == 2
    assert "works" in done.stderr
    assert run(road, "--dry-run").exit_code == 2


# What robots take

# printf '1577262236757\nthis is secret' | openssl dgst -sha256 -hmac 'this is secret' -binary | base64
DINGTALK = "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="
# printf '' | openssl dgst -sha256 -hmac "$(printf '1599360473\ndemo')" -binary | base64
FEISHU = "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="


def test_the_signatures_are_the_vendors() -> None:
    assert dingtalk_signature("this is secret", 1577262236757) == DINGTALK
    assert feishu_signature("demo", 1599360473) == FEISHU
    # RFC 4231, test case 2, holds the playing machine's own HMAC.
    assert hmac_sha256(b"Jefe", b"what do ya want for nothing?").hex() == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_a_signature_is_fit_for_an_address() -> None:
    channel = Channel("one", Kind.DINGTALK, None, "https://x.invalid/send?access_token=t", "this is secret")
    asked = request(channel, {}, 1577262236757)
    escaped = DINGTALK.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    assert asked.url == f"https://x.invalid/send?access_token=t&timestamp=1577262236757&sign={escaped}"


VOICE = Voice("zh", 2016, Plan("示例", 0, "china", {"t": Task("t", "基层")}, bodies={"b": Body("b", "城投公司")}))
LIMITS = {("wecom", False): 4096, ("wecom", True): 2048, ("dingtalk", False): 20_000, ("feishu", False): 20_000}


def letter_of(texts: list[str]) -> Letter:
    matters = tuple(Matter(Alert(f"c{k}", Light.RED, "t", "b"), 1, None, text) for k, text in enumerate(texts))
    return Letter(date(2016, 3, 7), "示例", "示例预警", ("数据日期", "头"), matters, ("请报送",))


@pytest.mark.slow
@given(
    st.sampled_from(sorted(LIMITS)),
    st.lists(st.builds(lambda text, times: text * times, st.text(max_size=9), st.integers(1, 400)), max_size=25),
)
def test_messages_keep_their_limits_and_lose_nothing(kind: tuple[str, bool], texts: list[str]) -> None:
    channel = Channel("one", Kind(kind[0]), None, "https://x.invalid/", plain=kind[1])
    whole = letter_of(texts)
    made = parts(whole, channel, VOICE)
    assert tuple(matter for part in made for matter in part.matters) == whole.matters
    assert len(made) <= MAX_PARTS
    told = 0
    for part in made:
        content = part.payload
        if kind[0] == "wecom":
            assert len(content[content["msgtype"]]["content"].encode()) <= LIMITS[kind]
        else:
            assert len(json.dumps(content, ensure_ascii=False).encode()) <= LIMITS[kind]
        for line in part.lines[2:-1]:
            number, dot, text = line.partition(". ")
            if dot:
                told += 1
                assert number == str(told)
                full = texts[told - 1]
                assert text == full or (text.endswith("…") and full.startswith(text[:-1]))
                if text != full:
                    assert len(part.matters) == 1 or part is made[-1], "only what is too long by itself is cut"
    rest = len(texts) - told
    assert (f"另有 {rest} 条，见会议材料" in "".join(made[-1].lines if made else ())) is bool(rest)


def test_a_thousand_alerts_are_no_flood() -> None:
    made = parts(letter_of(["很长的一句话" * 20] * 1000), Channel("one", Kind.WECOM, None, "https://x.invalid/"), VOICE)
    assert len(made) == MAX_PARTS
    assert made[0].title == "示例预警（第 1 条，共 5 条）"


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
@pytest.mark.parametrize("plain", [False, True])
def test_text_of_people_mentions_nobody_and_hides_no_link(kind: str, plain: bool) -> None:
    text = '<@all> <at user_id="all">所有人</at> [请点](https://evil.invalid) **粗** `码` # 题 \\ _斜_'
    channel = Channel("one", Kind(kind), None, "https://x.invalid/", plain=plain)
    sent_text = json.dumps(parts(letter_of([text]), channel, VOICE)[0].payload, ensure_ascii=False)
    assert "<" not in sent_text
    if not plain and kind != "feishu":
        assert "[请点]" not in sent_text
        assert "＊＊粗＊＊" in sent_text


@given(st.sampled_from(list(Kind)), st.integers(100, 599), st.binary(max_size=60) | st.just(b'{"errcode":0,"code":0}'))
def test_any_answer_has_a_verdict_and_only_a_clear_yes_is_one(kind: Kind, status: int, body: bytes) -> None:
    found = verdict(Channel("one", kind, None, "https://x.invalid/"), status, body)
    if found.outcome is Outcome.SENT:
        assert 200 <= status < 300
        assert kind is Kind.WEBHOOK or b":0" in body
    if status >= 500:
        assert found.outcome is Outcome.SERVER


# Through apprise


def apprise_there() -> bool:
    try:
        import apprise  # noqa: F401
    except ImportError:
        return False
    return True


@pytest.mark.skipif(not apprise_there(), reason="the extra `notify` is not installed")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what apprise imports
def test_apprise_carries_the_message_and_the_chart(road: Path, server: Robots) -> None:
    url = f"json://127.0.0.1:{server.port}/in/{SECRETS['hook']}"
    file = channels(road, f'  mail: {{kind: apprise, url: "{url}", chart: true, bodies: [land]}}\n')
    server.does = 200, b""
    assert send(road, file).exit_code == 0
    (message,) = server.got
    assert message["title"] == "示例路预警：国土局"
    assert "勘测图" in message["message"]
    assert "基层" not in message["message"]
    assert b64decode(message["attachments"][0]["base64"]).startswith(b"\x89PNG")
    assert send(road, file).exit_code == 0
    assert len(server.got) == 1


@pytest.mark.skipif(not apprise_there(), reason="the extra `notify` is not installed")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what apprise imports
def test_apprise_that_fails_says_so_and_no_address(
    road: Path, server: Robots, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    url = f"json://127.0.0.1:{server.port}/in/{SECRETS['hook']}"
    server.does = 500, b""
    done = send(road, channels(road, f'  mail: {{kind: apprise, url: "{url}", bodies: [land]}}\n'))
    assert done.exit_code == EXITS[Outcome.SERVER]
    assert "对方服务器出错（HTTP 500）" in done.stderr
    told = caplog.text + "".join(capfd.readouterr())
    assert SECRETS["hook"] not in told


@pytest.mark.skipif(not apprise_there(), reason="the extra `notify` is not installed")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what apprise imports
def test_apprise_posts_a_message_once_and_follows_no_redirection(road: Path, server: Robots) -> None:
    url = f"http://127.0.0.1:{server.port}/in/{SECRETS['hook']}".replace("http", "json")
    file = channels(road, f'  mail: {{kind: apprise, url: "{url}", bodies: [land]}}\n')
    for status in (302, 307, 308):
        server.does = status, b""
        done = send(road, file)
        assert done.exit_code == EXITS[Outcome.REFUSED]
        assert "没有跟去" in done.stderr
    assert len(server.got) == 3
    server.does = 500, b""
    assert send(road, file).exit_code == EXITS[Outcome.SERVER]
    assert len(server.got) == 4


@pytest.mark.skipif(not apprise_there(), reason="the extra `notify` is not installed")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what apprise imports
def test_apprise_sends_to_one_address_encrypted_whatever_it_is_told(server: Robots) -> None:
    """Past the channels file, as if a service of apprise's had another spelling of what loosens it."""
    part, server.does = Part((), "题", ("文",), {}), (200, b"")
    there = f"127.0.0.1:{server.port}"
    for url, outcome in (
        (f"jsons://{there}/in", Outcome.UNREACHED),
        (f"jsons://{there}/in?verify=no", Outcome.REFUSED),
        (f"json://{there}/in?method=GET", Outcome.UNCLEAR),
        ("json://robots.invalid/in", Outcome.UNCLEAR),
        (f"json://{there}/in, json://{there}/also", Outcome.SENT),
    ):
        server.got.clear()
        assert notify(Channel("one", Kind.APPRISE, None, url), part, None).outcome is outcome, url
        assert len(server.got) == (outcome is Outcome.SENT)


@pytest.mark.skipif(not apprise_there(), reason="the extra `notify` is not installed")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what apprise imports
@pytest.mark.parametrize(
    "url",
    [
        "mailto://clerk:pass-word@localhost:{port}/?smtp=127.0.0.1",
        "mailto://clerk:pass-word@127.0.0.1:{port}",
        "mailtos://clerk:pass-word@robots.invalid:{port}/?smtp=127.0.0.1&mode=starttls",
        "mailtos://clerk:pass-word@robots.invalid:{port}/?smtp=127.0.0.1&mode=insecure",
    ],
)
def test_a_mail_server_without_encryption_hears_no_password_and_gets_no_mail(url: str) -> None:
    """Past the channels file: what apprise says to a machine that takes everything in clear."""
    with mail_server() as (port, heard):
        found = notify(Channel("one", Kind.APPRISE, None, url.format(port=port)), Part((), "题", ("文",), {}), None)
    assert found.outcome is not Outcome.SENT
    assert {line.split()[0].casefold() for line in heard} <= {"ehlo", "helo", "starttls", "quit", "rset"}


@contextmanager
def mail_server() -> Iterator[tuple[int, list[str]]]:
    """A machine that takes any mail unencrypted, any password too: its port, and the commands that it heard."""
    heard: list[str] = []

    class Server(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 mail\r\n")
            in_mail = False
            for line in self.rfile:
                heard.append(text := line.decode().strip() or ".")
                word = text.split()[0].casefold()
                if in_mail and text != ".":
                    continue
                in_mail = word == "data"
                answers = {"ehlo": b"250-mail\r\n250 AUTH PLAIN LOGIN", "auth": b"235 ok", "data": b"354 go on"}
                self.wfile.write(answers.get(word, b"502 no" if word == "starttls" else b"250 ok") + b"\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server) as machine:
        machine.daemon_threads = True
        Thread(target=machine.serve_forever, daemon=True).start()
        try:
            yield machine.server_address[1], heard
        finally:
            machine.shutdown()


@pytest.mark.skipif(not apprise_there(), reason="the extra `notify` is not installed")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what apprise imports
@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_what_stays_on_this_machine_goes_through_no_proxy(
    server: Robots, name: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(other, raising=False)
    server.does = 200, b""
    with robots() as proxy:
        proxy.does = 200, b""
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        address = f"json://{host}:{server.port}/in/{SECRETS['hook']}"
        assert (
            notify(Channel("one", Kind.APPRISE, None, address), Part((), "题", ("文",), {}), None).outcome
            is Outcome.SENT
        )
        assert (len(proxy.got), len(server.got)) == (0, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"a":' * 3000 + b"1" + b"}" * 3000,
        b"1" * 5000,
        b"null",
        b"[null]",
        b'[{"key": "a"}]',
        b'[{"key": "a", "state": ["sent"]}]',
        b'[{"key": "a", "state": {}}]',
        b'[{"key": ["a"], "state": "sent"}]',
        b'[{"key": "\\ud800", "state": "sent"}]',
        b'{"key": "a", "state": "sent"}',
    ],
)
def test_whatever_stands_in_the_record_of_what_was_sent_is_understood_or_a_fault(data: bytes, tmp_path: Path) -> None:
    """Nothing is sent where nobody can tell what was sent, and the clerk is told the file."""
    file = tmp_path / "2016-03-14.json"
    file.write_bytes(data)
    with pytest.raises(PlanError) as error:
        read_sent(file)
    (fault,) = error.value.diagnostics
    assert (fault.code, fault.location and fault.location.path) == ("sent-unreadable", str(file))
