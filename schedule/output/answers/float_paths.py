"""Float paths and nearly critical chains: as a table for programs, and under headings for a reader.

This module must never find a path, only tell it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice

from schedule.analysis.dates.near_critical import NearCritical
from schedule.analysis.dates.pauses import Pause, pauses_between
from schedule.analysis.dates.reasons import counted_from, span_ends
from schedule.analysis.reports.custody import Duty
from schedule.engine.paths import FloatPath
from schedule.engine.schedule import Schedule, Stage
from schedule.output.tables.contents import Column, Table
from schedule.output.tables.terminal import Screen, table_text
from schedule.output.words.explanation import goal_words, shown
from schedule.output.words.phrases import Cell, Voice, acting_on, duties_of, worked
from schedule.output.words.saying import Days, Phrase, body_name, joined, number_of, say, say_of, task_name, whose
from schedule.output.words.sentences import pause_text

_SHOWN = (Column("id", 3), Column("task", 0, True), Column("body", 2), Column("start"), Column("finish"))
READABLE = 1_000
"""The most tasks of a path that are all listed for a reader: nobody reads more. Files for programs have them all."""
_KIND = (Column("part"), Column("path"), Column("slack_days"), Column("joins"))


def path_table(found: Sequence[FloatPath], near: Sequence[NearCritical], target: str, schedule: Schedule) -> Table:
    """One row a task: the paths towards the target, then what is nearly critical, chain by chain.

    `slack_days` are days of the target's calendar on a path, in a nearly critical chain days of the tasks' own.
    """
    rows: list[tuple[Cell, ...]] = []
    duties = duties_of(schedule)
    for number, path in enumerate(found, start=1):
        slack = worked(path.slack, schedule.tasks[target]).amount
        rows += [
            (say("paths.part.path"), number, Days(slack), path.joins, *_task(name, schedule, duties))
            for name in path.tasks
        ]
    for number, chain in enumerate(near, start=1):
        rows += [
            (say("paths.part.near"), number, Days(chain.spare), None, *_task(name, schedule, duties))
            for name in chain.tasks
        ]
    return Table((*_KIND, *_SHOWN), tuple(rows))


def path_lines(
    found: Sequence[FloatPath],
    near: Sequence[NearCritical],
    target: str,
    within: Fraction,
    schedule: Schedule,
    voice: Voice,
    screen: Screen,
) -> list[str]:
    """The same for a reader: each path under what it has to spare and where it joins; `within` is the asked limit.

    Of a path that nobody reads (`READABLE`) the first and the last tasks stand there, and how many lie between.
    """
    goal, day = schedule.tasks[target], schedule.tasks[target].last_day
    parts = [_listed(tasks) for tasks in (*(path.tasks for path in found), *(chain.tasks for chain in near))]
    table = Table(
        _SHOWN, tuple(_task(name, schedule, voice.duties) for part in parts for names in part for name in names)
    )
    title, *told = table_text(table, voice, screen)
    rows, blocks = iter(told), iter(parts)

    def listed(names: Sequence[str], parted: Mapping[str, Pause]) -> Iterator[str]:
        """The next rows, with what parts a task from the one before it."""
        for name, row in zip(names, islice(rows, len(names)), strict=True):
            if name in parted:
                yield voice.say("paths.pause", pause=pause_text(parted[name], schedule))
            yield row

    def block(tasks: Sequence[str], parted: Mapping[str, Pause]) -> list[str]:
        """The rows of the next path or chain, and how many of its tasks are left out."""
        begin, end = next(blocks)
        more = len(tasks) - len(begin) - len(end)
        said = [voice.say("paths.skipped", count=number_of(more, "task"))] if more else []
        return [*listed(begin, parted), *said, *listed(end, parted)]

    lines = [screen.paint(voice.say("paths.title", task=whose(target), day=day), "title")]
    if not found:
        return [voice.tell(_nothing(target, schedule))]
    places = {name: number for number, path in enumerate(found, start=1) for name in path.tasks}
    for number, path in enumerate(found, start=1):
        # A season that lies before a task of path 1 leaves float to what comes before it.
        parted = pauses_between(schedule, target, path.tasks) if path.joins is None else {}
        key = "paths.decides" if path.joins is None else "paths.spare" if path.slack else "paths.tight"
        spare = say(key, day=day, days=worked(path.slack, goal))
        if parted:
            spare = say("paths.decides-from", day=day, task=task_name(list(parted)[-1]))
        said = [say("paths.number", number=number), spare]
        if path.joins is not None:
            said.append(say("paths.joins", path=places[path.joins], task=task_name(path.joins)))
        lines += [
            "",
            screen.paint(voice.tell(joined(said, "paths.separator")), "title"),
            *([title] if number == 1 else []),
        ]
        lines += block(path.tasks, parted)
    lines += ["", screen.paint(voice.say("paths.near" if near else "paths.no-near", days=Days(within)), "title")]
    for chain in near:
        working = not schedule.tasks[chain.tasks[0]].calendar.counts_calendar_days
        measured = goal_words(counted_from(schedule, chain.least), schedule)
        key = "paths.more" if chain.spare else "paths.no-more"
        lines += ["", voice.say(key, goal=measured, days=Days(chain.spare, working))]
        lines += block(chain.tasks, {})
    return lines


def _listed(tasks: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The beginning and the end of a path that a reader is shown, which of one that can be read are all."""
    return shown(tasks, len(tasks) <= READABLE)


def _nothing(target: str, schedule: Schedule) -> Phrase:
    """Why no path leads to a task: it has finished, or only goes with others; then the last of those."""
    if schedule.tasks[target].stage is Stage.FINISHED:
        return say_of(target, "paths.finished", task=whose(target))
    last = span_ends(schedule, target)[1]
    if last is None:
        return say("paths.spans", task=whose(target))
    return say("paths.spans-until", task=whose(target), last=task_name(last.task), id=last.task)


def chosen_words(target: str, last: str, schedule: Schedule) -> list[Phrase]:
    """Why these paths were chosen where none were asked for, and which task finishes last, where that is another."""
    if schedule.tasks[last].finish <= schedule.tasks[target].finish:
        return []
    chosen = say("paths.chosen.target" if schedule.state.plan.target == target else "paths.chosen.deadline")
    day = schedule.tasks[last].last_day
    return [say("paths.last", chosen=chosen, task=whose(last), day=day, id=last)]


def _task(name: str, schedule: Schedule, duties: Mapping[str, Duty]) -> tuple[Cell, ...]:
    (one,) = schedule.figures_of([name])
    body = acting_on(one.task, duties)
    return name, task_name(name), None if body is None else body_name(body), *one.shown
