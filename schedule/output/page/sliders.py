"""What a reader of the page may try: some days less or more of a task, or a measure, and what every deadline then does.

All that can be seen stands in a table, a row for each setting and deadline, and without the script that table is read.
The script only shows the rows of one setting, that of the slider, so that nothing is computed a second time. The same
proposal typed into `daopai preview` gives the same days. This module must never try anything itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.trials import DAYS, Dial, Trial, Trials, day_of, trials
from schedule.model import Duration
from schedule.output.answers.decision import retarded_words
from schedule.output.answers.side_by_side import PREVIEW_COLUMNS, due_row, named_fault
from schedule.output.page.markup import Grid, Marks, Places, table_rows
from schedule.output.tables.contents import Table
from schedule.output.words.phrases import Cell, Voice
from schedule.output.words.recovery import cost_words, measure_words

_KEYS = ("proposal", "deadline_task", "deadline", "finish_with", "shift_days", "float_with")
"""Columns of a preview; without the proposal they are in the setting that changes nothing."""


@dataclass(frozen=True, slots=True)
class Slider:
    """One slider: its task's marks, what it sets, whose that is, how far it goes and where it stands, and its table.

    The rows of each setting are a group of the table; `notes` are what else has to be known of it.
    """

    marks: Marks
    name: str
    body: str
    label: str
    last: int
    unmoved: int
    table: Grid
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """The sliders, and what there is no slider for."""

    sliders: tuple[Slider, ...]
    said: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.sliders or self.said)


def tried(meeting: Meeting, found: Places, voice: Voice) -> Tried:
    """The sliders with their tables, and what moves no deadline; empty where there is nothing to try."""
    all_of_it = meeting.once(trials)
    dials = (_slider(dial, meeting, found, voice) for dial in all_of_it.dials if dial.task in found.tasks)
    return Tried(tuple(dials), tuple(_said(all_of_it, meeting, voice)))


def _said(tried: Trials, meeting: Meeting, voice: Voice) -> list[str]:
    """What there is no slider for, and why."""
    lines = []
    if tried.quiet:
        tasks = voice.listed(voice.whose(name) for name in tried.quiet)
        lines.append(voice.say("page.trials.quiet", days=DAYS, tasks=tasks))
    if tried.idle:
        measures = voice.say("clause").join(
            voice.tell(measure_words(one, one.most, meeting.schedule, brief=False)) for one in tried.idle
        )
        lines.append(voice.say("page.trials.idle", measures=measures))
    if tried.reported:
        tasks = voice.listed(voice.whose(name) for name in tried.reported)
        lines.append(voice.say("page.trials.reported", tasks=tasks))
    if tried.left_out:
        lines.append(voice.counted("page.trials.left-out", tried.left_out))
    return lines


def _slider(dial: Dial, meeting: Meeting, found: Places, voice: Voice) -> Slider:
    task = meeting.schedule.tasks[dial.task].task
    name = voice.task(dial.task)
    if dial.measure is not None:
        name = voice.tell(measure_words(dial.measure, dial.measure.most, meeting.schedule, brief=False))
    notes = []
    if dial.refused is not None:
        notes.append(voice.say("page.trials.refused", fault=named_fault(dial.refused)))
    least = task.reasonable
    if least is not None and any(trial.pressed for trial in dial.trials):
        notes.append(voice.say("page.trials.reasonable", reasonable=voice.duration_of(least, task)))
    if dial.retarded is not None:
        trial, retarded, after = dial.retarded
        said = retarded_words(retarded, after)
        notes.append(voice.say("page.trials.retarded", setting=_setting(trial, dial, meeting, voice), said=said))
    return Slider(
        found.marks([dial.task], "dial"),
        name,
        voice.acting_name(task) or "",
        voice.say("page.trials.slider", task=name),
        len(dial.trials) - 1,
        next(k for k, trial in enumerate(dial.trials) if not trial.revisions),
        _table(dial, meeting, found, voice),
        tuple(notes),
    )


def _table(dial: Dial, meeting: Meeting, found: Places, voice: Voice) -> Grid:
    """The rows of all settings under one head; those of each are a body of the table of their own."""
    place = {column.key: k for k, column in enumerate(PREVIEW_COLUMNS)}
    chosen, moved = [place[key] for key in _KEYS], set(dial.moved)
    rows, groups = list[tuple[Cell, ...]](), list[int]()
    for trial in dial.trials:
        shown = [due for due in trial.dues if due.task in moved]
        words = _setting(trial, dial, meeting, voice)
        rows += (tuple(due_row(words, due)[k] for k in chosen) for due in shown)
        groups.append(len(shown))
    table = Table(tuple(PREVIEW_COLUMNS[k] for k in chosen), tuple(rows))
    grid = table_rows(table, voice, [None] * len(rows), found, meeting.lights)
    left = iter(grid.groups[0])
    return replace(grid, groups=tuple(tuple(next(left) for _ in range(count)) for count in groups), kind="trial")


def _setting(trial: Trial, dial: Dial, meeting: Meeting, voice: Voice) -> str:
    """What a setting of the slider is, in words, and whether experts have to review it first."""
    text = _set_words(trial, dial, meeting, voice)
    return voice.say("page.trials.pressed", setting=text) if trial.pressed else text


def _set_words(trial: Trial, dial: Dial, meeting: Meeting, voice: Voice) -> str:
    """What is set: the days and the duration that come of them, or the measure and what it costs."""
    schedule, dates = meeting.schedule, meeting.schedule.tasks[dial.task]
    if dial.measure is not None:
        if not trial.revisions:
            return voice.say("page.trials.unbought")
        words = voice.tell(measure_words(dial.measure, trial.steps, schedule, brief=True))
        cost = voice.tell(cost_words(dial.measure.costs[trial.steps], schedule))
        return voice.say("page.trials.bought", measure=words, cost=cost)
    duration = trial.revisions[0].changes["duration"] if trial.revisions else dates.task.duration
    assert isinstance(duration, Duration)
    if not trial.revisions:
        return voice.say("page.trials.same", duration=voice.duration(duration))
    day = day_of(dates)
    days = voice.duration(Duration(day.amount * abs(trial.steps), day.unit))
    key = "page.trials.less" if trial.steps < 0 else "page.trials.more"
    return voice.say(key, days=days, duration=voice.duration(duration))
