"""The county secretary's page: does the date hold, what holds it and who, what needs a decision, what was closed.

One A4 page for three minutes, in plain words: none of the field's terms is on it. This module must never compute: every
figure is the meeting's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from schedule.analysis.meeting import Meeting
from schedule.analysis.move.decided import is_near
from schedule.analysis.reports.ceilings import is_passed
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.reporting import is_free, lacks_money
from schedule.analysis.views.escalation import Streak, streaks
from schedule.analysis.views.standing import (
    Point,
    closed,
    holders,
    is_stuck,
    lapsed_papers,
    other_holders,
    overtaken,
    trend,
    undocumented,
)
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.schedule import Stage, TaskDates
from schedule.output.letters import official
from schedule.output.letters.docx import write_docx
from schedule.output.letters.draft import Draft, Passage, Ruled, told
from schedule.output.letters.letterhead import Letterhead, sheet_of
from schedule.output.letters.official import STANDARD, Paper, Paragraph, Sheet, Style
from schedule.output.letters.wording import (
    NOTE,
    SHORTEST,
    TEXT,
    body_name,
    letter_fields,
    listed,
    listed_name,
    numbered,
    permit_key,
    person,
    quoted,
    reason,
    rest,
    rest_said,
    sample,
    short,
    task_name,
    weeks_words,
    whose,
)
from schedule.output.tables.contents import stage
from schedule.output.words.crews import lost_text
from schedule.output.words.decisions import bearing
from schedule.output.words.disputed import dispute_text
from schedule.output.words.limits import standing_text
from schedule.output.words.money import overdue_sentence
from schedule.output.words.phrases import NAME, Voice, day_reached
from schedule.output.words.promised import due_text
from schedule.output.words.recovery import remedies
from schedule.output.words.saying import Narrow, Phrase, apart, counted, joined, number_of, say, say_of
from schedule.output.words.sentences import (
    NAMED,
    asks,
    before_permits,
    by_law,
    doubt_brief,
    doubt_sentence,
    pause_text,
    verdicts,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many items a list tells, how many names those without a document, how wide the note beside a cause may be.

    `begun` also tells after how many of them other work has begun. `meetings` is how many rows the table of forecasts
    has at most. A `brief` page counts the other deadlines that are missed, beside the plan's target, and does not tell
    why the plan could not keep its date on the first day; of what holds the others it tells whose it is, or without
    `others` nothing: they are counted above. `permits` is how many of those not waited for are told, with `works` so
    many of what has begun before each. Not `told`, decisions, what was closed, missing documents and doubts are
    counted, and no later season is told. `width` is how wide a name of a list may be, and below `NAME` any name; then
    of who holds the date the body alone is named.
    """

    items: int
    bare: int = 1
    begun: bool = False
    note: int = NOTE
    meetings: int = 5
    brief: bool = False
    others: bool = True
    permits: int = NAMED
    works: int = 1
    told: bool = True
    width: int = NAME


_LIMITS = (
    Limits(6, bare=3, begun=True, note=TEXT),
    Limits(6, bare=2, begun=True, note=TEXT),
    Limits(6, bare=2, note=TEXT),
    Limits(6, note=TEXT),
    Limits(6, bare=2, begun=True),
    Limits(6),
    Limits(6, meetings=3),
    Limits(6, brief=True),
    Limits(6, meetings=3, brief=True),
    *(Limits(items, meetings=3, brief=True) for items in (5, 4, 3, 2)),
    Limits(1, note=0, meetings=3, brief=True),
    Limits(1, note=0, meetings=2, brief=True),
    Limits(1, note=0, meetings=1, brief=True, others=False),
    Limits(1, note=0, meetings=0, brief=True, others=False),
    Limits(1, note=0, meetings=0, brief=True, others=False, told=False),
    Limits(1, note=0, meetings=0, brief=True, others=False, told=False, works=0),
    *(
        Limits(1, note=0, meetings=0, brief=True, others=False, told=False, works=0, permits=permits, width=SHORTEST)
        for permits in (NAMED, 2, 1)
    ),
)
_LAST = 9
"""So many of these tell one item of a list."""
_NARROW = (NOTE, 2), (NOTE, 1), (0, 2), (0, 1)
_WITH_REMEDY = (
    *_LIMITS[:-_LAST],
    *(Limits(items, note=note, meetings=meetings, brief=True) for items in (3, 2) for note, meetings in _NARROW),
    *_LIMITS[-_LAST:],
)
"""Where measures to decide on take room: earlier meetings give way before the second thing that holds the date does."""
_ASKED = 2
"""How many questions stand beside the verdict."""
_WIDTHS = (39, 39, 39, 39)
_VERDICT = 100
"""How wide a sentence about a deadline may be, in Chinese characters."""
_REMEDY = 180
"""How wide the measures may be told that would keep the date."""
_DECISION = 120
"""How wide a decision may be told, in Chinese characters."""


def write_secretary(
    meeting: Meeting, target: Path | BinaryIO, voice: Voice, letterhead: Letterhead | None = None
) -> None:
    """Write the page as `.docx` to a path or a stream. Raises OSError where that cannot be written."""
    paper = secretary(meeting, voice, sheet_of(letterhead))
    write_docx(paper, target, letterhead, letter_fields(meeting, voice))


def secretary_markdown(meeting: Meeting, voice: Voice, letterhead: Letterhead | None = None) -> str:
    """The same page as Markdown."""
    return official.markdown(secretary(meeting, voice, sheet_of(letterhead)))


def secretary(meeting: Meeting, voice: Voice, sheet: Sheet = STANDARD) -> Paper:
    """The page as a paper, with lists as long as one page allows."""
    return meeting.once(_secretary, voice, sheet)


def _secretary(meeting: Meeting, voice: Voice, sheet: Sheet) -> Paper:
    tried = _WITH_REMEDY if remedies(meeting) else _LIMITS
    return official.fewest(lambda limits: meeting.once(_paper, limits, voice), 1, tried, sheet)


def _paper(meeting: Meeting, limits: Limits, voice: Voice) -> Paper:
    points, weeks = meeting.once(trend), meeting.history.once(streaks, meeting.data_date)
    title = voice.say("secretary.title", project=short(voice.project(), 30))
    day, brief = start_day(meeting.data_date), voice.narrow(limits.width)
    voice = voice if limits.width == NAME else brief  # of a list names are cut, never a sentence
    verdict = (
        *_before_permits(meeting, limits),
        Passage(say("secretary.holds"), Style.HEADING),
        *_holds(meeting, points, limits),
    )
    lists = (
        Passage(say("secretary.key" if _is_late(meeting) else "secretary.holders"), Style.HEADING),
        *_key(meeting, weeks, limits),
        Passage(say("secretary.decide"), Style.HEADING),
        *_decide(meeting, limits),
        Passage(say("secretary.closed"), Style.HEADING),
        Passage(_closed(meeting, limits)),
        *_bare(meeting, limits),
        *_doubts(meeting, limits),
    )
    return Paper(
        title=title,
        day=day,
        lang=voice.lang,
        dense=True,
        blocks=(
            Paragraph(title, Style.TITLE),
            Paragraph(voice.say("secretary.number", day=voice.whole_day(day)), Style.NUMBER),
            *sample(meeting, voice),
            *told(verdict, voice),
            *told(lists, brief),
        ),
    )


def _before_permits(meeting: Meeting, limits: Limits) -> list[Draft]:
    """What was begun before its permit stands before the verdict: a date that is kept so is not kept."""
    said = before_permits(meeting, works=limits.works, most=limits.permits, room=_VERDICT)
    return [Passage("", lead=text) for text in said]


def _holds(meeting: Meeting, points: tuple[Point, ...], limits: Limits) -> list[Draft]:
    """The verdict, what crews do to it, the decisions that moved its dates, the forecasts of the last meetings."""
    limit = limits.items
    named, whole = 1 if limits.brief else NAMED, not limits.brief
    verdict, *others = verdicts(meeting, moves=False, named=named, whole=whole, room=_VERDICT)
    # Whether a deadline holds cannot be answered by a date where the plan has none.
    none = meeting.headline.deadline is None and meeting.holds is None
    blocks: list[Draft] = [Passage("", lead=say("secretary.no-deadline"))] if none else []
    blocks.append(Passage("", lead=verdict))
    if others:
        blocks.append(Passage(joined(others, "sentence.gap")))
    if meeting.levelled is not None and (crews := lost_text(meeting.levelled, named)):
        blocks.append(Passage(crews))
    # What hangs on a question that nobody has answered yet is not told without it.
    asked = [Narrow(doubt_sentence(one, meeting.schedule)) for one in meeting.asked_of_headline]
    blocks += [Passage(text) for text in [*asked[:_ASKED], *rest_said(len(asked) - _ASKED)]]
    said = bearing(meeting, _DECISION)
    if limits.told:
        blocks += [Passage(text) for text in (*said[:limit], *rest_said(len(said) - limit))]
    elif said:
        blocks.append(Passage(counted("secretary.decisions.counted", len(said))))
    if len(points) < 2:
        return blocks
    target = meeting.headline.target
    about = meeting.headline.task if others or target is None else None
    heads: list[Phrase] = [say(f"secretary.{key}") for key in ("meeting", "forecast", "margin", "step")]
    if about is not None:
        heads[1] = say_of(about, "secretary.forecast.of", task=task_name(about))
    rows: list[tuple[Phrase, ...]] = []
    for before, point in pairwise((None, *points)):
        assert point is not None
        rows.append(
            (
                start_day(point.data_date),
                _reached_on(target, point, meeting),
                _margin(point, target, meeting),
                "" if before is None else _step(before, point, target, meeting),
            )
        )
    if not limits.meetings:
        return blocks
    return [*blocks, Ruled((tuple(heads), *rows[-limits.meetings :]), _WIDTHS, heads=True)]


def _reached_on(target: str | None, point: Point, meeting: Meeting) -> date:
    """The day of a meeting's forecast."""
    return day_reached(meeting.schedule.state.plan, target, point.forecast, point.stands)


def _margin(point: Point, target: str | None, meeting: Meeting) -> Phrase:
    if point.deadline is None:
        return ""
    between = (finish_day(point.deadline) - _reached_on(target, point, meeting)).days
    margin = point.deadline - point.forecast
    key = "late" if margin < 0 else "early" if between > 0 else "same"
    return say(f"secretary.margin.{key}", days=apart(between, margin))


def _step(before: Point, point: Point, target: str | None, meeting: Meeting) -> Phrase:
    earlier, now = (_reached_on(target, one, meeting) for one in (before, point))
    key = "later" if now > earlier else "earlier" if now < earlier else "same"
    days = apart((now - earlier).days, point.forecast - before.forecast)
    step = say(f"secretary.step.{key}", days=days)
    if before.deadline == point.deadline or point.deadline is None:
        return step
    # Another deadline is no work that was caught up.
    return say("secretary.step.deadline", step=step, deadline=finish_day(point.deadline))


def _key(meeting: Meeting, weeks: Mapping[str, Streak], limits: Limits) -> list[Passage]:
    """What holds the date and can be worked on now; several where each alone holds it; so of every missed deadline."""
    names, others = holders(meeting), other_holders(meeting)
    late = _is_late(meeting)
    if names:
        key = ("secretary.key" if late else "secretary.holders") + (".single" if len(names) == 1 else ".several")
        # Beside another deadline it has to be said which of them is meant.
        target = meeting.headline.target if others else None
        about = {} if target is None else {"task": task_name(target)}
        shown: list[Phrase] = [say(key + (".of" if about else ""), number=len(names), **about)]
        items = [_holder(name, weeks.get(name), limits, late, meeting) for name in names[: limits.items]]
        shown += [*numbered(items), *rest(len(names) - limits.items)]
    else:
        shown = [say("secretary.key.asked" if meeting.asked_of_headline else "secretary.key.none")]
    shown += _later_seasons(names, meeting) if limits.told else []
    for target, held in others[: limits.items] if limits.others else ():
        shown += _stuck(target, held, weeks, limits, meeting)
    return [Passage(text) for text in (*shown, *by_law(meeting))]


def _stuck(
    target: str, names: Sequence[str], weeks: Mapping[str, Streak], limits: Limits, meeting: Meeting
) -> list[Phrase]:
    """What holds another missed deadline; on a `brief` page no more than whose it is."""
    task = task_name(target)
    if meeting.schedule.tasks[target].task.is_milestone and names == (target,):
        return [_reached(target, meeting)]  # all before it is done: what holds it is its own report
    if limits.brief:
        held = listed([whose(name, meeting) for name in names], NAMED)
        return [say("secretary.key.brief", task=task, items=held)]
    key = "secretary.key.single.of" if len(names) == 1 else "secretary.key.several.of"
    opening = say(key, number=len(names), task=task)
    items = [_holder(name, weeks.get(name), limits, True, meeting) for name in names[: limits.items]]
    if len(names) == 1:
        return [joined((opening, *items), "sentence.gap")]
    return [opening, *numbered(items), *rest(len(names) - limits.items)]


def _later_seasons(told: Sequence[str], meeting: Meeting) -> list[Phrase]:
    """The first season that interrupts what comes after those told: nobody can hurry it, and it holds the date."""
    later = [one for one in meeting.pauses if one.task not in told]
    texts = [
        say("pause.task", task=whose(one.task, meeting), pause=pause_text(one, meeting.schedule)) for one in later[:1]
    ]
    return [say("sentence.end", text=text) for text in texts]


def _is_late(meeting: Meeting) -> bool:
    """Whether the date is missed as things stand, and not by the plan alone: only then is the work stuck somewhere."""
    return is_stuck(meeting.headline, meeting)


def _holder(name: str, weeks: Streak | None, limits: Limits, late: bool, meeting: Meeting) -> Phrase:
    dates = meeting.schedule.tasks[name]
    if dates.task.is_milestone:
        parts = [_reached(name, meeting)]
    else:
        body = meeting.answers_for(name)
        who = _who(dates, meeting) if limits.width == NAME else body_name(body)
        how_far = stage(dates, meeting.duties.get(name), meeting.schedule.state.data_date)
        parts = [say("secretary.key.item", finish=dates.last_day, task=task_name(name), who=who, stage=how_far)]
    seasons = [one for one in meeting.pauses if one.task == name]
    asleep = [one for one in seasons if not one.inside]
    for one in seasons:
        key = "secretary.pause.inside" if one.inside else "secretary.pause"
        parts.append(say(key, pause=pause_text(one, meeting.schedule)))
    parts += _latest(name, meeting)
    # What a season puts off does not wait for what lies before the season.
    if not asleep or dates.status.cause or dates.status.note:
        parts += reason(dates, meeting, widest=limits.note, name=limits.width, required=late)
    limit = next((one.clock for one in meeting.ceilings if one.task == name and is_passed(one.clock)), None)
    if limit is not None and late:  # else it stands among what has to be decided
        parts.append(say("sentence.end", text=standing_text(limit)))
    parts += weeks_words(weeks, _told(name, meeting)) if limits.told else []
    return joined(parts, "sentence.gap")


def _told(name: str, meeting: Meeting) -> str | None:
    """The body that is told of a matter and in whose hands it is counted."""
    return next((alert.body for alert in meeting.alerts if alert.task == name), meeting.answers_for(name))


def _reached(name: str, meeting: Meeting) -> Phrase:
    """When a milestone is reached, or that only its report is missing, and who answers for it."""
    dates = meeting.schedule.tasks[name]
    key = "secretary.key.due" if is_free(dates, meeting.schedule) else "secretary.key.ahead"
    who = _who(dates, meeting)
    return say_of(name, key, task=task_name(name), who=who, finish=dates.last_day)


def _who(dates: TaskDates, meeting: Meeting) -> Phrase:
    """The body that answers for a task, with the person where one is named."""
    body, answers = body_name(meeting.answers_for(dates.task.id)), person(dates, meeting)
    return body if answers is None else say("secretary.who", body=body, person=answers)


def _latest(name: str, meeting: Meeting) -> list[Phrase]:
    """By when what decides the finish is asked for, beside its red line; nothing where no deadline waits for it."""
    request = meeting.requests.get(name)
    if request is None or request.latest_finish is None or name in meeting.done:
        return []
    if name in meeting.once(lapsed_papers):
        return []  # what to do about it stands among what has to be decided
    if request.latest_finish < start_day(meeting.data_date):
        return [say("secretary.latest.past", line=request.latest_finish)]
    asked = asks(request.when_funded(), meeting.schedule.tasks[name].task, meeting.duties.get(name))
    key = "secretary.asked.money" if lacks_money(meeting.schedule.tasks[name], meeting.schedule) else "secretary.asked"
    return [say(key, asked=asked)]


def _decide(meeting: Meeting, limits: Limits) -> list[Passage]:
    """Work before its permit, which the meeting has to end; the measures that would keep a missed deadline.

    Then money whose day has passed and for which the date waits; authorities over their limits; promises that are due;
    other such money; what forms say differently; what the bodies ask for; of these two what holds the date comes first.
    """
    limit, path = limits.items, set(meeting.critical_path)
    permits: list[Phrase] = [
        say(f"secretary.decide.{permit_key(alert)}", task=task_name(alert.task))
        for alert in meeting.alerts
        if alert.is_unlawful
    ]
    permits += remedies(meeting, brief=True, room=_REMEDY)
    permits += [overdue_sentence(one) for one in meeting.overdue if path.intersection(one.tasks)]
    permits += [
        say(
            "secretary.decide.ceiling",
            task=task_name(alert.task),
            body=body_name(alert.ceiling.body),
            standing=standing_text(alert.ceiling.clock),
        )
        for alert in meeting.alerts
        if alert.ceiling is not None and alert.code == "ceiling-passed"
    ]
    permits += [
        say(
            f"secretary.decide.{alert.code}.{alert.within.kind}"
            if alert.code == "within-lost"
            else "secretary.decide.within",
            task=task_name(alert.task),
            body=body_name(alert.body),
            due=alert.within.due,
            event=task_name(alert.within.after),
            reached=alert.within.forecast,
        )
        for alert in meeting.alerts
        if alert.within is not None and alert.code in ("within-passed", "within-lost")
    ]
    if meeting.decisions is not None:
        due = (one for one in meeting.decisions.entries if is_near(one, meeting.project.plan.settings.start_within))
        permits += [due_text(one, _DECISION) for one in due]
    permits += [overdue_sentence(one) for one in meeting.overdue if path.isdisjoint(one.tasks)]
    differ = sorted(meeting.disputes, key=lambda name: name not in path)
    permits += [
        say("secretary.decide.differ", task=task_name(name), said=dispute_text(meeting.disputes[name], _VERDICT))
        for name in differ
    ]
    asking = [
        (name not in path, k, name, dates.status.request)
        for k, (name, dates) in enumerate(meeting.schedule.tasks.items())
        if dates.status.request and dates.stage is not Stage.FINISHED
    ]
    items = [*permits, *(_request(name, request, limits, meeting) for _, _, name, request in sorted(asking))]
    parts = numbered(items[:limit]) + rest_said(len(items) - limit)
    return [Passage(text) for text in parts or [say("secretary.decide.none")]]


def _request(name: str, request: str, limits: Limits, meeting: Meeting) -> Phrase:
    body = body_name(meeting.answers_for(name))
    said = quoted(request, name=limits.width)
    return say("secretary.request", body=body, task=task_name(name), request=said)


def _closed(meeting: Meeting, limits: Limits) -> Phrase:
    """What was finished since the meeting before; without its document it is only said to be."""
    if meeting.previous is None:
        return say("secretary.closed.first")
    tasks = meeting.schedule.tasks
    parts = [
        say_of(
            dates.task.id,
            "secretary.closed.doubt" if lacks_document(dates) else "secretary.closed.item",
            task=whose(dates.task.id, meeting),
            day=dates.last_day,
        )
        for dates in (tasks[name] for name in closed(meeting))
    ]
    if not parts:
        return say("secretary.closed.none")
    if not limits.told:
        return counted("secretary.closed.counted", len(parts))
    text, more = joined(parts[: limits.items], "paper.semicolon"), len(parts) - limits.items
    shown = say("secretary.closed.more", items=text, number=more) if more > 0 else text
    return say("sentence.end", text=shown)


def _bare(meeting: Meeting, limits: Limits) -> list[Passage]:
    """What is reported done, at whatever meeting, without its document: how many, the gravest, what went on since."""
    names, begun = undocumented(meeting), overtaken(meeting)
    if not names:
        return []
    if not limits.told:
        return [Passage(say("secretary.bare.counted", count=number_of(len(names), "task")))]
    shown = joined(map(listed_name, names[: limits.bare]), "comma")
    key = "secretary.bare" if len(names) > limits.bare else "secretary.bare.all"
    parts = [say_of(names, key, count=number_of(len(names), "task"), tasks=shown)]
    if begun and limits.begun:
        parts.append(say("secretary.begun" + (".all" if len(begun) == len(names) else ""), number=len(begun)))
    return [Passage(joined(parts, "sentence.gap"))]


def _doubts(meeting: Meeting, limits: Limits) -> list[Passage]:
    """What to look at on site, in one line; what stands beside the verdict or lacks its document is told above."""
    found = [one for one in meeting.doubts_apart if one.code != "unevidenced"]
    if not found:
        return []
    if not limits.told:
        return [Passage(counted("secretary.doubts.counted", len(found)))]
    brief = [doubt_brief(one) for one in found]
    return [Passage(say("doubt.line", items=listed(brief, limits.bare)))]
