"""Reports that the meeting should have looked at on site: what cannot be seen from a desk, with the reason to ask.

A doubt is a reason to look and never a verdict: slow work stands still, quick work runs ahead, and a week can have one
busy day. Each rule is narrow, because a question that need not have been asked costs the next one its answer:

- `decided`          its file decided on, and no finish reported: was it granted, and when was it done?
- `nothing-left`     under way with nothing left to do and no finish reported: is it done, and on which day?
- `finished-ahead`   reported finished while what it waits for has not happened
- `resting`          suspended, and nobody has said when it goes on: the forecast has it go on at once
- `out-of-sequence`  begun while what it waits for has not happened
- `stuck`            the same amount left for three weeks of reports, while work was possible and not suspended
- `too-fast`         since the report before, more was done than the calendar has days for, by more than rounding makes
- `burst`            all of a body's dates of a week on the eve of the meeting, which no forecast explains
- `unevidenced`      reported finished without the document that closes it

The first four are open questions of fact: without their answer a date of the forecast is not known. `too-fast` and
`burst` are about one report and are asked at its meeting only; the others as long as they stand. This module must never
know a light or a reader's words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from schedule.analysis.history import History
from schedule.analysis.reports.custody import answers_for
from schedule.analysis.reports.evidence import AuditFinding, Fact, audit
from schedule.analysis.reports.permits import breaches
from schedule.analysis.reports.reporting import rests_since
from schedule.analysis.reports.sequence import ahead_of, finished_ahead_of
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Schedule, Stage
from schedule.law.preconditions import is_precondition
from schedule.model import Instant

CODES = (
    "decided",
    "nothing-left",
    "finished-ahead",
    "resting",
    "out-of-sequence",
    "stuck",
    "too-fast",
    "burst",
    "unevidenced",
)
"""The doubts in the order in which they are told."""
QUESTIONS = ("nothing-left", "finished-ahead", "decided", "resting")
"""Those without whose answer a date of the forecast is not known."""
OF_A_WEEK = ("too-fast", "burst")
"""Those that are about one week's report, and settled or not, are asked at its meeting only."""
NAMED = 3
"""How many tasks that should have come first are named."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at: whose it is, which tasks, and why. `body` is who answers for them now.

    `tasks` is one, but for `burst`, which is told once a body, and `unevidenced`, which is told once, each task with
    its own body. `awaited` are the tasks that should have come first, the nearest first, at most `NAMED`. `facts` as in
    `evidence.AuditFinding`; of `out-of-sequence` also `legal`, where one of them is a legal precondition; of `resting`
    the day since which it rests (`suspended`) and that on which the forecast has it go on (`goes_on`).
    """

    code: str
    body: str | None
    tasks: tuple[str, ...]
    awaited: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)


def doubts(history: History, data_date: Instant, since: Instant | None) -> tuple[Doubt, ...]:
    """What the meeting at a data date should have looked at, by kind, then in the schedule's order.

    `since` is the data date of the meeting before, None at the first.
    """
    schedule = history.schedule(data_date)
    found = [*_out_of_sequence(schedule), *_resting(schedule)]
    found += _audited(history.once(audit, data_date), schedule, since)
    place = {name: k for k, name in enumerate(schedule.tasks)}
    return tuple(sorted(found, key=lambda one: (CODES.index(one.code), place[one.tasks[0]])))


def questions_of(
    found: Iterable[Doubt], schedule: Schedule, target: str | None, holding: Collection[str]
) -> tuple[Doubt, ...]:
    """Of doubts the open questions on which the date of a task hangs; of None, the finish of all.

    Of what is decided, rests or has nothing left, only what is `holding` the date; of what is said to be finished
    ahead of what it waits for, the task itself and all that has to come before it by the plan, also where that has
    happened.
    """
    asked = dict.fromkeys(("decided", "nothing-left", "resting"), holding)
    asked["finished-ahead"] = _leading_to(schedule, target)
    return tuple(one for one in found if one.tasks[0] in asked.get(one.code, ()))


def _leading_to(schedule: Schedule, target: str | None) -> Collection[str]:
    """A task and all that has to come before it; every task where none is named."""
    if target is None:
        return schedule.tasks.keys()
    found, todo = {target}, [target]
    while todo:
        before = {relation.predecessor for relation in schedule.tasks[todo.pop()].task.relations} - found
        found |= before
        todo += before
    return found


def _out_of_sequence(schedule: Schedule) -> Iterator[Doubt]:
    for dates in schedule.reported():
        name = dates.task.id
        ahead = [*ahead_of(schedule, dates), *finished_ahead_of(schedule, dates)]
        open_ = [one.predecessor for one in ahead if schedule.tasks[one.predecessor].stage is not Stage.FINISHED]
        if open_:
            code = "finished-ahead" if dates.stage is Stage.FINISHED else "out-of-sequence"
            body = answers_for(dates.task, dates.status, schedule.state.data_date)
            # Whether work may go first is no question where the law has answered it; whether it was issued, is.
            legal = any(is_precondition(schedule.tasks[one].task) for one in open_)
            facts = {"legal": 1} if legal and code == "out-of-sequence" else {}
            yield Doubt(code, body, (name,), _unfinished_before(schedule, open_), facts)


def _resting(schedule: Schedule) -> Iterator[Doubt]:
    """What was stopped and nobody has said when it goes on; not what its permit keeps, which answers that."""
    known = (schedule.tasks[dates.task.id] for dates in schedule.reported())
    rests = {dates.task.id: since for dates in known if (since := rests_since(dates)) is not None}
    kept = {one.task for breach in breaches(schedule) for one in breach.resting} if rests else set()
    for name, since in rests.items():
        if name not in kept:
            dates = schedule.tasks[name]
            body = answers_for(dates.task, dates.status, schedule.state.data_date)
            goes_on = dates.start if dates.early_start is None else dates.early_start
            facts = {"suspended": since.isoformat(), "goes_on": start_day(goes_on).isoformat()}
            yield Doubt("resting", body, (name,), facts=facts)


def _unfinished_before(schedule: Schedule, names: list[str]) -> tuple[str, ...]:
    """The unfinished tasks that should have come first, and those before them, the nearest first."""
    found = dict.fromkeys(names)
    for name in found.copy():
        for relation in schedule.tasks[name].task.relations:
            before = schedule.tasks[relation.predecessor]
            if len(found) < NAMED and before.stage is not Stage.FINISHED and not before.task.spans:
                found.setdefault(relation.predecessor)
    return tuple(found)[:NAMED]


def _audited(findings: tuple[AuditFinding, ...], schedule: Schedule, since: Instant | None) -> Iterator[Doubt]:
    bare: list[str] = []
    for one in findings:
        names = tuple(name for name in one.tasks if name in schedule.tasks)
        if one.code not in CODES or not names:
            continue
        if one.code in OF_A_WEEK and since is not None and one.data_date <= since:
            continue
        if one.code == "stuck" and (one.facts.get("suspended") or _is_silent(one)):
            continue  # that it rests, or that nobody reports, is asked already
        dates = schedule.tasks[names[0]]
        body = one.body if one.code == "burst" else answers_for(dates.task, dates.status, schedule.state.data_date)
        if one.code == "unevidenced":
            bare += names
        else:
            yield Doubt(one.code, body, names, facts=one.facts)
    if bare:
        yield Doubt("unevidenced", None, tuple(bare))


def _is_silent(stuck: AuditFinding) -> bool:
    """Whether what has not moved was not reported again either."""
    return stuck.facts.get("last_report") == start_day(stuck.data_date).isoformat()
