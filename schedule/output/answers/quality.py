"""`check` in words: what a plan holds, and what a planner would send back. This module must never judge a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from schedule.analysis.dates.alerts import Fact
from schedule.analysis.dates.feasible import Unmeetable
from schedule.analysis.dates.quality import Finding
from schedule.calendars.worktime import Calendar
from schedule.engine.schedule import Schedule
from schedule.model import Project
from schedule.output.words.catalogue import named_in
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Days
from schedule.output.words.sentences import unmeetable_text


def quality(
    project: Project,
    findings: Sequence[Finding],
    schedule: Schedule,
    voice: Voice,
    impossible: Sequence[Unmeetable] = (),
) -> list[str]:
    """What the project holds in numbers, then that it cannot keep its deadlines at all, then each finding as a line."""
    plan = schedule.state.plan
    counts = [
        voice.count(len(plan.tasks), "task"),
        voice.count(sum(len(task.relations) for task in plan.tasks.values()), "relation"),
        voice.count(len(plan.present), "body"),
        voice.count(len(plan.calendars), "calendar"),
        voice.count(len(project.updates), "update"),
        voice.count(len(project.baselines), "baseline"),
    ]
    lines = [voice.say("check.sound", counts=voice.say("clause").join(counts))]
    if impossible:
        worst = max(impossible, key=lambda one: one.short)
        text = voice.tell(unmeetable_text(worst, voice.plan))
        if len(impossible) > 1:
            text = voice.say("check.unmeetable", text=text, count=voice.count(len(impossible) - 1, "deadline"))
        lines.append(text)
    if not findings:
        return [*lines, *([] if impossible else [voice.say("check.fine")])]
    lines.append(voice.say("check.quality", count=voice.count(len(findings), "finding")))
    return [*lines, *(f"- {_remark(finding, schedule, voice)}" for finding in findings)]


def _remark(finding: Finding, schedule: Schedule, voice: Voice) -> str:
    """A finding in words. Only what its sentence names is put into words: a plan may have one for each of its tasks."""
    (dates,) = schedule.figures_of([finding.task])
    facts, due = finding.facts, dates.task.deadline
    values: Mapping[str, Callable[[], str]] = {
        "task": lambda: voice.whose(finding.task),
        "days": lambda: voice.days(_days(facts, dates.calendar)),
        "relation": lambda: _relation(facts, voice),
        "deadline": lambda: "" if due is None else voice.finish(due),
        "forecast": lambda: voice.day(dates.shown[1]),
        "day": lambda: voice.day(date.fromisoformat(str(facts["paid"]))),
        "amount": lambda: voice.money(Fraction(str(facts["amount"]))),
    }
    key = voice.key_of(finding.task, f"finding.{finding.code}")
    return voice.say(key, **{name: values[name]() for name in named_in(key, voice.lang)})


def _days(facts: Mapping[str, Fact], calendar: Calendar) -> Days:
    return Days(Fraction(str(facts.get("days", 0))), not calendar.counts_calendar_days)


def _relation(facts: Mapping[str, Fact], voice: Voice) -> str:
    if "begun" in facts:
        return _begun(str(facts["begun"]), date.fromisoformat(str(facts["day"])), voice)
    if "awaited" in facts:
        return voice.say(f"explain.{facts['end']}-of", task=voice.task(str(facts["awaited"])))
    return str(facts.get("relation", ""))


def _begun(name: str, day: date, voice: Voice) -> str:
    body = voice.plan.tasks[name].body
    key = "begun.task" if body is None else "begun.body"
    return voice.say(key, task=voice.task(name), body=voice.body(body), day=voice.day(day))
