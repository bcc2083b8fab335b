"""The notice (通报) after a meeting: overall, what goes well, what is late and why, problems, what is required next.

Two pages at most: lists are cut to what fits and name the table that has the rest. Who is late because of its own work
and who only waits for others are told apart. This module must never compute: every figure is the meeting's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO, TypeVar

from schedule.analysis.dates.alerts import Alert, Light
from schedule.analysis.dates.comparison import shown_finishes, shown_shift
from schedule.analysis.meeting import Meeting
from schedule.analysis.move.accounts import concurrent
from schedule.analysis.move.totals import joint_parts
from schedule.analysis.reports.ceilings import is_near
from schedule.analysis.reports.custody import Duty
from schedule.analysis.reports.doubts import QUESTIONS, Doubt
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.reporting import lacks_money, waits_for_money
from schedule.analysis.views.escalation import Level, streaks
from schedule.analysis.views.standing import (
    closed,
    gained,
    lapsed_papers,
    ordinal,
    permits_awaited,
    stopped,
    undocumented,
    unlawful,
    waits_for,
)
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.schedule import Stage, TaskDates
from schedule.model import Instant
from schedule.output.letters import official
from schedule.output.letters.docx import write_docx
from schedule.output.letters.draft import Passage, told
from schedule.output.letters.letterhead import Letterhead, sheet_of
from schedule.output.letters.official import STANDARD, Paper, Paragraph, Sheet, Style
from schedule.output.letters.wording import (
    NOTE,
    SHORTEST,
    TEXT,
    blank,
    bodies_name,
    body_name,
    item,
    letter_fields,
    listed,
    listed_name,
    numbered,
    permit_demand,
    quoted,
    reason,
    rest,
    rest_said,
    sample,
    short,
    task_name,
    waiting,
    whose,
)
from schedule.output.words.accounts import account_heading
from schedule.output.words.decisions import bearing
from schedule.output.words.disputed import dispute_text
from schedule.output.words.limits import standing_text, within_values
from schedule.output.words.money import overdue_text
from schedule.output.words.phrases import NAME, Voice, authority_of, elapsed
from schedule.output.words.saying import (
    Among,
    Days,
    Narrow,
    Phrase,
    WholeDay,
    apart,
    joined,
    number_of,
    say,
    say_of,
    task_name_in,
)
from schedule.output.words.sentences import (
    NAMED,
    asks,
    before_permits,
    by_law,
    done_fact,
    doubt_brief,
    doubt_sentence,
    fingerprint_text,
    outdated_notes,
    verdicts,
)

PAGES = 2

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """How many items the lists of a notice tell: what went well, what is late itself or through others, names, next.

    `bodies` is how many are addressed by name, `tasks` of how many each is reminded. A `terse` one leaves out document
    numbers, and what those wait for who only wait. A note beside a cause may be so wide as `note` says. With `keep`,
    every body with a red or yellow matter is told what is required of it, however many they are. A `brief` one counts
    the other deadlines that are missed, beside the plan's target, and does not tell why the first could not be kept.
    `forecast`: a forecast that is later than what is asked for stands beside it, as in the deadline table, and what a
    task waits for that is asked to begin before that lets it. `outdated`: that bodies are asked by a baseline which
    decisions have moved stands over what is required; it is given up before anything else is, but for `law`, how many
    of the days that are left the law fixes. Of what lacks its document or its report, `names` of each body are told,
    of so many bodies as `owing` says. `permits` is how many of those not waited for are told.
    A `dense` one is set smaller. `width` is how wide a name of a list may be, and below
    `NAME` any name.
    """

    well: int
    late: int
    waits: int
    names: int
    next: int
    terse: bool = True
    note: int = TEXT
    bodies: int = 10
    tasks: int = 3
    keep: bool = True
    brief: bool = False
    forecast: bool = False
    outdated: bool = False
    law: bool = False
    owing: int | None = None
    permits: int = NAMED
    dense: bool = False
    width: int = NAME


_LAST = Limits(well=1, late=1, waits=1, names=1, next=1, bodies=1, tasks=1, note=0, keep=False, brief=True)
_LIMITS = (
    Limits(well=8, late=8, waits=8, names=8, next=9, terse=False, forecast=True, law=True),
    Limits(well=8, late=8, waits=8, names=8, next=9, terse=False, forecast=True),
    Limits(well=8, late=8, waits=8, names=8, next=9, terse=False),
    Limits(well=5, late=6, waits=4, names=4, next=6, terse=False),
    Limits(well=3, late=4, waits=3, names=3, next=4, terse=False),
    Limits(well=5, late=6, waits=5, names=4, next=6),
    Limits(well=3, late=4, waits=4, names=3, next=4),
    Limits(well=2, late=3, waits=3, names=2, next=3),
    Limits(well=5, late=6, waits=5, names=4, next=6, note=NOTE),
    Limits(well=3, late=4, waits=4, names=3, next=4, note=NOTE),
    Limits(well=2, late=3, waits=3, names=2, next=3, note=NOTE),
    Limits(well=1, late=3, waits=1, names=4, next=3, note=NOTE),
    Limits(well=2, late=3, waits=2, names=1, next=3, note=NOTE),
    Limits(well=1, late=3, waits=1, names=1, next=3, note=NOTE),
    Limits(well=1, late=3, waits=1, names=1, next=3, note=0),
    Limits(well=1, late=2, waits=1, names=1, next=2, note=0, brief=True),
    Limits(well=1, late=2, waits=1, names=1, next=2, tasks=1, note=0, brief=True),
    Limits(well=1, late=2, waits=1, names=1, next=2, bodies=1, tasks=2, note=0, brief=True),
    Limits(well=1, late=1, waits=1, names=1, next=2, bodies=1, tasks=2, note=0, brief=True),
    Limits(well=1, late=1, waits=1, names=1, next=2, bodies=1, tasks=1, note=0, brief=True),
    Limits(well=1, late=2, waits=1, names=1, next=2, tasks=1, note=0, keep=False, brief=True),
    Limits(well=1, late=2, waits=1, names=1, next=2, bodies=1, tasks=1, note=0, keep=False, brief=True),
    _LAST,
    *(replace(_LAST, dense=True, owing=owing) for owing in (None, 6, 3, 1)),
    *(replace(_LAST, dense=True, owing=1, permits=permits, width=SHORTEST) for permits in (NAMED, 2, 1)),
)
"""What is given up first: forecasts, document numbers, long notes, who only waits, names, notes; last what is late.

Only then the letters get smaller, and who owes documents and which permits were not waited for is counted.
"""
_VERDICT = 120
"""How wide a sentence about a deadline may be, in Chinese characters."""
_DECISION = 120
"""How wide a decision may be told, in Chinese characters."""
_ASKED = (*QUESTIONS, "out-of-sequence")
"""Which reports the notice asks about: open questions of fact, and what was begun before its turn."""


def write_notice(meeting: Meeting, target: Path | BinaryIO, voice: Voice, letterhead: Letterhead | None = None) -> None:
    """Write the notice as `.docx` to a path or a stream. Raises OSError where that cannot be written."""
    paper = notice(meeting, voice, sheet_of(letterhead))
    write_docx(paper, target, letterhead, letter_fields(meeting, voice))


def notice_markdown(meeting: Meeting, voice: Voice, letterhead: Letterhead | None = None) -> str:
    """The same notice as Markdown."""
    return official.markdown(notice(meeting, voice, sheet_of(letterhead)))


def notice(meeting: Meeting, voice: Voice, sheet: Sheet = STANDARD) -> Paper:
    """The notice as a paper, with lists as long as two pages allow."""
    return meeting.once(_notice, voice, sheet)


def _notice(meeting: Meeting, voice: Voice, sheet: Sheet) -> Paper:
    limits: Sequence[Limits] = _LIMITS
    if meeting.outdated is not None:
        limits = tuple(replace(one, outdated=told) for one in _LIMITS for told in (not one.dense, False))
    return official.fewest(lambda one: meeting.once(_paper, one, voice), PAGES, limits, sheet)


def _paper(meeting: Meeting, limits: Limits, voice: Voice) -> Paper:
    levels = [one.level for one in meeting.history.once(streaks, meeting.data_date).values()]
    title = voice.say("circular.title", project=short(voice.project(), 30))
    day = start_day(meeting.data_date)
    number = ordinal(meeting)
    shown = blank("number") if number is None else str(number)
    named, brief = _named(meeting, limits), voice.narrow(limits.width)
    voice = voice if limits.width == NAME else brief  # of a list names are cut, never a sentence
    above = (
        Passage(_addressees(limits.bodies, named, meeting), Style.ADDRESSEE),
        Passage(say("circular.overall"), Style.HEADING),
        *_overall(meeting, limits),
    )
    lists = (
        Passage(say("circular.well"), Style.HEADING),
        *_well(meeting, limits),
        Passage(say("circular.late"), Style.HEADING),
        *_late(meeting, limits),
        Passage(say("circular.problems"), Style.HEADING),
        *_problems(meeting, limits),
        Passage(say("circular.next"), Style.HEADING),
        *_next(meeting, levels, limits),
    )
    below = (
        Passage(blank("issuer"), Style.SIGNED),
        Passage(WholeDay(day), Style.SIGNED),
        Passage(say("paper.copies", bodies=_copies(limits.bodies, named, meeting)), Style.COPIES),
        Passage(say("paper.printed", day=WholeDay(day)), Style.PRINTED, blank("issuer")),
    )
    return Paper(
        title=title,
        day=day,
        lang=voice.lang,
        foot=voice.tell(fingerprint_text(meeting)),
        dense=limits.dense,
        blocks=(
            Paragraph(title, Style.TITLE),
            Paragraph(voice.say("circular.number", number=shown), Style.NUMBER),
            *sample(meeting, voice),
            *told(above, voice),
            *told(lists, brief),
            *told(below, voice),
        ),
    )


def _named(meeting: Meeting, limits: Limits) -> set[str | None]:
    """The bodies that the notice tells to be late, or what is required or asked of them."""
    own, waits = _late_alerts(meeting)
    begun = [alert for alert in meeting.alerts if alert.is_unlawful][: limits.permits]
    late = {body for alert in [*begun, *own[: limits.late], *waits[: limits.waits]] for body in alert.bodies}
    owing = {meeting.answers_for(name) for names in _owing(meeting).values() for name in names}
    asked = {meeting.answers_for(name) for one in _questions(meeting)[: limits.names] for name in one.tasks}
    differ = {meeting.answers_for(one.task) for one in [*meeting.disputes.values()][: limits.names]}
    money = {*_money_asked(meeting, limits)}
    return late | owing | asked | differ | money | {body for body, _ in _required(meeting, limits)}


def _owing(meeting: Meeting) -> dict[str, Sequence[str]]:
    """By what is missing the tasks that lack it: documents, what was sent back, reports. Each body of them is told."""
    returned = [name for name, duty in meeting.duties.items() if duty is Duty.CORRECT]
    silent, done = ([name for name in meeting.unreported if (name in meeting.done) is over] for over in (False, True))
    return {"unevidenced": undocumented(meeting), "returned": returned, "unreported": silent, "undone": done}


def _questions(meeting: Meeting) -> list[Doubt]:
    """The reports that the notice asks about; what was begun before its permit is told above all."""
    before_permit = {one.task for breach in meeting.breaches for one in breach.begun}
    return [one for one in meeting.doubts if one.code in _ASKED and before_permit.isdisjoint(one.tasks)]


def _asked_apart(told: Sequence[Doubt], meeting: Meeting) -> int:
    """Of how many tasks this meeting's reports give reason to ask that the notice does not name for it."""
    named = {name for one in told for name in one.tasks}
    named |= {one.task for breach in meeting.breaches for one in breach.begun}
    return sum(name not in named for name in meeting.asked)


def _required(meeting: Meeting, limits: Limits) -> list[tuple[str | None, tuple[str, ...]]]:
    """The bodies that are told what is required next, with its tasks: who has the dearest matter first."""
    # What was begun before its permit is asked of its bodies above: it puts no green task before a red one.
    lit = sorted(
        (alert for alert in meeting.alerts if alert.light in (Light.RED, Light.YELLOW)), key=lambda one: one.is_unlawful
    )
    urgent = [body for alert in lit for body in alert.bodies]
    order = {body: k for k, body in enumerate(dict.fromkeys(urgent))}
    bodies = sorted(meeting.upcoming, key=lambda body: order.get(body, len(order)))
    most = max(limits.next, sum(body in order for body in bodies)) if limits.keep else limits.next
    return [(body, meeting.upcoming[body]) for body in bodies[:most]]


def _addressees(limit: int, named: Collection[str | None], meeting: Meeting) -> Phrase:
    """The bodies of the task force, and of those outside it the ones that the notice tells what to do."""
    plan = meeting.schedule.state.plan.present
    inside = [name for name, body in plan.items() if not body.outside]
    outside = [name for name, body in plan.items() if body.outside and name in named]
    bodies = [body_name(name) for name in (*inside, *outside)]
    return say("paper.to", bodies=listed(bodies, limit, "paper.more-bodies") or blank("addressee"))


def _copies(limit: int, named: Collection[str | None], meeting: Meeting) -> Phrase:
    """The leaders who answer for tasks, the target's first, and the bodies outside that are not addressed."""
    plan = meeting.schedule.state.plan
    target = plan.tasks.get(meeting.headline.target or "")
    tasks = [*([target] if target is not None else []), *plan.tasks.values()]
    leaders = [*dict.fromkeys(short(task.leader) for task in tasks if task.leader)]
    outside = [body_name(name) for name, body in plan.present.items() if body.outside and name not in named]
    groups = [listed(leaders, limit, "paper.more-people"), listed(outside, limit, "paper.more-bodies")]
    return joined((group for group in groups if group), "paper.semicolon") or blank("copies")


def _overall(meeting: Meeting, limits: Limits) -> list[Passage]:
    stages = [dates.stage for dates in meeting.schedule.tasks.values()]
    counts = {
        "total": len(stages),
        "finished": stages.count(Stage.FINISHED),
        "going": stages.count(Stage.IN_PROGRESS),
        "waiting": stages.count(Stage.NOT_STARTED),
        "red": meeting.counts[Light.RED].tasks,
        "yellow": meeting.counts[Light.YELLOW].tasks,
        "grey": meeting.counts[Light.GREY].tasks,
    }
    shown: dict[str, Phrase] = {name: number_of(number, "task") for name, number in counts.items()}
    said, asked, limit = bearing(meeting, _DECISION), meeting.asked_of_headline, limits.next
    acting = meeting.counts[Light.RED].now
    shown["acting"] = say("circular.acting", count=number_of(acting, "task")) if acting else ""
    named, whole = 1 if limits.brief else NAMED, not limits.brief
    verdict, *others = verdicts(meeting, named=named, whole=whole, room=_VERDICT)
    more = [joined(others, "sentence.gap")] if limits.brief and others else others
    return [
        *_before_permits(meeting, limits.permits),
        *(Passage(text) for text in (verdict, *more)),
        *(Passage(text) for text in (by_law(meeting) if limits.law else ())),
        # What hangs on a question that nobody has answered yet is not told without it.
        *(Passage(Narrow(doubt_sentence(one, meeting.schedule))) for one in asked[:limit]),
        *(Passage(text) for text in rest_said(len(asked) - limit)),
        *(Passage(text) for text in said[:limit]),
        *(Passage(text) for text in rest_said(len(said) - limit)),
        Passage(say("circular.counts", **shown)),
    ]


def _before_permits(meeting: Meeting, most: int) -> list[Passage]:
    """What was begun before its permit, before the verdict; what is asked of whom is told however short the room is."""
    found = [alert for alert in meeting.alerts if alert.is_unlawful]
    demands: list[Phrase] = [
        permit_demand(alert, meeting)
        if alert.breach is not None
        else say("circular.permit", bodies=bodies_name(alert.bodies), demand=permit_demand(alert, meeting))
        for alert in found[:most]
    ]
    said = before_permits(meeting, works=1, most=most, room=_VERDICT)
    return [Passage(text, lead=lead) for lead, text in zip_longest(said, demands, fillvalue="")]


def _well(meeting: Meeting, limits: Limits) -> list[Passage]:
    if meeting.previous is None:
        return [Passage(say("circular.well.first"))]
    tasks, late = meeting.schedule.tasks, {alert.task for alert in _late_of(meeting)}
    ended, earlier = closed(meeting), gained(meeting)
    # Nobody is praised for what broke the law, for a report that is to be verified or for one that others contradict.
    unsure = {*unlawful(meeting), *meeting.asked, *meeting.disputes}
    done = [name for name in ended if name not in unsure and not lacks_document(tasks[name])]
    # What is told as late must not be praised above for the days that it won back, nor what is done and only waits for
    # its report: its day is no forecast. What has not begun has won nothing itself.
    unsure |= late | meeting.done.keys()
    won = [name for name in earlier if name not in unsure and tasks[name].stage is Stage.IN_PROGRESS]

    def words_of(name: str) -> Phrase:
        return _closed(name, limits, meeting) if name in done else _gained(name, meeting)

    def bodies_of(name: str) -> tuple[str | None]:
        return (meeting.answers_for(name),)

    return _items(done + won, bodies_of, words_of, limits.well) or [
        Passage(say("circular.well.apart" if ended or earlier else "circular.well.none"))
    ]


def _closed(name: str, limits: Limits, meeting: Meeting) -> Phrase:
    dates = meeting.schedule.tasks[name]
    values: dict[str, Phrase] = {"task": task_name(name), "day": dates.last_day}
    key = "circular.closed"
    if dates.status.document and not limits.terse:
        values["document"] = quoted(dates.status.document, name=limits.width)
        key = "circular.closed.document"
    said = say_of(name, key, **values)
    return joined((said, *_missed(dates)), "sentence.gap")


def _missed(dates: TaskDates) -> list[Phrase]:
    """By how many days what is finished missed its own deadline, in a sentence; nothing where it kept it."""
    if dates.task.deadline is None or dates.stage is not Stage.FINISHED:
        return []
    deadline = finish_day(dates.task.deadline)
    late = (dates.last_day - deadline).days
    return [say("circular.closed.behind", deadline=deadline, days=Days(Fraction(late)))] if late > 0 else []


def _gained(name: str, meeting: Meeting) -> Phrase:
    dates, since = meeting.schedule.tasks[name], meeting.since_previous
    assert since is not None
    movement = since.movements[name]
    before, now = shown_finishes(movement, dates.task)
    days = apart((now - before).days, movement.finish_shift)
    return say_of(name, "circular.gained", task=task_name(name), day=dates.last_day, days=days)


def _is_late(alert: Alert, behind_by: Fraction) -> bool:
    """Red, free to begin and not begun, or what needs eyes and is behind the baseline by more than the plan bears."""
    if alert.matter.is_words:
        return False
    slip = alert.facts.get("slip_work_days")
    behind = isinstance(slip, int | float) and slip > behind_by and bool(_days_behind(alert))
    return alert.light is Light.RED or alert.code == "ready-not-started" or behind


def _late_of(meeting: Meeting) -> list[Alert]:
    """The alerts about what is late, in the order of what it costs; a deadline the plan alone misses is nobody's."""
    behind_by = meeting.schedule.state.plan.settings.behind
    planned = {name for name, one in meeting.unmeetable.items() if one.lost <= 0}
    return [alert for alert in meeting.alerts if alert.task not in planned and _is_late(alert, behind_by)]


def _days_behind(alert: Alert) -> int:
    slip = alert.facts.get("slip_days")
    return max(0, slip) if isinstance(slip, int) else 0


def _late_alerts(meeting: Meeting) -> tuple[list[Alert], list[Alert]]:
    """What is late, in the order of what it costs: first whose own work is late, then who waits for others.

    What was begun before its permit stands above the verdict already.
    """
    late = [alert for alert in _late_of(meeting) if not alert.is_unlawful]
    waits = [alert for alert in late if waits_for(_dates(alert, meeting), meeting.schedule)]
    return [alert for alert in late if alert not in waits], waits


def _dates(alert: Alert, meeting: Meeting) -> TaskDates:
    return meeting.schedule.tasks[alert.task]


def _late(meeting: Meeting, limits: Limits) -> list[Passage]:
    own, waits = _late_alerts(meeting)
    if not own and not waits:
        over = any(_missed(dates) for dates in meeting.schedule.tasks.values())
        # Without a baseline nothing can be behind it: that is said, and not that all is in time.
        none = "over" if over else "unmeasured" if meeting.since_baseline is None else "none"
        some = "some" if _is_behind(meeting) else none
        key = "law" if meeting.shortfalls or meeting.lapsed else "permit" if meeting.breaches else some
        return [Passage(say(f"circular.late.{key}"))]
    most = limits.late
    blocks = _items(own, lambda alert: alert.bodies, lambda alert: _behind(alert, limits, meeting), most)
    if waits:
        before = len({alert.bodies for alert in own[:most]})
        lead = item(before + 1, say("circular.late.waits"))
        blocks.append(Passage(_waiting(waits, limits, meeting), lead=lead))
    return blocks


def _is_behind(meeting: Meeting) -> bool:
    """Whether anything unfinished is behind the baseline, though no deadline suffers."""
    since, tasks = meeting.since_baseline, meeting.schedule.tasks
    moved = {} if since is None else since.movements
    open_ = (name for name in moved if name in tasks and tasks[name].stage is not Stage.FINISHED)
    return any(shown_shift(moved[name], tasks[name].task) > 0 for name in open_)


def _behind(alert: Alert, limits: Limits, meeting: Meeting) -> Phrase:
    """One late matter: the days behind the plan as in the deadline table, its latest and its forecast finish, why."""
    facts, dates = alert.facts, meeting.schedule.tasks[alert.task]
    latest, finish = facts.get("latest_finish"), dates.last_day
    clauses = [task_name(alert.task), *_slip(alert)]
    if alert.code == "ready-not-started":
        clauses.append(say("circular.late.start" if alert.task not in meeting.duties else "circular.late.file"))
    if alert.within is not None and alert.code in ("within-passed", "within-lost"):
        key = "circular.late.within" + ("" if alert.code == "within-passed" else "-lost")
        clauses.append(say(key, **within_values(alert.within)))
    passed = alert.ceiling if "ceiling-passed" in (alert.code, *alert.also) else None
    if passed is not None and passed.clock.due is not None:
        said = standing_text(passed.clock)
        if alert.authority is not None:  # whose matter it is now has not let the limit pass
            said = say("circular.late.ceiling-of", authority=body_name(alert.authority), standing=said)
        # The supervision notice has article and count.
        alone = alert.code == "ceiling-passed"
        clauses += (
            [say("circular.late.ceiling", standing=said, due=passed.clock.due)]
            if alone
            else [said]
            if limits.note
            else []
        )
    if own := _own_deadline(alert):
        clauses.append(own)
    elif facts.get("done_by"):
        clauses.append(say_of(alert.task, "circular.late.done", done=done_fact(alert)))
    elif alert.light is Light.RED and isinstance(latest, str) and not alert.matter.is_period:
        clauses.append(say_of(alert.task, "circular.late.due", latest=date.fromisoformat(latest), finish=finish))
    else:
        clauses.append(say_of(alert.task, "circular.late.forecast", finish=finish))
    first = say("sentence.end", text=joined(clauses, "clause"))
    why = reason(dates, meeting, widest=limits.note, name=limits.width, required=alert.light is Light.RED)
    return joined([first, *why], "sentence.gap")


def _slip(alert: Alert, key: str = "circular.late.slip") -> list[Phrase]:
    days = _days_behind(alert)
    return [say(key, days=Days(Fraction(days)))] if days else []


def _waiting(alerts: Sequence[Alert], limits: Limits, meeting: Meeting) -> Phrase:
    """Those that are late through others, in one paragraph: whose, how late, and with room when and for what."""
    clauses_of = []
    for alert in alerts[: limits.waits]:
        dates = meeting.schedule.tasks[alert.task]
        slip = _slip(alert, "circular.late.by")
        clauses = [joined((whose(alert.task, meeting), *slip), "paper.gap")]
        if own := _own_deadline(alert):
            clauses.append(own)
        elif not limits.terse or not slip:
            clauses.append(say_of(alert.task, "circular.late.forecast", finish=dates.last_day))
        why = None if limits.terse else waiting(dates, meeting)
        clauses_of.append(joined([*clauses, *([why] if why else [])], "clause"))
    text = say("sentence.end", text=joined(clauses_of, "paper.semicolon"))
    return joined((text, *rest(len(alerts) - limits.waits)), "sentence.gap")


def _own_deadline(alert: Alert) -> Phrase | None:
    """Of a task that misses its own deadline: that, and its forecast; what it owes to another one is stricter."""
    own = alert.facts.get("own_deadline") or alert.facts.get("deadline")
    if alert.code != "deadline-missed" or not isinstance(own, str):
        return None
    deadline, finish = (date.fromisoformat(str(day)) for day in (own, alert.facts["finish"]))
    if alert.facts.get("done_by"):
        return say_of(alert.task, "circular.late.own-done", deadline=deadline, done=done_fact(alert))
    return say_of(alert.task, "circular.late.own", deadline=deadline, finish=finish)


def _items(
    matters: Sequence[T],
    bodies_of: Callable[[T], Sequence[str | None]],
    words_of: Callable[[T], Phrase],
    limit: int,
) -> list[Passage]:
    """Matters under their bodies' names, numbered, a body once, and a line for those that find no room."""
    texts: dict[tuple[str | None, ...], list[Phrase]] = {}
    for matter in matters[:limit]:
        texts.setdefault(tuple(bodies_of(matter)), []).append(words_of(matter))
    lines = [
        Passage(joined(said, "sentence.gap"), lead=item(number, bodies_name(bodies)))
        for number, (bodies, said) in enumerate(texts.items(), start=1)
    ]
    return lines + [Passage(text) for text in rest(len(matters) - limit)]


def _problems(meeting: Meeting, limits: Limits) -> list[Passage]:
    limit = limits.names
    tasks = meeting.schedule.tasks
    found = _together(meeting, limit)
    for key, names in _owing(meeting).items():
        if names:
            count, owed = number_of(len(names), "task"), _by_body(names, limits, meeting)
            found.append(say_of(names, f"circular.{key}", count=count, owed=owed))
    if open_ := _questions(meeting):
        brief = listed([doubt_brief(one) for one in open_], limit)
        found.append(say("circular.asked", count=number_of(len(open_), "task"), items=brief))
    # What is only to be looked at names no body before all others, but there is no "nothing new" over a yellow light.
    if others := _asked_apart(open_, meeting):
        found.append(say("circular.asked.counted", count=number_of(others, "task")))
    differ = list(meeting.disputes.values())
    said = (say("circular.differ", task=task_name(one.task), said=dispute_text(one, TEXT)) for one in differ[:limit])
    found += [*said, *rest_said(len(differ) - limit)]
    asking = [dates for dates in tasks.values() if dates.status.request and dates.stage is not Stage.FINISHED]
    for dates in asking[:limit]:
        values = {
            "request": quoted(dates.status.request or "", terse=limits.terse, name=limits.width),
            "body": body_name(meeting.answers_for(dates.task.id)),
        }
        found.append(say("circular.request", **values))
    found += rest(len(asking) - limit)
    none = "circular.problems.none" if not _late_of(meeting) else "circular.problems.no-others"
    return [Passage(text) for text in numbered(found or [say(none)])]


def _by_body(names: Sequence[str], limits: Limits, meeting: Meeting) -> Phrase:
    """Tasks by whose they are, who has most first: each body with no more names than `limits` has room for."""
    limit = limits.names
    groups: dict[str | None, list[str]] = {}
    for name in names:
        groups.setdefault(meeting.answers_for(name), []).append(name)
    owed = []
    for body, own in sorted(groups.items(), key=lambda group: -len(group[1]))[: limits.owing]:
        shown = joined(map(listed_name, own[:limit]), "comma")
        tasks = shown if len(own) <= limit else say("paper.and-more", items=shown)
        count = number_of(len(own), "task")
        owed.append(say("paper.owed", body=body_name(body), count=count, tasks=tasks))
    text = joined(owed, "paper.semicolon")
    return text if len(owed) == len(groups) else say("paper.more-bodies", items=text, number=len(groups))


def _together(meeting: Meeting, limit: int) -> list[Phrase]:
    """Who was late side by side since the meeting before, with what, and how many days no single one of them saves."""
    found = meeting.ledger
    joint = None if found is None else concurrent(found.entries)
    if found is None or joint is None or not joint.minutes:
        return []
    parts = joint_parts(found, joint)
    plans = (found.after.state.plan, found.before.state.plan)
    tasks = dict.fromkeys(Among(task_name_in(part.task, plans)) for part in parts if part.task is not None)
    accounts = joined((account_heading(one.account) for one in joint.entries), "comma")
    days = elapsed(joint.minutes)
    named = listed([*tasks], max(2, limit))
    return [say("circular.together", accounts=accounts, tasks=named, days=days)]


def _next(meeting: Meeting, levels: Sequence[Level], limits: Limits) -> list[Passage]:
    """What each body owes within the look-ahead, the supervision notices, the documents."""
    required = _required(meeting, limits)
    blocks = [Passage(text) for text in outdated_notes(meeting)] if limits.outdated else []
    apart = _money_asked(meeting, limits)
    blocks += [
        Passage(
            joined((say("sentence.end", text=_owed(names, limits, meeting)), *apart.pop(body, ())), "sentence.gap"),
            lead=item(number, body_name(body)),
        )
        for number, (body, names) in enumerate(required, start=1)
    ]
    blocks += [
        Passage(joined(said, "sentence.gap"), lead=item(number, body_name(body)))
        for number, (body, said) in enumerate(apart.items(), start=len(required) + 1)
    ]
    blocks += [Passage(text) for text in rest(len(meeting.upcoming) - len(required), "paper.rest-bodies")]
    blocks += [Passage(text) for text in rest_said(len(meeting.overdue) - limits.next)]
    if levels:
        counts = [say(f"level.{one}.count", number=levels.count(one)) for one in Level if one in levels]
        supervised = say("circular.next.supervision", number=len(levels), levels=joined(counts, "comma"))
        blocks.append(Passage(supervised))
    over = all(dates.stage is Stage.FINISHED or dates.task.spans for dates in meeting.schedule.tasks.values())
    return blocks or [Passage(say("circular.next.over" if over else "circular.next.none"))]


def _money_asked(meeting: Meeting, limits: Limits) -> dict[str | None, list[Phrase]]:
    """What is asked of each body that has to get money whose day has passed."""
    found: dict[str | None, list[Phrase]] = {}
    for one in meeting.overdue[: limits.next]:
        found.setdefault(one.ask, []).append(say("sentence.end", text=overdue_text(one)))
    return found


def _owed(names: Sequence[str], limits: Limits, meeting: Meeting) -> Phrase:
    limit = limits.tasks
    # Cut short, the list keeps what has the least room to its deadline, in the order of its dates.
    rows = meeting.owed
    kept = sorted(names, key=lambda name: (name not in rows, rows[name].float if name in rows else 0))[:limit]
    steps = [_step(name, meeting, forecast=limits.forecast) for name in names if name in kept]
    text = joined(steps, "paper.semicolon")
    return text if len(names) <= limit else say("paper.more", items=text, number=len(names))


def _step(name: str, meeting: Meeting, *, forecast: bool) -> Phrase:
    """What one task owes: by when to start and to finish, as in the deadline table, the red line, a later forecast."""
    task, dates = task_name(name), meeting.schedule.tasks[name]
    stop, wait = meeting.once(stopped).get(name), meeting.once(permits_awaited).get(name)
    if stop is not None:
        return say("circular.next.stop", task=task, permit=task_name(stop))
    if name in meeting.done:
        return say_of(name, "circular.next.report", task=task)
    if (paper := meeting.once(lapsed_papers).get(name)) is not None:
        return say("circular.next.lapsed", task=task, paper=task_name(paper))
    request, duty, decides = (
        meeting.requests[name].when_funded(),
        meeting.duties.get(name),
        authority_of(dates.task, meeting.duties),
    )
    line = request.latest_finish
    over = line is not None and line < start_day(meeting.data_date)
    if wait is not None and (over or dates.stage is Stage.IN_PROGRESS):
        return say("circular.next.wait", task=task, permit=task_name(wait))
    if line is not None and over:
        key = "circular.next.past" if decides is None else f"circular.next.past.{duty}"
        if waits_for_money(dates, meeting.schedule):
            return say("circular.next.past.money", task=task, line=line)
        before = waits_for(dates, meeting.schedule)
        if before:  # nobody can do at once what others hold
            key = f"{key}.held"
        awaited = listed([listed_name(one) for one in before], 2)
        return say_of(before, key, task=task, line=line, authority=body_name(decides), tasks=awaited)
    days = (None if duty is Duty.CORRECT else dates.first_day, dates.last_day) if forecast else (None, None)
    asked = asks(request, dates.task, duty, days)
    # What is asked for before others let it be done is the approved date: who holds it up stands beside it.
    early = request.finish < dates.last_day if request.start is None else request.start < dates.first_day
    if lacks_money(dates, meeting.schedule):
        return say("circular.next.money", task=task, asked=asked)
    waits = waiting(dates, meeting) if early and forecast else None
    if waits is not None:
        key = "circular.next.asked.money" if name in meeting.schedule.funding.waits else "circular.next.asked.waits"
        return say(key, task=task, asked=asked, waits=waits)
    text = say("circular.next.asked", task=task, asked=asked)
    near = (one.clock for one in meeting.ceilings if one.task == name and is_near(one.clock, *_soon(meeting)))
    limit = next(near, None)
    return text if limit is None else say("circular.next.limit", asked=text, standing=standing_text(limit))


def _soon(meeting: Meeting) -> tuple[Instant, int]:
    return meeting.data_date, meeting.project.plan.settings.start_within
