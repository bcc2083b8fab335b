"""Why each task stands where it stands, for the page: `explain` in short, once a task, for chart and details.

This module must never find a reason itself, nor know HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from schedule.analysis.dates.reasons import reasons
from schedule.analysis.meeting import Meeting
from schedule.engine.schedule import Reason, Stage, TaskDates
from schedule.output.tables.contents import stage
from schedule.output.words.explanation import explanation, rule_words
from schedule.output.words.phrases import Voice
from schedule.output.words.sentences import remarks, sentence

EXPLAINED = 300
"""Of so many tasks at most the whole chain is told: those that hold the target first, then those with an alert."""


@dataclass(frozen=True, slots=True)
class Story:
    """What is said of one task: its dates in a sentence, what it waits for, its alerts, and the chains in groups.

    A group is its heading and its lines. `waits` is "" where nothing else sets the start.
    """

    head: str
    waits: str
    alerts: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def brief(self) -> tuple[str, ...]:
        """The same in few lines, for a tooltip."""
        return tuple(filter(None, (self.head, self.waits, *self.alerts)))


def stories(meeting: Meeting, voice: Voice, names: Iterable[str] | None = None) -> Mapping[str, Story]:
    """The story of each of these tasks, by default of all, in the schedule's order."""
    alerts_of: dict[str, list[str]] = {}
    for alert in meeting.alerts:
        # What was put right of its reports stands among the facts beside it.
        words = voice.say("sentence.gap").join(
            (voice.tell(sentence(alert, voice.plan, corrected=False)), *voice.told(remarks(alert)))
        )
        alerts_of.setdefault(alert.task, []).append(words)
    chosen = set(_chosen(meeting))
    asked = meeting.schedule.tasks if names is None else names
    return {name: _story(name, meeting, voice, tuple(alerts_of.get(name, ())), whole=name in chosen) for name in asked}


def _chosen(meeting: Meeting) -> Iterator[str]:
    """The tasks whose chains are told, the most asked about first."""
    open_ = [name for name, dates in meeting.schedule.tasks.items() if dates.stage is not Stage.FINISHED]
    first = [*meeting.critical_path, *(alert.task for alert in meeting.alerts), *open_]
    unfinished = set(open_)
    yield from [name for name in dict.fromkeys(first) if name in unfinished][:EXPLAINED]


def _story(name: str, meeting: Meeting, voice: Voice, alerts: tuple[str, ...], *, whole: bool) -> Story:
    schedule, dates = meeting.schedule, meeting.schedule.tasks[name]
    waits = _waits(dates, meeting, voice)
    if not whole:
        how_far = stage(dates, voice.duties.get(name), schedule.state.data_date)
        head = voice.whose(name) + voice.say("colon") + voice.tell(how_far)
        return Story(head, waits, alerts, ())
    why = replace(reasons(schedule, name, meeting.owed, meeting.eased), dates=None, idle=())
    lines = list(voice.told(explanation(why, schedule, whole=False)))
    groups = [tuple(group) for filled, group in groupby(lines, key=bool) if filled]
    return Story(groups[0][0], waits, alerts, tuple((group[0], group[1:]) for group in groups[1:]))


def _waits(dates: TaskDates, meeting: Meeting, voice: Voice) -> str:
    """What an unfinished task's early date waits for; nothing where it is its own work or an actual."""
    bound = dates.early_bound
    own = bound.reason is Reason.ACTUAL or (dates.stage is Stage.IN_PROGRESS and bound.reason is Reason.DATA_DATE)
    if dates.stage is Stage.FINISHED or own or dates.task.spans:
        return ""
    text = voice.tell(rule_words(bound, dates, meeting.schedule, early=True))
    return voice.say("sentence.end", text=text[:1].upper() + text[1:])
