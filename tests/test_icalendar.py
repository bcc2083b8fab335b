"""Calendars of deadlines, read back by a reader of RFC 5545 that is written here and shares nothing with the writer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.commands import main
from schedule.output.delivery.icalendar import calendar_files, calendars
from schedule.output.words.phrases import voice_of

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
# China's working days of March 2016 are Mondays to Fridays. The road is due on Friday the 11th: the surface (3 days)
# must be done that day and begin on Wednesday the 9th; the base course (4 days) must be done on Tuesday the 8th and
# begin on Thursday the 3rd.
PLAN = """daopai: 1
project: {name: 示例路, start: 2016-03-01, calendar: china, sample: 虚构}
bodies: {works: {name: 城投公司}, roads: {name: "道路/处"}}
tasks:
  base: {name: "基层, 面; 层\\\\一", body: works, duration: 4wd}
  paving: {name: 面层, body: roads, duration: 3wd, after: [base]}
  done: {name: 通车, milestone: finish, after: [paving], deadline: 2016-03-11}
"""

Event = dict[str, str]


def read(text: str) -> tuple[dict[str, str], list[Event]]:
    """The calendar's own properties, and its events, each with its alarm's under `VALARM.`."""
    assert text.endswith("\r\n")
    assert not re.search("(?<!\r)\n|\r(?!\n)", text), "every line ends with CRLF"
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
    head: dict[str, str] = {}
    events: list[Event] = []
    opened: list[str] = []
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        key, _, value = line.partition(":")
        if key == "BEGIN":
            opened.append(value)
            if value == "VEVENT":
                events.append({})
        elif key == "END":
            assert opened.pop() == value
        else:
            into = head if opened == ["VCALENDAR"] else events[-1]
            name = key if opened[-1] in ("VCALENDAR", "VEVENT") else f"{opened[-1]}.{key}"
            assert name not in into, "no property twice"
            into[name] = re.sub(r"\\(.)", lambda match: {"n": "\n"}.get(match[1], match[1]), value)
    assert not opened
    return head, events


def of_plan(
    folder: Path, day: str | None = None, lang: str = "zh"
) -> dict[str | None, tuple[dict[str, str], list[Event]]]:
    from schedule.calendars.worktime import minutes

    project = schedule.load(folder)
    snapshot = schedule.meeting(project, None if day is None else minutes(date.fromisoformat(day)))
    return {body: read(text) for body, text in calendars(snapshot, voice_of(snapshot.schedule, lang)).items()}


@pytest.fixture
def road(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def test_each_body_has_its_own_deadlines_on_their_days(road: Path) -> None:
    found = of_plan(road)
    days = {
        body: [(one["SUMMARY"], one["DTSTART;VALUE=DATE"], one["DTEND;VALUE=DATE"]) for one in events]
        for body, (_, events) in found.items()
    }
    assert days == {
        "works": [
            ("启动：基层, 面; 层\\一", "20160301", "20160302"),
            ("完成：基层, 面; 层\\一", "20160304", "20160305"),
        ],
        "roads": [("启动：面层", "20160307", "20160308"), ("完成：面层", "20160309", "20160310")],
        None: [("完成：通车", "20160309", "20160310")],
    }


def test_what_a_calendar_must_have(road: Path) -> None:
    head, events = of_plan(road)["works"]
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    assert head["X-WR-CALNAME"] == "示例路：城投公司"
    for event in events:
        assert event["DTSTAMP"] == "20160301T000000Z", "the data date, and no clock"
        assert event["VALARM.ACTION"] == "DISPLAY"
        assert event["VALARM.DESCRIPTION"] == event["SUMMARY"]
        match = re.fullmatch(r"-P(\d+)DT(\d+)H", event["VALARM.TRIGGER"])
        assert match
        # Nine in the morning, two days before a day that begins at midnight.
        assert timedelta(days=int(match[1]), hours=int(match[2])) == timedelta(days=2) - timedelta(hours=9)
        assert "演示数据：虚构" in event["DESCRIPTION"]
    uids = [event["UID"] for _, all_of in of_plan(road).values() for event in all_of]
    assert len(set(uids)) == len(uids)


def test_a_later_meeting_moves_the_same_events(road: Path) -> None:
    before, after = of_plan(road)["roads"][1], of_plan(road, "2016-03-04")["roads"][1]
    assert [one["UID"] for one in before] == [one["UID"] for one in after]
    assert all(int(old["SEQUENCE"]) < int(new["SEQUENCE"]) for old, new in zip(before, after, strict=True))


def test_the_sample_plan_in_both_languages() -> None:
    for lang in ("zh", "en"):
        for _, events in of_plan(KASHGAR, lang=lang).values():
            assert events
            for event in events:
                assert date.fromisoformat(event["DTSTART;VALUE=DATE"]) < date.fromisoformat(event["DTEND;VALUE=DATE"])


def test_a_name_of_any_length_and_kind_stays_one_line_of_text(tmp_path: Path) -> None:
    name = "长" * 150 + "\\u202eEND:VEVENT\\nBEGIN:VALARM"
    text = PLAN.replace('"基层, 面; 层\\\\一"', f'"{name}"')
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    _, events = of_plan(tmp_path)["works"]
    assert len(events) == 2
    assert "[U+202E]" in events[0]["SUMMARY"] or events[0]["SUMMARY"].endswith("…")
    assert "\n" not in events[0]["SUMMARY"]


def test_the_same_snapshot_gives_the_same_bytes(road: Path) -> None:
    snapshot = schedule.meeting(schedule.load(road))
    voice = voice_of(snapshot.schedule, "zh")
    assert calendars(snapshot, voice) == calendars(snapshot, voice)


def test_the_command_writes_one_file_a_body(road: Path, tmp_path: Path) -> None:
    out = tmp_path / "日历"
    done = CliRunner().invoke(main, ["deadlines", str(road), "--format", "ics", "-o", str(out)], catch_exceptions=False)
    assert done.exit_code == 0
    names = {"城投公司期限.ics", "道路_处期限.ics", "未定单位期限.ics"}
    assert {path.name for path in out.iterdir()} == names | {"papers.json"}
    assert set(done.stdout.split()) == {str(out / name) for name in names}
    for path in out.glob("*.ics"):
        read(path.read_bytes().decode())


def test_two_bodies_of_one_name_have_two_files(road: Path) -> None:
    text = PLAN.replace('"道路/处"', "城投公司")
    (road / "plan.yaml").write_text(text, encoding="utf-8")
    snapshot = schedule.meeting(schedule.load(road))
    files = calendar_files(snapshot, voice_of(snapshot.schedule, "zh"))
    assert set(files) == {"城投公司期限.ics", "城投公司期限 roads.ics", "未定单位期限.ics"}


def test_an_authority_is_not_told_to_hand_in_the_file_that_it_decides(tmp_path: Path) -> None:
    """The works hand it in, and have both days in their calendar; the authority has its decision alone."""
    plan = """daopai: 1
project: {name: 示例路, start: 2016-03-01, calendar: china}
bodies: {works: {name: 城投公司}, land: {name: 国土局}}
tasks:
  permit: {name: 用地批复, body: land, applicant: works, duration: 5wd}
  own: {name: 内部核准, body: land, applicant: land, duration: 5wd}
  done: {name: 通车, milestone: finish, after: [permit, own], deadline: 2016-03-25}
"""
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    meeting = schedule.meeting(schedule.load(tmp_path))
    made = calendars(meeting, voice_of(meeting.schedule, "zh"))
    told = {body: [event["SUMMARY"] for event in read(text)[1]] for body, text in made.items()}
    assert len([title for title in told["works"] if "用地批复" in title]) == 2
    assert len([title for title in told["land"] if "用地批复" in title]) == 1
    assert len([title for title in told["land"] if "内部核准" in title]) == 2
    assert not any("报" in title for title in told["land"] if "用地批复" in title)
