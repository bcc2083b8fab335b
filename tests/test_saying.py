"""What is said is a value until a voice tells it: the same one in every language, with its facts for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest
from networks import plan, task

import schedule
from schedule.analysis.meeting import Meeting
from schedule.diagnostics import Diagnostic
from schedule.model import Body, Duration, TaskKind, Unit
from schedule.output.tables.contents import Column, Table
from schedule.output.words import saying
from schedule.output.words.faults import fault_sentence
from schedule.output.words.languages import languages
from schedule.output.words.phrases import Voice, voice_in, voice_of
from schedule.output.words.saying import (
    GAP,
    Among,
    Cut,
    Days,
    Distinct,
    Fault,
    Fitting,
    InPlan,
    Length,
    Marked,
    Money,
    Name,
    Named,
    Narrow,
    Numeral,
    OnLine,
    Opening,
    OwnLength,
    Phrase,
    Reached,
    Said,
    Stopped,
    Translated,
    Unread,
    WholeDay,
    WithYears,
    Work,
    Written,
    across,
    apart,
    as_json,
    body_name,
    counted,
    fitting,
    in_text,
    joined,
    listed,
    number_of,
    purposed,
    say,
    say_of,
    sentence_of,
    task_name,
    whose,
    with_room,
)
from schedule.output.words.sentences import sentence, verdicts

SPRING, AUTUMN = date(2026, 3, 14), date(2027, 10, 1)
WEEK = Duration(Fraction(5), Unit.WORKING_DAYS)
LONG = "喀什市产业园区一期道路及综合管网工程施工许可证"


@pytest.fixture
def voice() -> Voice:
    """A reader of Chinese in 2026, whose plan has a task that begins, one that ends and one with a long name."""
    tasks = [
        replace(task("begin", None), name="开工", name_en="Start of works", kind=TaskKind.START_MILESTONE),
        replace(task("roof", "5wd"), name="屋面", name_en="Roof", body="yard"),
        replace(task("long", "5wd"), name=LONG),
    ]
    made = replace(plan(*tasks), bodies={"yard": Body("yard", "城投公司", "City Investment")})
    return replace(voice_in(made, "zh"), year=2026)


@pytest.mark.parametrize(
    ("phrase", "zh", "en"),
    [
        ("text", "text", "text"),
        (SPRING, "3月14日", "14 Mar"),
        (WholeDay(SPRING), "2026年3月14日", "14 Mar 2026"),
        (WithYears(SPRING), "2026年3月14日", "14 Mar 2026"),
        (Days(Fraction(3), working=True), "3 个工作日", "3 working days"),
        (Work(90), "1 小时 30 分钟", "1 hour 30 minutes"),
        (Money(Fraction(3200)), "3,200", "3,200"),
        (purposed(Fraction(50), "道路"), "50（道路）", "50 (道路)"),
        (task_name("roof"), "屋面", "Roof"),
        (whose("roof"), "屋面（城投公司）", "Roof (City Investment)"),
        (body_name(None), "未定单位", "No body named"),
        (number_of(2, "task"), "2 项", "2 tasks"),
        (counted("days", 1), "1 天", "1 day"),
        (Duration(Fraction(2), Unit.HOURS), "2 小时", "2 hours"),
        (joined(["a", "b"]), "ab", "ab"),
        (joined([task_name("roof"), "b"], "comma"), "屋面、b", "Roof, b"),
        (joined([], "comma"), "", ""),
        (listed(["甲、乙", "丙"]), "“甲、乙”、丙", "甲、乙, 丙"),
        (apart(2, 7), Days(Fraction(2)), Days(Fraction(2))),
        (apart(0, -30), Work(30), Work(30)),
        (Opening("late"), "Late", "Late"),
        (Cut("甲乙丙丁", 3), "甲乙…", "甲乙…"),
        (Cut(task_name("roof"), 3), "屋面", "Roof"),
        (Among("甲、乙"), "“甲、乙”", "甲、乙"),
        (Among("a, b"), "a, b", "“a, b”"),
        (Numeral(2), "二", "2"),
        (Numeral(1000), "1000", "1000"),
        (OnLine("a\nb"), "a b", "a b"),
        (Translated("二十日", "twenty days"), "二十日", "twenty days"),
        (Name(Named.UNNAMED, None), "未定单位", "No body named"),
        (Distinct((task_name("roof"), "甲、乙", "屋面")), "屋面、“甲、乙”", "Roof, 甲、乙, 屋面"),
        (sentence_of(["a", "b"]), "a，b。", "a, b."),
    ],
)
def test_a_phrase_is_told_in_each_language(voice: Voice, phrase: Phrase, zh: Phrase, en: Phrase) -> None:
    for one, words in ((voice, zh), (replace(voice, lang="en"), en)):
        assert one.tell(phrase) == one.tell(words)


def test_readers_of_any_other_language_have_the_translation_of_a_law(voice: Voice) -> None:
    told = {lang: replace(voice, lang=lang).tell(Translated("二十日", "twenty days")) for lang in languages()}
    assert told.pop("zh") == "二十日"
    assert set(told.values()) == {"twenty days"}


def test_of_a_plan_without_bodies_nobodys_progress_is_just_progress(voice: Voice) -> None:
    bare = replace(voice, plan=replace(voice.plan, bodies={}))
    assert bare.tell(Name(Named.UNNAMED, None)) == voice.say("why.kind.progress") != voice.tell(body_name(None))


def test_a_fault_calls_tasks_by_their_names_where_it_is_asked_to(voice: Voice) -> None:
    found = Diagnostic("unknown-task", None, {"found": "roof", "nearest": "roof"})
    assert voice.tell(Fault(found)) == fault_sentence(found, "zh")
    assert voice.tell(Fault(found, named=("found",))) == fault_sentence(
        replace(found, facts={**found.facts, "found": "屋面"}), "zh"
    )


def test_a_table_is_one_for_all_languages(voice: Voice) -> None:
    """For people every cell is told; for programs days and numbers stay what they are."""
    table = Table((Column("task"), Column("start"), Column("days")), ((task_name("roof"), SPRING, (say("yes"), "b")),))
    english = replace(voice, lang="en")
    assert [voice.show(cell) for cell in table.rows[0]] == ["屋面", "3月14日", "是、b"]
    assert table.values(voice) == (("屋面", SPRING, ("是", "b")),)
    assert table.records(english) == ({"task": "Roof", "start": SPRING, "days": ("yes", "b")},)


def test_a_start_has_words_of_its_own(voice: Voice) -> None:
    facts = {"task": "X", "forecast": SPRING}
    told = [voice.tell(say_of(name, "headline.open", **facts)) for name in ("roof", "begin", None)]
    assert told[0] == told[2] != told[1]
    assert voice.tell(say_of(["roof", "begin"], "headline.open", **facts)) == told[1]


def test_a_sentence_of_two_years_names_both(voice: Voice) -> None:
    both = say("headline.deadline-changed", before=SPRING, now=AUTUMN)
    assert "2026" in voice.tell(both)
    assert "2026" not in voice.tell(say("headline.deadline-changed", before=SPRING, now=SPRING))
    assert voice.tell(across([SPRING, AUTUMN], SPRING)) == "2026年3月14日"
    assert across([SPRING, SPRING], SPRING) == SPRING


def test_names_are_cut_only_where_a_sentence_is_too_wide(voice: Voice) -> None:
    said = sentence_of([task_name("long")])
    assert voice.tell(with_room(said, None)) == voice.tell(with_room(said, 40)) == f"{LONG}。"
    assert voice.tell(with_room(said, 21)) == voice.tell(Narrow(said)) == f"{LONG[:19]}…。"
    assert voice.tell(fitting(["wide" * 30, "short"], 10)) == "short"
    assert fitting(iter(["wide" * 30, "short"]), None) == "wide" * 30


def test_a_question_keeps_its_mark(voice: Voice) -> None:
    mark = voice.say("doubt.mark")
    assert voice.tell(Stopped(f"a{mark}", own="doubt.mark")) == f"a{mark}"
    assert voice.tell(Stopped("a", own="doubt.mark")) == "a。"


@pytest.mark.parametrize(
    ("lead", "lead_en", "zh", "en"),
    [
        ("局长", "Director", "局长", "Director"),
        ("局长", None, "局长", "局长"),
        (None, "Director", "Director", "Director"),
    ],
)
def test_a_lead_is_named_in_every_language(
    voice: Voice, lead: str | None, lead_en: str | None, zh: str, en: str
) -> None:
    made = replace(voice.plan, bodies={"yard": Body("yard", "城投公司", None, lead, lead_en)})
    roof = made.tasks["roof"]
    for lang, name in (("zh", zh), ("en", en)):
        one = replace(voice, plan=made, lang=lang)
        assert one.person(roof) == name
        assert one.person(replace(roof, owner="甲")) == "甲"
        assert one.person(made.tasks["long"]) is None


def test_an_unknown_name_is_no_text(voice: Voice) -> None:
    with pytest.raises(ValueError, match="names nothing"):
        voice.tell(Name(Named.TASK, None))


def test_a_phrase_never_becomes_text_by_itself() -> None:
    with pytest.raises(TypeError, match="told by a voice"):
        f"{say('comma')}"


BROKEN = Diagnostic("unknown-task", None, {"found": "a"})
EACH: tuple[tuple[Phrase, str, object], ...] = (
    (task_name("roof"), "屋面", {"task": "roof"}),
    (say("comma"), "、", {"key": "comma", "facts": {}}),
    (number_of(2, "task"), "2 项", {"key": "count.task", "facts": {"number": 2}}),
    (listed(["甲", SPRING]), "甲、3月14日", ["甲", "2026-03-14"]),
    (in_text(SPRING), "3月14日", ["2026-03-14"]),
    (joined(["a", "b"], GAP), "ab", ["a", "b"]),
    (Distinct((task_name("roof"), "屋面", "甲、乙")), "屋面、“甲、乙”", [{"task": "roof"}, "屋面", "甲、乙"]),
    (Written(task_name("roof")), "屋面", {"task": "roof"}),
    (saying.Either("甲", "A"), "甲", "甲"),
    (WholeDay(SPRING, weekday=True), "2026年3月14日（周六）", "2026-03-14"),
    (Reached("roof", 1440), "1970年1月1日", {"task": "roof", "minute": 1440}),
    (Work(30), "30 分钟", {"minutes": 30}),
    (Length(WEEK, "office"), "5 个工作日", {"duration": 5, "unit": "wd", "calendar": "office"}),
    (OwnLength(WEEK, "roof"), "5 个工作日", {"duration": 5, "unit": "wd", "task": "roof"}),
    (Money(Fraction(1, 2)), "0.5", {"money": 0.5}),
    (Opening("late"), "Late", "late"),
    (OnLine("a\nb"), "a b", "a\nb"),
    (Stopped("a", own="doubt.mark"), "a。", "a"),
    (Marked(say("notice.sample", text=""), "演示数据，示例"), "演示数据，示例", "演示数据，示例"),
    (Fault(BROKEN), "没有编号为“a”的任务", {"fault": "unknown-task", "facts": {"found": "a"}}),
    (Unread("a"), "", "a"),
    (WithYears(SPRING), "2026年3月14日", "2026-03-14"),
    (InPlan(task_name("roof"), plan(replace(task("roof", "5wd"), name="屋顶"))), "屋顶", {"task": "roof"}),
    (Narrow(Written(LONG)), f"{LONG[:19]}…", LONG),
    (Cut(LONG, 3), f"{LONG[:2]}…", LONG),
    (Among("甲、乙"), "“甲、乙”", "甲、乙"),
    (Numeral(2), "二", 2),
    (Translated("甲", "A"), "甲", "甲"),
    (Fitting((LONG, "short"), 3), "short", LONG),
)
"""One of each kind of value, as it is told and as JSON has it."""


@pytest.mark.parametrize(("phrase", "told", "record"), EACH)
def test_each_value_is_told_and_is_json(voice: Voice, phrase: Phrase, told: str, record: object) -> None:
    assert voice.tell(phrase) == told
    assert json.loads(json.dumps(as_json(phrase))) == record
    assert hash(phrase) == hash(phrase)


def test_the_set_of_values_is_closed() -> None:
    """Whatever is made to be said is one of the values that a voice tells, and stands among the examples."""
    made = {one for one in vars(saying).values() if isinstance(one, type) and issubclass(one, Said) and one is not Said}
    assert made <= set(get_args(Phrase))
    assert all(is_dataclass(one) for one in made)
    assert made == {type(phrase) for phrase, _, _ in EACH}


def test_what_is_told_of_unread_words_is_left_out_where_they_were_read(voice: Voice) -> None:
    assert voice.told(["a", Unread("b")]) == ("a",)
    assert replace(voice, lang="ug").told(["a", Unread("b")]) == ("a", "b")


def _within(phrase: object) -> Iterator[object]:
    yield phrase
    if isinstance(phrase, tuple):
        for part in phrase:
            yield from _within(part)
    elif isinstance(phrase, Said) and is_dataclass(phrase):
        for field in fields(phrase):
            yield from _within(getattr(phrase, field.name))


@pytest.fixture(scope="module")
def meeting() -> Meeting:
    return schedule.meeting(schedule.load("plans/kashgar"))


def test_the_meetings_sentences_are_the_same_for_all_languages(meeting: Meeting) -> None:
    """They are made without a language, equal where they say the same, and each reader is told all of them."""
    made = [[sentence(one, meeting.schedule.state.plan) for one in meeting.alerts] for _ in range(2)]
    assert made[0] == made[1]
    assert list(map(hash, made[0])) == list(map(hash, made[1]))
    said = [*verdicts(meeting), *made[0]]
    assert len(set(said)) == len(said) > 10
    told = [voice_of(meeting.schedule, lang).told(said) for lang in languages()]
    assert all(all(texts) for texts in told)
    assert len({texts[0] for texts in told}) > 1


def test_a_sentence_is_json_by_its_key_and_facts(meeting: Meeting) -> None:
    alerts = [sentence(one, meeting.schedule.state.plan) for one in meeting.alerts]
    text = json.dumps([as_json(one) for one in alerts], ensure_ascii=False)
    told = [one.key for phrase in alerts for one in _within(phrase) if isinstance(one, saying.Message)]
    assert told
    assert all(json.dumps(key) in text for key in told)
    for alert, phrase in zip(meeting.alerts, alerts, strict=True):
        assert {"whose": alert.task} in [as_json(one) for one in _within(phrase) if isinstance(one, Name)]


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (None, None),
        (3, 3),
        (Fraction(7, 2), 3.5),
        (AUTUMN, "2027-10-01"),
        (Days(Fraction(3), working=True), {"days": 3, "working": True}),
        (WEEK, {"duration": 5, "unit": "wd"}),
        (Path("a.yaml"), "a.yaml"),
    ],
)
def test_every_fact_is_json(fact: saying.Fact, told: object) -> None:
    assert json.loads(json.dumps(as_json(fact))) == told


def test_a_task_that_a_decision_has_removed_keeps_the_name_that_it_had() -> None:
    """In a notice's list of what was late side by side it stood as its id."""
    gate = replace(task("gate", "1wd"), name="大门")
    before, after = plan(replace(task("fence", "1wd"), name="围墙"), gate), plan(gate)
    voice = voice_in(after, "zh")
    assert [voice.tell(saying.task_name_in(one, (after, before))) for one in ("fence", "gate", "yard")] == [
        "围墙",
        "大门",
        "yard",
    ]
