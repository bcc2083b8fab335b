"""What the attacks share: seeds and counts, a plan to attack, what a folder holds, and forks that die or fail inside.

`ATTACK_SEED` draws other attacks (by default 1); `ATTACK_SCALE` multiplies how many there are (0.1 for a tenth).
`daopai` never gets to tidy up where a fork is killed: no `finally`, no handler.
"""

from __future__ import annotations

import os
import random
import selectors
import shutil
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from filled_forms import Filled
from test_zone_forms import filled

import schedule
from schedule.commands import main

SEED = os.environ.get("ATTACK_SEED", "1")
SCALE = float(os.environ.get("ATTACK_SCALE", "1"))
ROOT = Path(schedule.__file__).parent.parent
KASHGAR = ROOT / "plans" / "kashgar"
EVENTS = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}

PLAN = """\
daopai: 1
project: {name: 示例路, start: 2016-03-01, calendar: office, target: done, must_finish_by: 2016-12-31}
calendars:
  office: {base: china, region: xinjiang, off: [2016-04-11], on: [2016-04-16]}
  site: {week: mon-sun, closed: [11-15..03-10]}
  shift: {week: mon-fri, hours: [10:00-14:00, 16:00-20:00]}
bodies:
  land: {name: 国土局, name_en: Land, lead: 张}
  agent: {name: 代建中心}
phases: [permitting, construction]
settings: {allow_mandatory: true, profile: p6}
tasks:
  a:
    {name: 红线图, phase: permitting, body: land, applicant: agent, duration: 7wd,
     basis: {article: 招标投标法第24条, floor: 5wd}}
  b: {name: 招标, body: agent, duration: 21cd, after: [a FS+3wd], start_no_earlier_than: 2016-03-20}
  c:
    {name: 基础, body: agent, group: 厂房/1号楼, duration: 30cd, calendar: calendar-days, after: [b, a SS+20wd],
     evidence: 开工令}
  d:
    {name: 上部, body: agent, group: 厂房/1号楼, calendar: shift, duration: 40h, after: [c FF-2cd],
     as_late_as_possible: true}
  s: {name: 厂房, kind: summary, group: 厂房}
  watch: {name: 监理, kind: level-of-effort, after: [a SS, d FF]}
  done: {name: 完工, milestone: finish, after: [d], deadline: 2016-06-30}
"""
FIRST = "data_date: 2016-03-07\nprogress:\n  a: {started: 2016-03-01, remaining: 5wd}\n"
SECOND = """\
data_date: 2016-03-14
progress:
  a:
    {started: 2016-03-01, remaining: 2wd, cause: 补正, note: 等待, submitted: 2016-03-02, returned: [2016-03-04],
     request: 请协调}
revisions:
  - {task: done, set: {deadline: 2016-07-10}, reason: 增加路段, approved_by: 专责领导小组}
  - calendar: office
    off: [{date: 2016-09-12, name: 古尔邦节, source: 自治区通知}]
    reason: 通知
    approved_by: 自治区
    announced: true
  - add: e
    task: {name: 绿化, body: agent, duration: 3wd, after: [c]}
    reason: 新增
    approved_by: 专班
"""

Contents = dict[str, bytes]


class Planted(Exception):  # noqa: N818 -- what it is, not what went wrong
    """What no part of the program foresees."""


def scaled(count: int) -> int:
    return max(1, round(count * SCALE))


def drawn(*of: object) -> random.Random:
    """Random numbers of this seed, others for each attack."""
    return random.Random(f"{SEED} {of}")


def said(*words: object, exits: Sequence[int] = (0,)) -> str:
    """What a command says on stderr; it has to end so."""
    done = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code in exits, f"{words}: {done.exit_code} {done.stderr}"
    return done.stderr


def small_plan(folder: Path) -> Path:
    """A plan of every kind of thing, with a baseline and two weeks."""
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    said("baseline", folder, "B0", "--approved-by", "专班", "--date", "2016-03-01")
    for name, text in (("2016-03-07", FIRST), ("2016-03-14", SECOND)):
        (folder / "updates" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def attacked_place(place: Path, port: int = 9) -> Path:
    """A plan `p` and everything that any command reads or writes beside it, some of it somebody's own."""
    small_plan(place / "p")
    (place / "own").mkdir()
    for name in ("gantt.png", "birthday.ics", "index.md"):
        (place / "own" / name).write_text("mine")
    said("export", place / "p", "-o", place / "works.xer")
    said("export", place / "p", "-o", place / "old.xer")
    (place / "q").mkdir()
    (place / "q" / "plan.yaml").write_text(ALONE, encoding="utf-8")
    (place / "zone.yaml").write_text(TIED, encoding="utf-8")
    (place / "alone.yaml").write_text("daopai-portfolio: 1\nname: 一区\nplans: {q: {plan: q}}\n", encoding="utf-8")
    said("portfolio", "forms", place / "zone.yaml", "--date", "2016-03-21", "-o", place / "of-zone")
    filled(
        place / "of-zone" / "国土系统.xlsx",
        {("红线图", "finished"): date(2016, 3, 17), ("场平", "started"): date(2016, 3, 17), ("场平", "remaining"): 4},
    )
    said("forms", place / "p", "--date", "2016-03-21", "-o", place / "filled")
    form = place / "filled" / "国土局.xlsx"
    form.write_bytes(Filled(form.read_bytes()).fill("a", finished="2016-03-17").data)
    (place / "channels.yaml").write_text(
        f'daopai: 1\nchannels:\n  w: {{kind: webhook, url: "http://127.0.0.1:{port}/in/x", secret: abcdefghijk}}\n'
        f'  v: {{kind: wecom, url: "http://127.0.0.1:{port}/send?key=abcdefghijk", chart: true}}\n'
    )
    (place / "channels.yaml").chmod(0o600)
    return place


LAWFUL = """\
daopai: 1
project: {name: 乙园, start: 2016-03-07, calendar: office, target: open}
calendars:
  office: {base: china, region: xinjiang}
  every: {week: mon-sun}
  half: {week: mon-fri, hours: [10:00-14:00]}
bodies: {dilian: {name: 地区国土局}, epb: {name: 环保局}, finance: {name: 财政局}}
settings:
  law: {office: office, region: xinjiang, 日: cd}
  recovery: {cost_unit: 万元, max_menus: 2, seconds: 1}
tasks:
  eia:
    {name: 环评批复, duration: 6wd, body: epb, kind_of: A07,
     basis: {article: 环评法第25条, ceiling: 20wd, extended: {by: 5wd, approved_by: 局长, on: 2016-03-10}}}
  study:
    {name: 可研批复, duration: 5wd, body: dilian, kind_of: A08, after: [eia], levers: [{compress: 2wd, costs: [1, 3]}]}
  review: {name: 财政评审, duration: 10cd, calendar: every, body: finance, after: [study]}
  tender:
    {name: 招标, duration: 21cd, calendar: every, after: [review ~], basis: {rule: BID_PERIOD, roll: false},
     levers: [{overlap: review, to: SS+5cd, risk: 控制价可能返工, ask: finance, authority: 地区}, {calendar: every}]}
  permit:
    {name: 施工许可证, duration: 5wd, body: dilian, kind_of: C02, after: [eia, tender],
     levers: [{compress: 3wd, unit: 1wd, cost: 2.5, how: 容缺, ask: dilian}]}
  begin: {name: 开工, duration: 1wd, after: [permit]}
  yard:
    {name: 货场, duration: 20wd, after: [begin], resources: [{duration: 30h, calendar: half}],
     levers: [{compress: 6wd, unit: 2wd}]}
  notice: {name: 验收通知, duration: 1wd, after: [yard], basis: {rule: ACCEPT_NOTICE, before: open}}
  open: {name: 投用, duration: 1wd, after: [notice FS+10wd], deadline: 2016-05-20}
"""
"""A plan with all that only the law and a search for measures read."""
ALONE = """\
daopai: 1
project: {name: 丙园, start: 2016-03-07, calendar: office}
calendars: {office: {week: mon-fri}}
bodies: {gtj: {name: 国土分局}}
tasks:
  site: {name: 场平, duration: 10wd, body: gtj}
  gate: {name: 大门, duration: 2wd, after: [site], body: gtj, deadline: 2016-03-22}
"""
"""A plan that nothing ties to another, so that a zone keeps its summary."""
TIED = """\
daopai-portfolio: 1
name: 一区
plans: {p: {plan: p}, q: {plan: q}}
relations: [{from: p.a, to: q.site}, {from: q.gate, to: p.done}]
bodies: {lands: {name: 国土系统, is: [p.land, q.gtj]}}
"""
ZONE = """\
daopai-portfolio: 1
name: 一区
plans:
  p: {plan: p}
  q: {plan: q, name: 乙园（疏附）}
  r: {plan: r}
relations:
  - {from: p.b, to: q.yard, type: FS+1wd}
  - {from: q.study, to: p.done, type: FS+2cd}
bodies:
  lands: {name: 国土系统, is: [p.land, q.dilian, r.gtj]}
deadlines: {whole: {name: 全区投用, deadline: 2016-07-31, after: [p.done, q.open]}}
"""


def attacked_zone(place: Path) -> Path:
    """Two plans that wait for each other, to which their zone has published, with forms of both and a channel."""
    home = place / "zone"
    small_plan(home / "p")
    for name, text in (("q", LAWFUL), ("r", ALONE)):
        (home / name).mkdir()
        (home / name / "plan.yaml").write_text(text, encoding="utf-8")
    (home / "zone.yaml").write_text(ZONE, encoding="utf-8")
    shutil.copytree(home / "q", place / "law")
    said("update", home / "q", "--date", "2016-03-14", "eia started=2016-03-07 remaining=3wd")
    said("portfolio", "publish", home / "zone.yaml", "--date", "2016-03-14")
    said("portfolio", "forms", home / "zone.yaml", "--date", "2016-03-21", "-o", place / "forms")
    said("portfolio", "meeting", home / "zone.yaml", "--cache", place / "kept")
    (place / "channels.yaml").write_text(
        'daopai: 1\nchannels:\n  w: {kind: webhook, url: "http://127.0.0.1:9/in/x", secret: abcdefghijk}\n'
    )
    (place / "channels.yaml").chmod(0o600)
    return place


def writing_commands(place: Path) -> Mapping[str, list[str]]:
    """One call of every command that writes, by what it does, and of those that write in several ways each of them."""
    plan, week = str(place / "p"), ["--date", "2016-03-21"]
    papers = [word for name in ("minutes", "deadlines", "alerts", "calendars") for word in ("--only", name)]
    return {
        "update": ["update", plan, *week, "--note", "x", "a remaining=1wd"],
        "decide": [
            *["decide", plan, "done deadline=2016-08-31", *week],
            *["--reason", "洪水", "--approved-by", "领导小组"],
        ],
        "baseline": ["baseline", plan, "B1", "--approved-by", "x"],
        "verify": ["verify", plan, "--seal"],
        "forms": ["forms", plan, *week],
        "collect": ["collect", plan, str(place / "filled"), "--yes"],
        "new": ["new", str(place / "fresh"), "--start", "2027-03-01"],
        "import": ["import", str(place / "works.xer"), "-o", str(place / "imported")],
        "export": ["export", plan, "-o", str(place / "x.xer")],
        "export --force": ["export", plan, "-o", str(place / "old.xer"), "--date", "2016-03-07", "--force"],
        "page": ["page", plan],
        "deadlines": ["deadlines", plan, "--format", "ics", "--out", str(place / "own")],
        "deadlines --out": ["deadlines", plan, "--out", str(place / "d.xlsx")],
        "schedule": ["schedule", plan, "--out", str(place / "s.csv")],
        "alerts": ["alerts", plan, "--out", str(place / "a.json")],
        "gantt": ["gantt", plan, "--weeks", "6", "--out", str(place / "p" / "one.png")],
        "figures": ["figures", plan, "--only", "float"],
        "why": ["why", plan, "--out", str(place / "w.csv")],
        "custody": ["custody", plan, "--out", str(place / "c.json")],
        "paths": ["paths", plan, "--out", str(place / "p.csv")],
        "preview": ["preview", plan, "--set", "b duration=2wd", "--out", str(place / "v.json")],
        "recover": ["recover", plan, "--out", str(place / "r.json")],
        "law": ["law", plan, "--out", str(place / "l.csv")],
        "funds": ["funds", plan, "--out", str(place / "m.json")],
        "level": ["level", plan, "--out", str(place / "l.json")],
        "schema": ["schema", "--out", str(place / "plan.schema.json")],
        "explain": ["explain", plan, "c", "--out", str(place / "e.txt")],
        "check": ["check", plan, "--out", str(place / "check.txt")],
        "portfolio": ["portfolio", "meeting", str(place / "zone.yaml"), "--out", str(place / "z.md")],
        "portfolio publish": ["portfolio", "publish", str(place / "zone.yaml"), *week],
        "portfolio forms": ["portfolio", "forms", str(place / "zone.yaml"), *week, "-o", str(place / "zf")],
        "portfolio collect": ["portfolio", "collect", str(place / "zone.yaml"), str(place / "of-zone"), "--yes"],
        "portfolio --cache": ["portfolio", "meeting", str(place / "alone.yaml"), "--cache", str(place / "kept")],
        "meeting --only": ["meeting", plan, *papers],
        "meeting --out": ["meeting", plan, *papers, "--out", str(place / "own")],
        "meeting": ["meeting", plan],
    }


def contents(folder: Path) -> Contents:
    """Every file under its own name; hidden ones, and the folders themselves, are nobody's papers."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in files
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def strays(folder: Path) -> list[str]:
    return [
        path.name for path in folder.rglob(".*") if not path.name.endswith(".lock") and path.name != ".gitattributes"
    ]


def points(events: int, most: int) -> list[int]:
    """Before which events to strike: all of them, or so many, drawn."""
    every = range(1, events + 1)
    return list(every) if events <= most else sorted(drawn("points", events).sample(every, most))


@dataclass(frozen=True, slots=True)
class End:
    """How a fork ended: its exit code, negative for a signal; to how many events it came; what it said on stderr."""

    code: int
    events: int
    stderr: str

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise Planted("planted at webhook://secret-address")


def called(words: Sequence[object]) -> Callable[[], int]:
    """The command line as it runs in a process of its own; returns its exit code."""

    def act() -> int:
        try:
            main.main([str(word) for word in words], standalone_mode=True)
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    return act


def forked(
    act: Callable[[], object],
    place: Path,
    strike_at: int = 0,
    kill_after: float | None = None,
    *,
    strike: Callable[[], None] = die,
    reads: bool = False,
    limit: float = 300,
) -> End:
    """Run in a fork that is struck before one event, counted from 1, of what changes files under a folder.

    With `reads` every opening of a file there is an event. `kill_after` kills from outside, so many seconds later.
    """
    reader, writer = os.pipe()
    ear, mouth = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the threads of a test runner hold nothing of ours
        child = os.fork()
    if child == 0:
        code = 97
        try:
            signal.setitimer(signal.ITIMER_REAL, limit)  # its signal ends whoever hangs
            null = os.open(os.devnull, os.O_RDWR)
            for stream, onto in ((0, null), (1, null), (2, mouth)):
                os.dup2(onto, stream)
            sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115
            sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
            _hooked(place, strike_at, strike, writer, reads=reads)
            found = act()
            code = found if isinstance(found, int) else 0
            sys.stderr.flush()
        except BaseException:
            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(code)
    os.close(writer)
    os.close(mouth)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    heard = {reader: b"", ear: b""}
    with selectors.DefaultSelector() as ready:
        for pipe in heard:
            ready.register(pipe, selectors.EVENT_READ)
        while ready.get_map():
            for key, _ in ready.select():
                data = os.read(key.fd, 65536)
                heard[key.fd] += data
                if not data:
                    ready.unregister(key.fd)
                    os.close(key.fd)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return End(status, len(heard[reader]), heard[ear].decode("utf-8", "replace"))


def _hooked(place: Path, strike_at: int, strike: Callable[[], None], writer: int, *, reads: bool) -> None:
    """Count in a pipe what changes files under a folder, and strike before the event of this number.

    Where reading counts, taking away a temporary file does not: what is left there is the next run's to take away.
    """
    count = 0

    def event() -> None:
        nonlocal count
        count += 1
        os.write(writer, b".")
        if count == strike_at:
            strike()

    def hook(name: str, args: tuple[object, ...]) -> None:
        if name == "open":
            if str(args[0]).startswith(str(place)) and isinstance(args[2], int) and (reads or args[2] & 3):
                event()
        elif reads and name in ("os.remove", "os.rmdir") and Path(str(args[0])).name.startswith("."):
            return
        elif name in EVENTS and str(args[0]).startswith((str(place), ".writing-", ".")):
            event()

    fsync = os.fsync

    def counted(descriptor: int) -> None:
        event()
        fsync(descriptor)

    os.fsync = counted
    sys.addaudithook(hook)


def anew(place: Path, copy: Path) -> None:
    """The place as it was in the beginning."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(copy, place)
