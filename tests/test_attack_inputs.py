"""Mutated inputs of every format: no call stack, no hang, no flood, an exit code that says what is so.

What was accepted is gone on with by another command; what a command then writes has to be computable: `check` reads it.
Commands run in this process; seconds are those of the processor.
"""

from __future__ import annotations

import gc
import json
import os
import random
import resource
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import mutations
import pytest
from attacks import KASHGAR, LAWFUL, ROOT, attacked_place, attacked_zone, drawn, said, scaled
from binary_forms import as_xls
from click.testing import CliRunner
from filled_forms import Filled
from mutations import Mutate
from test_nothing_invented import as_ods

from schedule.commands import main
from schedule.commands.conduct.exits import Exit

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="no clock of the processor")

HANGS, FLOODS, GROWS = 5.0, 2_000_000, 512
"""Seconds of the processor, characters of output, megabytes."""
NEVER = {Exit.UNEXPECTED, Exit.INTERRUPTED, Exit.PIPE_CLOSED, Exit.BUSY, Exit.SYSTEM, Exit.USAGE}
"""No content of a file may end a command so."""
READING = {"check", "schedule", "explain", "paths", "custody", "why", "recover", "preview", "law", "funds", "level"}
NAMING = {"explain", "why", "update", "decide", "custody", "recover"}
"""These are told of tasks and weeks, which a changed plan may not have; and a file may have several projects."""
Words = list[str]
Run = Callable[[Words], int]


class Hang(BaseException):
    """A command took too long."""


@dataclass(frozen=True, slots=True)
class Format:
    """Files of a format, how they are changed, where one is laid, and what is run on it."""

    corpus: Sequence[bytes]
    mutate: Mutate
    file: str
    run: Callable[[Path, Run, Callable[[Sequence[Words]], Words]], None]


def after(plan: str, out: str) -> list[Words]:
    """What is done with a plan that was read without a fault; what is seldom last."""
    week = ["--date", "2016-03-21"]
    return [
        ["schedule", plan, "--format", "csv"],
        ["deadlines", plan],
        ["alerts", plan, "--format", "json"],
        ["explain", plan, "c"],
        ["why", plan, "--from", "baseline"],
        ["why", plan, "--format", "json"],
        ["paths", plan],
        ["custody", plan],
        ["schedule", plan, "--profile", "msp", "--format", "json"],
        ["export", plan, "-o", f"{out}/x.xer"],
        ["update", plan, *week, "--note", "x"],
        ["update", plan, *week, "b started=2016-03-17 remaining=9wd"],
        ["decide", plan, "done deadline=2016-08-31", *week, "--reason", "x", "--approved-by", "y", "--dry-run"],
        ["decide", plan, "b duration=3wd", *week, "--reason", "x", "--approved-by", "y"],
        ["forms", plan, *week, "-o", f"{out}/f"],
        ["baseline", plan, "B9", "--approved-by", "x"],
        ["verify", plan, "--seal"],
        ["page", plan, "-o", f"{out}/m.html"],
        ["deadlines", plan, "-o", f"{out}/d.xlsx"],
        ["deadlines", plan, "--format", "ics", "-o", f"{out}/ics"],
        ["meeting", plan, "--only", "minutes", "--only", "secretary", "--only", "ledger", "--out", f"{out}/m"],
        ["meeting", plan, "--only", "notice", "--only", "supervision", "--lang", "en", "--out", f"{out}/m"],
    ]


def after_law(plan: str) -> list[Words]:
    """What is asked of a plan with periods of law and with measures that may be bought."""
    week = ["--date", "2016-03-21", "--reason", "x", "--approved-by", "y"]
    return [
        ["recover", plan, "--format", "json"],
        ["recover", plan, "--to", "2016-05-12", "--as-revision", "1"],
        ["recover", plan, "tender", "--to", "2016-04-20", "--menus", "3"],
        ["preview", plan, "--set", "permit duration=2wd", "--set", "yard duration=9wd", "--each"],
        ["preview", plan, "--drop", "review -> tender", "--format", "json"],
        ["preview", plan, "--calendar", "office off=2016-04-11"],
        ["law", plan],
        ["funds", plan, "--format", "json"],
        ["level", plan, "--format", "json"],
        ["explain", plan, "tender"],
        ["why", plan, "--decisions"],
        ["why", plan, "--method"],
        ["decide", plan, "permit waived=纪要1号", *week],
        ["decide", plan, "tender duration=22cd", *week],
        ["meeting", plan, "--only", "minutes", "--only", "secretary", "--only", "ledger"],
        ["verify", plan, "--certificate"],
        ["export", plan, "-o", f"{plan}/../x.xer"],
        *[["page", plan, "-o", f"{plan}/../x.html"], ["forms", plan, "--date", "2016-03-21", "-o", f"{plan}/../f"]],
    ]


CHARTS = ["meeting", "--only", "charts", "--out"]


def of_folder(place: Path, run: Run, choose: Callable[[Sequence[Words]], Words]) -> None:
    plan, out = str(place / "p"), str(place / "out")
    if run(["check", plan]) == Exit.FINE:
        todo = choose(after(plan, out))
        if run(todo) == Exit.FINE and todo[0] in ("update", "decide", "baseline", "verify"):
            assert run(["check", plan]) == Exit.FINE, f"{todo} wrote what cannot be read or computed"


def of_file(place: Path, run: Run, choose: Callable[[Sequence[Words]], Words]) -> None:
    file, out = str(place / "works.xer"), str(place / "out")
    if run(["schedule", file, "--format", "csv"]) == Exit.FINE:
        reading = [
            words
            for words in after(file, out)
            if words[0] in ("schedule", "deadlines", "alerts", "paths", "export", "page", "meeting", "custody")
        ]
        todo = choose([*reading, ["check", file], *[["import", file, "-o", f"{out}/i"]] * 4])
        if run(todo) == Exit.FINE and todo[0] == "import":
            assert run(["check", f"{out}/i"]) == Exit.FINE, "imported what cannot be read"


def of_foreign_file(place: Path, run: Run, choose: Callable[[Sequence[Words]], Words]) -> None:
    run(["schedule", str(place / "works.xml"), "--format", "csv"])


def of_sending(place: Path, run: Run, choose: Callable[[Sequence[Words]], Words]) -> None:
    run(["alerts", str(place / "p"), "--send", "all", "--channels", str(place / "channels.yaml"), "--dry-run"])


def of_report(place: Path, run: Run, choose: Callable[[Sequence[Words]], Words]) -> None:
    if run(["update", str(place / "p"), "--date", "2016-03-21", "--csv", str(place / "r.csv")]) == Exit.FINE:
        assert run(["check", str(place / "p")]) == Exit.FINE, "recorded what cannot be computed"


def of_form(place: Path, run: Run, choose: Callable[[Sequence[Words]], Words]) -> None:
    (form,) = place.glob("form.*")
    code = run(["collect", str(place / "p"), str(form), "--yes"])
    if code in (Exit.FINE, Exit.CONFLICTS, Exit.UNRECORDED):
        assert run(["check", str(place / "p")]) == Exit.FINE, "recorded what cannot be computed"


def of_papers(place: Path, run: Run, choose: Callable[[Sequence[Words]], Words]) -> None:
    plan = str(place / "p")
    run(choose([["check", plan], ["meeting", plan, "--only", "alerts"], ["meeting", plan, "--only", "minutes"]]))


def of_law(place: Path, run: Run, choose: Callable[[Sequence[Words]], Words]) -> None:
    plan = str(place / "law")
    if run(["check", plan]) == Exit.FINE:
        todo = choose(after_law(plan))
        if run(todo) == Exit.FINE and todo[0] == "decide":
            assert run(["check", plan]) == Exit.FINE, f"{todo} wrote what cannot be read or computed"


def of_zone(place: Path, run: Run, choose: Callable[[Sequence[Words]], Words]) -> None:
    """The zone goes on without the plan that is faulty."""
    zone, out = str(place / "zone" / "zone.yaml"), str(place / "out")
    todo = [
        ["portfolio", "meeting", zone],
        ["portfolio", "meeting", zone, "--format", "json", "--cache", str(place / "kept")],
        ["portfolio", "meeting", zone, "--date", "2016-03-14", "--format", "csv"],
        ["portfolio", "publish", zone, "--date", "2016-03-21"],
        ["portfolio", "forms", zone, "--date", "2016-03-21", "-o", f"{out}/f"],
        ["portfolio", "collect", zone, str(place / "forms"), "--yes"],
        ["portfolio", "alerts", zone, "--send", "all", "--channels", str(place / "channels.yaml"), "--dry-run"],
        *[["check", str(place / "zone" / "q")], ["schedule", str(place / "zone" / "q")]],
        ["meeting", str(place / "zone" / "q"), "--only", "minutes", "--only", "secretary"],
    ]
    words = choose(todo)
    code = run(words)
    if words[1] in ("publish", "collect") and code == Exit.FINE:
        assert run(["check", str(place / "zone" / "q")]) == Exit.FINE, f"{words} wrote what cannot be read"


def of_kept(place: Path, run: Run, choose: Callable[[Sequence[Words]], Words]) -> None:
    """A summary that was kept counts only where it is one: every other is worked out anew, and the page is the same."""
    run(["portfolio", "meeting", str(place / "zone" / "zone.yaml"), "--cache", str(place / "kept")])


def of_certificate(place: Path, run: Run, choose: Callable[[Sequence[Words]], Words]) -> None:
    """The checker says INVALID of what is not the certificate, to the byte but for the end of its line."""
    from certificates import checker

    (file,) = (place / "zone" / "q" / "certificates").iterdir()
    begun = time.process_time()
    lines, valid = checker().verdict(str(file))
    assert time.process_time() - begun < HANGS, "the checker takes too long"
    assert lines[0].startswith("VALID " if valid else "INVALID "), lines
    code = run(["verify", str(place / "zone" / "q"), "--certificate"])
    assert code in (Exit.FINE, Exit.CHANGED), code
    assert valid or code == Exit.CHANGED, "daopai takes what the checker does not"


def resealed(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """A publication with anything in it, sealed as if a release had written it so; now and then not sealed."""
    body = mutations.of_yaml(data.rpartition(b"seal: ")[0], draw, others)
    seal = sha256(body).hexdigest()
    return body + f"seal: {seal}\n".encode() if draw.random() < 0.9 else mutations.by_bytes(data, draw)


def recertified(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """A certificate with anything in it, in its canonical form and with its digest anew where it still is one."""
    from certificates import sealed

    found = mutations.of_json(data, draw, others)
    try:
        return sealed(json.loads(found)).encode("utf-8", "surrogatepass") if draw.random() < 0.7 else found
    except (ValueError, KeyError, TypeError, RecursionError):
        return found


CSVS = [
    "任务,开始,完成,还需,文号,原因,说明,需协调,报送,退回补正,受理,办结\n"
    "a,,2016/3/17,,文号,补正,说明,,2016-03-15,2016-03-16,,\nb,2016-03-18,,5wd,,,x,,,,,\n",
    "task,started,remaining,percent,note\nb,2016-03-18,,30,hello\n红线图,,3wd,,\n",
]
SENT = (
    '[\n{"key": "aa", "state": "sending", "at": "2016-03-14T00:00:00+00:00", "channel": "w", "body": "land", '
    '"task": "a"},\n{"key": "aa", "state": "sent", "at": "x", "channel": "w"}\n]\n'
)
CHANNELS = """daopai: 1
channels:
  w: {kind: wecom, url: "https://h.example/s?key=${ATTACK_KEY}", chart: true}
  d: {kind: dingtalk, url: "https://h.example/s?t=abcdefghijk", secret: "${ATTACK_KEY}", bodies: [land], format: text}
  j: {kind: webhook, url: "http://127.0.0.1:9/x", secret: abcdefghijk}
  m: {kind: apprise, url: "mailtos://u:p@h.example", bodies: all}
"""


def read_all(*files: Path) -> list[bytes]:
    return [file.read_bytes() for file in files]


def formats(place: Path) -> Mapping[str, Format]:
    """Every format, of the files of a place and of the examples of faults."""
    plan, errors = place / "p", ROOT / "tests" / "plans" / "errors"
    form = (place / "filled" / "国土局.xlsx").read_bytes()
    answered = Filled(form).fill("a", finished="2016-03-17", document="文号1", note="好").data
    said("meeting", plan, "--only", "alerts")
    week = plan / "meetings" / "2016-03-14"
    (journal,) = [
        b'{"puts": [["a", "alerts.csv", null, "00"], ["papers.json", "papers.json", null, "11"]], "takes": []}'
    ]
    return {
        "plan": Format(
            read_all(plan / "plan.yaml", KASHGAR / "plan.yaml", *sorted(errors.glob("*.yaml"))),
            *(mutations.of_yaml, "p/plan.yaml", of_folder),
        ),
        "update": Format(
            read_all(plan / "updates" / "2016-03-14.yaml", *sorted((KASHGAR / "updates").glob("*.yaml"))),
            *(mutations.of_yaml, "p/updates/2016-03-14.yaml", of_folder),
        ),
        "baseline": Format(
            read_all(plan / "baselines" / "B0.yaml"), mutations.of_yaml, "p/baselines/B0.yaml", of_folder
        ),
        "channels": Format([CHANNELS.encode()], mutations.of_yaml, "channels.yaml", of_sending),
        "sent": Format([SENT.encode()], mutations.of_json, "p/sent/2016-03-14.json", of_sending),
        "csv": Format([CSVS[0].encode(), CSVS[1].encode("gb18030")], mutations.of_csv, "r.csv", of_report),
        "xer": Format(
            read_all(place / "works.xer", ROOT / "tests/xer/site.xer", *sorted(errors.glob("*.xer"))),
            *(mutations.of_xer, "works.xer", of_file),
        ),
        "form": Format([form, answered], mutations.of_workbook, "form.xlsx", of_form),
        "xls": Format(
            [as_xls(Filled(form), {}), as_xls(Filled(answered), {})], mutations.by_bytes, "form.xls", of_form
        ),
        "ods": Format([as_ods(Filled(answered), {})], mutations.of_workbook, "form.ods", of_form),
        "papers": Format(
            read_all(week / "papers.json"), mutations.of_json, "p/meetings/2016-03-14/papers.json", of_papers
        ),
        "journal": Format([journal], mutations.of_json, "p/meetings/2016-03-14/.writing-x/forward.json", of_papers),
    }


def formats_of_zone(place: Path) -> Mapping[str, Format]:
    """The formats of a zone, of a plan with law and measures, and of its certificate."""
    home = place / "zone"
    (published,) = (home / "q" / "external").iterdir()
    (kept,) = (place / "kept").iterdir()
    if not (home / "q" / "certificates").is_dir():
        said("meeting", home / "q")
    (certificate,) = (home / "q" / "certificates").iterdir()
    forms = read_all(*sorted((place / "forms").iterdir()))
    name = next(one.name for one in sorted((place / "forms").iterdir()))
    return {
        "law": Format([LAWFUL.encode()], mutations.of_yaml, "law/plan.yaml", of_law),
        "zone": Format(read_all(home / "zone.yaml"), mutations.of_yaml, "zone/zone.yaml", of_zone),
        "park": Format([LAWFUL.encode()], mutations.of_yaml, "zone/q/plan.yaml", of_zone),
        "external": Format(read_all(published), resealed, f"zone/q/external/{published.name}", of_zone),
        "zone form": Format(forms, mutations.of_workbook, f"forms/{name}", of_zone),
        "kept": Format([kept.read_bytes()], mutations.of_json, f"kept/{kept.name}", of_kept),
        "certificate": Format(
            read_all(certificate), recertified, f"zone/q/certificates/{certificate.name}", of_certificate
        ),
    }


OF_ZONE = ["law", "zone", "park", "external", "zone form", "kept", "certificate"]
FORMATS = ["plan", "update", "baseline", "channels", "sent", "csv", "xer", "form", "xls", "ods", "papers", "journal"]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return attacked_place(tmp_path_factory.mktemp("inputs") / "place")


@pytest.fixture(scope="module")
def zone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return attacked_zone(tmp_path_factory.mktemp("zone") / "place")


@pytest.fixture
def place(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy in memory where there is such a place: thousands are made."""
    monkeypatch.setenv("ATTACK_KEY", "kkkkkkkkkkk")
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        yield Path(folder) / "place"


def attack(
    place: Path, prepared: Path, name: str, number: int, charts_each: int = 400, given: Format | None = None
) -> dict[str, object]:
    """Put so many mutated files of a format before the commands: how they ended, and what was found."""
    given = given or (formats_of_zone if name in OF_ZONE else formats)(prepared)[name]
    kept = place.with_name("kept")
    kept.mkdir()
    ends: Counter[str] = Counter()
    found: list[str] = []
    slowest = 0.0
    dirty = True
    for case in range(number):
        draw = drawn(name, case)
        data = given.mutate(draw.choice([*given.corpus[:1] * 3, *given.corpus]), draw, given.corpus)
        if dirty:
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(prepared, place)
            (place / "out").mkdir()
            dirty = False
        target = place / given.file
        target.parent.mkdir(exist_ok=True, parents=True)
        target.write_bytes(data)
        if name == "channels":
            target.chmod(0o600)
        if name == "journal":
            (target.parent / ".lock").touch()
            dirty = True

        def run(words: Words) -> int:
            nonlocal dirty, slowest
            dirty |= (words[0] not in READING and "--dry-run" not in words) or "-o" in words
            before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
            code, text = timed(words, 30 if "charts" in words else HANGS)
            took = time.process_time() - begun
            grew = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            slowest = max(slowest, took if "charts" not in words else 0)
            ends[f"{words[0]} {code}"] += 1
            named = words[0] in NAMING or "--project" in text
            if code in NEVER and not (code == Exit.USAGE and named):
                raise AssertionError(f"exit {code}: {text[-1500:]}")
            assert len(text) <= FLOODS, f"{len(text)} characters"
            assert grew <= GROWS, f"{grew:.0f} MB more"
            return code

        def choose(ways: Sequence[Words], draw: Callable[[], float] = draw.random) -> Words:
            if draw() < 1 / charts_each:
                return [*CHARTS[:1], str(ways[0][1]), *CHARTS[1:], str(place / "out" / "charts")]
            return ways[int(draw() * len(ways))]

        try:
            given.run(place, run, choose)
        except (AssertionError, Hang) as error:
            (kept / f"{name}-{case}").write_bytes(data)
            found.append(f"{name} {case}: {type(error).__name__} {error}")
            dirty = True
        if case % 50 == 0:
            gc.collect()
    return {"inputs": number, "ends": dict(ends.most_common()), "slowest": round(slowest, 2), "found": found}


def timed(words: Words, seconds: float) -> tuple[int, str]:
    """Exit code and all that is said; of an error that nobody foresaw the details. Raises Hang."""

    def alarm(*_: object) -> None:
        raise Hang(f"{words} took more than {seconds} s")

    signal.signal(signal.SIGPROF, alarm)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        done = CliRunner().invoke(main, words, catch_exceptions=False)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    text = done.output
    if done.exit_code == Exit.UNEXPECTED:
        for details in Path(tempfile.gettempdir()).glob("daopai-*.txt"):
            text = f"{words} {details.read_text()}"
            details.unlink()
    return done.exit_code, text


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_a_few_mutated_inputs(place: Path, prepared: Path, name: str) -> None:
    assert attack(place, prepared, name, 8, 10**9)["found"] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_ZONE)
def test_a_few_mutated_inputs_of_a_zone(place: Path, zone: Path, name: str) -> None:
    assert attack(place, zone, name, 4, 10**9)["found"] == []


@pytest.mark.attack
@pytest.mark.parametrize("name", OF_ZONE)
def test_ten_thousand_mutated_inputs_of_a_zone(
    place: Path, zone: Path, name: str, record_property: Callable[[str, object], None]
) -> None:
    got = attack(place, zone, name, scaled(10_000), 10**9)
    record_property("attack", got)
    assert got["found"] == []


@pytest.mark.attack
@pytest.mark.parametrize("name", FORMATS)
def test_twenty_thousand_mutated_inputs(
    place: Path, prepared: Path, name: str, record_property: Callable[[str, object], None]
) -> None:
    got = attack(place, prepared, name, scaled(2_000 if name == "xls" else 20_000))  # each .xls starts a program
    record_property("attack", got)
    assert got["found"] == []


@pytest.mark.attack
def test_five_hundred_mutated_files_through_mpxj(
    place: Path, prepared: Path, record_property: Callable[[str, object], None]
) -> None:
    """Each starts a Java of its own."""
    pytest.importorskip("mpxj", reason="the extra interop is not installed")
    if not (prepared / "works.xml").exists():
        said("export", prepared / "p", "-o", prepared / "works.xml")
    given = Format(read_all(prepared / "works.xml"), mutations.of_xml, "works.xml", of_foreign_file)
    got = attack(place, prepared, "mspdi", scaled(500), given=given)
    record_property("attack", got)
    assert got["found"] == []
