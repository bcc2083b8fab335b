"""The audit of reports in words: what is reported and not evidenced, and what a supervisor would ask, body by body.

This module must never judge a report: that is `schedule.analysis.reports.evidence`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from schedule.analysis.reports.doubts import Doubt
from schedule.analysis.reports.evidence import AuditFinding
from schedule.calendars.worktime import finish_day, moment, start_day
from schedule.diagnostics import Diagnostic
from schedule.engine.schedule import Schedule
from schedule.model import Project
from schedule.output.words.causes import cause_text
from schedule.output.words.phrases import decimal, worked
from schedule.output.words.saying import (
    Days,
    Fact,
    Phrase,
    body_name,
    joined,
    listed,
    number_of,
    say,
    say_of,
    spaced,
    task_name,
)
from schedule.output.words.sentences import doubt_sentence

AUDITED = {
    "actual-changed": "actual-changed",
    "actual-after-data-date": "finished-in-future",
    "actual-in-future": "finished-in-future",
}
"""Warnings of the readers that the audit says again, with the task, its body and the week: their code → the audit's."""


def untold(warnings: Sequence[Diagnostic], findings: Iterable[AuditFinding]) -> tuple[Diagnostic, ...]:
    """The warnings that the audit does not repeat; where it repeats fewer than a file has, all of that file."""
    reported_at = Counter((one.code, one.location.path) for one in findings if one.location is not None)
    warned = Counter(_repeated(warning) for warning in warnings)
    return tuple(
        one for one in warnings if one.code not in AUDITED or reported_at[_repeated(one)] < warned[_repeated(one)]
    )


def _repeated(warning: Diagnostic) -> tuple[str, str]:
    return AUDITED.get(warning.code, ""), "" if warning.location is None else warning.location.path


def evidence_words(project: Project, findings: Sequence[AuditFinding], schedule: Schedule) -> tuple[Phrase, ...]:
    """The finished tasks without their document, then the audit's questions; by body, one line a task.

    Nothing where there is nothing to compare: without two updates, only findings are worth a word.
    """
    closing = [finding for finding in findings if finding.code == "unevidenced"]
    asking = [finding for finding in findings if finding.code != "unevidenced"]
    lines: list[Phrase] = []
    if closing:
        about = (one.tasks[0] for one in closing)
        lines.append(say_of(about, "audit.closing", count=number_of(len(closing), "task")))
        lines += _by_body(project, closing, schedule)
    elif len(project.updates) > 1 and any(task.evidence is not None for task in schedule.state.plan.tasks.values()):
        lines.append(say("audit.closed"))
    if asking:
        lines.append(say("audit.asking", count=number_of(len(asking), "finding")))
        lines += _by_body(project, asking, schedule)
    elif len(project.updates) > 1:
        lines.append(say("audit.honest"))
    return tuple(lines)


def doubts_words(found: Sequence[Doubt], schedule: Schedule) -> tuple[Phrase, ...]:
    """What the meeting should have looked at on site, a line each; nothing where there is nothing."""
    if not found:
        return ()
    heading = say("doubt.heading", count=number_of(len(found), "doubt"))
    return (heading, *(joined(("- ", doubt_sentence(one, schedule))) for one in found))


def _by_body(project: Project, findings: Sequence[AuditFinding], schedule: Schedule) -> Iterator[Phrase]:
    """The findings under their bodies, in the order of the plan; without headings where no task names a body."""
    order = [*schedule.state.plan.bodies, *dict.fromkeys(one.body for one in findings)]
    for body in dict.fromkeys(order):
        own = [finding for finding in findings if finding.body == body]
        if own and (body is not None or schedule.state.plan.bodies):
            yield say("audit.body", body=body_name(body))
        about: dict[str | None, list[Phrase]] = {}
        for finding in own:
            task = None if finding.code == "burst" else finding.tasks[0]
            about.setdefault(task, []).append(_placed(project, finding, schedule))
        for task, clauses in about.items():
            text = joined(clauses, "audit.next")
            yield joined(("- ", text if task is None else say("audit.line", task=task_name(task), text=text)))


def _placed(project: Project, finding: AuditFinding, schedule: Schedule) -> Phrase:
    """A finding's clause with its file and line; the file as seen from the plan's folder."""
    text, location = _Clause(finding, schedule).text(), finding.location
    if location is None:
        return text
    path = location.path.removeprefix(project.folder).lstrip("/\\") if project.folder else location.path
    return say("audit.at", text=text, place=f"{path}:{location.line}")


@dataclass(frozen=True, slots=True)
class _Clause:
    """One finding in words, without its place."""

    finding: AuditFinding
    schedule: Schedule

    def text(self) -> Phrase:
        """The clause of the finding's code."""
        match self.finding.code:
            case "progress-backwards":
                return self._backwards()
            case "finished-in-future":
                return self._say(f"audit.future.{self._fact('end')}", found=self._dates()[0])
            case "actual-changed":
                found, earlier = self._dates()
                return self._say(f"audit.changed.{self._fact('end')}", found=found, earlier=earlier)
            case "reopened":
                finish = finish_day(self._number("finished"))
                return self._say("audit.reopened", finish=finish, now=self._work("left"))
            case "decided":
                return self._say("audit.decided", decided=self._on("decided"))
            case "nothing-left":
                return self._say("audit.nothing-left", last=self._on("last_report"))
            case "too-fast":
                key = "audit.too-fast.finished" if self._fact("finished") else "audit.too-fast"
                amounts = {name: self._work(name) for name in ("left", "earlier_left", "worked")}
                return self._say(key, finish=self._on("finished"), **amounts)
            case "stuck":
                return self._stuck()
            case "burst":
                return self._burst()
            case _:
                facts = {**self._reported(), "finish": self._on("finished"), "evidence": self._fact("evidence")}
                return say_of(self.finding.tasks[0], "audit.unevidenced", days=self._elapsed(), **facts)

    def _backwards(self) -> Phrase:
        if self._fact("percent"):
            now, before = self._percent("percent"), self._percent("earlier_percent")
            return self._with_reasons(self._say("audit.backwards.percent", now=now, before=before))
        more = self._work("more")
        text = self._say("audit.backwards.left", now=self._work("left"), before=self._work("earlier_left"), more=more)
        grown = self._number("grown")
        return self._with_reasons(text, *([self._say("audit.grown", days=self._work("grown"))] if grown else []))

    def _stuck(self) -> Phrase:
        if self._fact("percent"):
            amount = self._say("audit.done", percent=self._percent("percent"))
        else:
            amount = self._say("audit.left", days=self._work("left"))
        silent = self._fact("last_report") == start_day(self.finding.data_date).isoformat()
        key = "audit.stuck.silent" if silent else "audit.stuck.same"
        last = self._on("last_report")
        return self._with_reasons(self._say(key, amount=amount, last=last, days=self._elapsed()))

    def _burst(self) -> Phrase:
        window = Days(Fraction(self._number("work_days")), working=True)
        tasks = listed(task_name(name) for name in self.finding.tasks)
        number = self._number("dates")
        return self._say("audit.burst", number=number, last=self._on("day"), window=window, tasks=tasks)

    def _with_reasons(self, *parts: Phrase) -> Phrase:
        """A clause with what the body gave as its reason, which does not excuse it."""
        suspended, cause = self._fact("suspended"), self._fact("cause")
        said = [
            *([say("audit.suspended", since=self._on("suspended"))] if suspended else []),
            *([say("audit.cause", cause=cause_text(str(cause)))] if cause else []),
        ]
        return joined([*parts, *said], "clause")

    def _say(self, key: str, **values: Fact) -> Phrase:
        """The words of a key; each may name the report's day and that of the report before."""
        return say(key, **self._reported(), **values)

    def _reported(self) -> dict[str, Phrase]:
        return {"day": start_day(self.finding.data_date), "before_day": self._on("earlier_report")}

    def _fact(self, name: str) -> str:
        fact = self.finding.facts.get(name)
        return "" if fact is None else str(fact)

    def _number(self, name: str) -> int:
        return int(self._fact(name) or 0)

    def _on(self, name: str) -> Phrase:
        text = self._fact(name)
        return date.fromisoformat(text) if text else ""

    def _percent(self, name: str) -> str:
        return decimal(Fraction(self._fact(name)))

    def _work(self, name: str) -> Phrase:
        """Minutes of work in the days of the task's calendar."""
        return worked(self._number(name), self.schedule.tasks[self.finding.tasks[0]])

    def _elapsed(self) -> Phrase:
        return Days(Fraction(self._number("days")))

    def _dates(self) -> tuple[Phrase, Phrase]:
        """The date of an event and the one that was said before, if any; with the hours where the days are the same."""
        shown = finish_day if self._fact("end") == "finished" else start_day
        found, earlier = self._number("found"), self._number("earlier" if self._fact("earlier") else "found")
        days = shown(found), shown(earlier)
        if found == earlier or days[0] != days[1]:
            return days
        return spaced(days[0], f"{moment(found):%H:%M}"), spaced(days[1], f"{moment(earlier):%H:%M}")
