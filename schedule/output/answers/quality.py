"""`check` in words: what a plan holds, and what a planner would send back. This module must never judge a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from schedule.analysis.dates.alerts import Fact
from schedule.analysis.dates.feasible import Unmeetable
from schedule.analysis.dates.quality import Finding
from schedule.calendars.worktime import Calendar, finish_day
from schedule.engine.schedule import Schedule
from schedule.model import Plan, Project
from schedule.output.words.catalogue import named_in
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import key_of
from schedule.output.words.saying import Days, Money, Phrase, body_name, joined, number_of, say, task_name, whose
from schedule.output.words.sentences import unmeetable_text


def quality(
    project: Project,
    findings: Sequence[Finding],
    schedule: Schedule,
    impossible: Sequence[Unmeetable] = (),
) -> list[Phrase]:
    """What the project holds in numbers, then that it cannot keep its deadlines at all, then each finding as a line."""
    plan = schedule.state.plan
    counts = [
        number_of(len(plan.tasks), "task"),
        number_of(sum(len(task.relations) for task in plan.tasks.values()), "relation"),
        number_of(len(plan.present), "body"),
        number_of(len(plan.calendars), "calendar"),
        number_of(len(project.updates), "update"),
        number_of(len(project.baselines), "baseline"),
    ]
    lines: list[Phrase] = [say("check.sound", counts=joined(counts, "clause"))]
    if impossible:
        worst = max(impossible, key=lambda one: one.short)
        text = unmeetable_text(worst, plan)
        if len(impossible) > 1:
            text = say("check.unmeetable", text=text, count=number_of(len(impossible) - 1, "deadline"))
        lines.append(text)
    if not findings:
        return [*lines, *([] if impossible else [say("check.fine")])]
    lines.append(say("check.quality", count=number_of(len(findings), "finding")))
    return [*lines, *(joined(("- ", _remark(finding, schedule))) for finding in findings)]


def _remark(finding: Finding, schedule: Schedule) -> Phrase:
    """A finding in words. Only what its sentence names is put into words: a plan may have one for each of its tasks."""
    (dates,) = schedule.figures_of([finding.task])
    facts, due = finding.facts, dates.task.deadline
    values: Mapping[str, Callable[[], Phrase]] = {
        "task": lambda: whose(finding.task),
        "days": lambda: _days(facts, dates.calendar),
        "relation": lambda: _relation(facts, schedule.state.plan),
        "deadline": lambda: "" if due is None else finish_day(due),
        "forecast": lambda: dates.shown[1],
        "day": lambda: date.fromisoformat(str(facts["paid"])),
        "amount": lambda: Money(Fraction(str(facts["amount"]))),
    }
    key = key_of(schedule.state.plan, finding.task, f"finding.{finding.code}")
    return say(key, **{name: values[name]() for name in named_in(key, DEFAULT)})


def _days(facts: Mapping[str, Fact], calendar: Calendar) -> Days:
    return Days(Fraction(str(facts.get("days", 0))), not calendar.counts_calendar_days)


def _relation(facts: Mapping[str, Fact], plan: Plan) -> Phrase:
    if "begun" in facts:
        return _begun(str(facts["begun"]), date.fromisoformat(str(facts["day"])), plan)
    if "awaited" in facts:
        return say(f"explain.{facts['end']}-of", task=task_name(str(facts["awaited"])))
    return str(facts.get("relation", ""))


def _begun(name: str, day: date, plan: Plan) -> Phrase:
    body = plan.tasks[name].body
    key = "begun.task" if body is None else "begun.body"
    return say(key, task=task_name(name), body=body_name(body), day=day)
