"""One message a body over all parks of a zone: each matter once, told with the names of its parks, sent once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from robots import Robots, robots

from schedule.commands import main
from schedule.commands.conduct.exits import Exit

PARK = """\
daopai: 1
project: {{name: {name}, start: 2016-03-02, calendar: office}}
calendars: {{office: {{week: mon-fri}}}}
bodies: {{{land}: {{name: 国土局}}, own: {{name: 建设公司}}}}
tasks:
  survey: {{name: {task}, body: {land}, duration: 5wd, deadline: 2016-03-04}}
  works: {{name: 道路, body: own, duration: 5wd, deadline: 2016-03-04}}
"""
"""Five working days from Wednesday 2 March end on Tuesday 8, due on Friday 4: two red matters a park."""
ZONE = """\
daopai-portfolio: 1
name: 一区
plans: {p: {plan: p, name: 甲园}, q: {plan: q, name: 乙园}}
bodies: {lands: {name: 地区国土局, is: [p.land, q.dilian]}}
"""


@pytest.fixture
def server() -> Iterator[Robots]:
    with robots() as machine:
        yield machine


def zone_of(folder: Path, tasks: tuple[str, str]) -> Path:
    for key, name, land, task in zip("pq", ("甲园", "乙园"), ("land", "dilian"), tasks, strict=True):
        (folder / key).mkdir(parents=True)
        (folder / key / "plan.yaml").write_text(PARK.format(name=name, land=land, task=task), encoding="utf-8")
    path = folder / "zone.yaml"
    path.write_text(ZONE, encoding="utf-8")
    return path


def send(zone: Path, server: Robots, bodies: str = "[lands]", *more: str) -> Result:
    channels = zone.parent.parent / "channels.yaml"
    of = f", bodies: {bodies}" if bodies else ""
    channels.write_text(f'daopai: 1\nchannels:\n  one: {{kind: wecom, url: "{server.wecom}"{of}}}\n', encoding="utf-8")
    channels.chmod(0o600)
    told = ["portfolio", "alerts", str(zone), "--send", "all", "--channels", str(channels), *more]
    return CliRunner().invoke(main, told, catch_exceptions=False)


def test_a_liaison_of_two_parks_has_one_message_with_the_matters_of_both(tmp_path: Path, server: Robots) -> None:
    zone = zone_of(tmp_path / "zone", ("勘测", "用地"))
    done = send(zone, server)
    assert done.exit_code == 0, done.output
    (message,) = server.texts()
    assert "一区预警：地区国土局" in message
    assert message.index("甲园：【红灯") < message.index("勘测") < message.index("乙园：【红灯") < message.index("用地")
    assert "道路" not in message
    send(zone, server)
    assert len(server.texts()) == 1


def test_what_two_parks_say_of_one_body_in_the_same_words_is_told_once(tmp_path: Path, server: Robots) -> None:
    zone = zone_of(tmp_path / "zone", ("勘测", "勘测"))
    send(zone, server)
    (message,) = server.texts()
    assert "甲园、乙园：【红灯" in message
    assert message.count("勘测") == 1


def test_the_zones_own_channel_has_all_and_the_headline_and_parks_keep_their_own_ledgers(
    tmp_path: Path, server: Robots
) -> None:
    """The works of each park are another body's: two matters, though the words are the same."""
    zone = zone_of(tmp_path / "zone", ("勘测", "用地"))
    send(zone, server, "")
    (message,) = server.texts()
    assert "2 个园区守不住自己的期限：甲园、乙园。" in message
    assert message.count("道路") == 2
    assert [path.parent.parent for path in tmp_path.rglob("sent/*.json")] == [zone.parent]


def test_a_park_that_cannot_be_read_keeps_no_body_from_its_message(tmp_path: Path, server: Robots) -> None:
    zone = zone_of(tmp_path / "zone", ("勘测", "用地"))
    (zone.parent / "p" / "plan.yaml").write_text("daopai: 1\n", encoding="utf-8")
    done = send(zone, server)
    assert done.exit_code == 1
    (message,) = server.texts()
    assert "用地" in message


def test_a_channel_names_the_zones_bodies(tmp_path: Path, server: Robots) -> None:
    zone = zone_of(tmp_path / "zone", ("勘测", "用地"))
    assert send(zone, server, "[land]").exit_code == 1
    assert send(zone, server, "[p.own]").exit_code == 0
    (message,) = server.texts()
    assert message.count("道路") == 1
    assert "用地" not in message


def test_a_coordinator_is_told_of_a_relation_that_no_message_could_count(tmp_path: Path, server: Robots) -> None:
    """The messages go out all the same; that parks are not computed together is said, as at the zone's meeting."""
    zone = zone_of(tmp_path / "zone", ("勘测", "用地"))
    zone.write_text(f"{ZONE}relations: [{{from: p.works, to: q.worx}}]\n", encoding="utf-8")
    done = send(zone, server)
    assert len(server.texts()) == 1
    assert "没有编号为“q.worx”的任务" in done.stderr
    assert done.exit_code == Exit.FAULTY
