"""Codes and facts in whole sentences: the headline, the alerts, in one reader's language.

The words stand in `schedule.output.words.catalogue`; here is only which of them a fact asks for. This module must never
judge: which task is red, or what a delay costs, is decided in `schedule.analysis`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from schedule.analysis.dates.alerts import Alert, Matter
from schedule.analysis.dates.deadlines import room
from schedule.analysis.dates.feasible import Unmeetable
from schedule.analysis.dates.lawful import Shortfall, fixed_by_law
from schedule.analysis.dates.pauses import Brink, Pause
from schedule.analysis.dates.requests import Request
from schedule.analysis.meeting import Headline, Meeting
from schedule.analysis.reports.doubts import Doubt
from schedule.analysis.reports.permits import Begun, Breach
from schedule.analysis.reports.reporting import Done
from schedule.analysis.views.fingerprints import fingerprints
from schedule.calendars.rest import Rest, RestKind
from schedule.calendars.worktime import DAY, finish_day, start_day
from schedule.engine.schedule import Schedule, Stage
from schedule.model import Minutes, Task
from schedule.output.words.catalogue import named_in
from schedule.output.words.disputed import dispute_text
from schedule.output.words.languages import unstopped
from schedule.output.words.limits import count_text, counted_days, kind_words, limit_words, within_values
from schedule.output.words.money import money_sentences, verdict_sentences
from schedule.output.words.phrases import Days, Voice, decimal, worked
from schedule.output.words.plain_text import fitting
from schedule.output.words.put_right import correction_sentences
from schedule.version import Version

NAMED = 3
"""So many missed deadlines are named; the others are counted. So are permits that were not waited for."""


def before_permits(
    meeting: Meeting, voice: Voice, *, works: int = 2, most: int = NAMED, room: int | None = None
) -> tuple[str, ...]:
    """What was begun before its permit or ended before the law lets it, a sentence each; the others are counted.

    It stands before the verdict on every paper: a date that is kept so is not kept. Of what has begun before each, at
    most so many `works` are named; with none it is as short as a title. `room` as in `verdicts`.
    """
    return _with_room(lambda one: _before_permits(meeting, one, works, most), voice, room)


def _before_permits(meeting: Meeting, voice: Voice, works: int, most: int) -> tuple[str, ...]:
    found = [alert for alert in meeting.alerts if alert.is_unlawful]
    said = [gravest(alert, voice, works) if works else _titled(alert, voice) for alert in found[:most]]
    if len(found) > most:
        key = "permits" if all(alert.breach is not None for alert in found) else "unlawful"
        said.append(_sentence([voice.counted(f"headline.more-{key}", len(found) - most)], voice))
    return tuple(said)


def first_lines(meeting: Meeting, voice: Voice) -> tuple[str, ...]:
    """What stands first on every paper that has no more room than that: permits, then whether the deadlines hold."""
    return (*before_permits(meeting, voice), verdict_text(meeting, voice))


def _titled(alert: Alert, voice: Voice) -> str:
    return _sentence([voice.say("unpermitted", title=permit_title(alert, voice), whose=voice.whose(alert.task))], voice)


def permit_title(alert: Alert, voice: Voice) -> str:
    """What was begun without, or which part of the law was broken, as a title says it: 未批先建."""
    kind = "void" if alert.code == "begun-lapsed" else "floor" if alert.breach is None else _breach_kind(alert.breach)
    return voice.say(f"unpermitted.{kind}")


def verdicts(
    meeting: Meeting,
    voice: Voice,
    *,
    moves: bool = True,
    named: int = NAMED,
    whole: bool = True,
    room: int | None = None,
) -> tuple[str, ...]:
    """Do the deadlines hold: a sentence for the one that speaks first, then what is to be said of the others.

    Missed ones are named, at most `named`; so are those of which nobody has said whether they were kept; the plan's
    target has its own sentence whatever becomes of it; of what holds the one with the least room is named and the rest
    counted. `moves` says whether the first sentence tells how its date moved, `whole` whether that the plan could not
    keep the deadline on its first day is told with its reasons. Where a sentence would be wider than `room`, in Chinese
    characters, its names are cut, and nothing else is.
    """
    return _with_room(lambda one: meeting.once(_verdicts, one, moves, named, whole, room), voice, room)


def _with_room(say: Callable[[Voice], Sequence[str]], voice: Voice, room: int | None) -> tuple[str, ...]:
    """Sentences with their names as they are, and with these cut where one would be wider than `room`."""
    if room is None:
        return tuple(say(voice))
    return tuple(fitting(pair, room) for pair in zip(say(voice), say(voice.narrow()), strict=True))


def _verdicts(
    meeting: Meeting, voice: Voice, moves: bool, named: int, whole: bool, room: int | None
) -> tuple[str, ...]:
    first, *others = meeting.headlines
    target = meeting.schedule.state.plan.target
    spoken, season = first if moves else replace(first, moved=None, moved_since_baseline=None), meeting.brink(first)
    said = [headline(spoken, voice, season=season is not None), *_brink_text(season, voice)]
    money = meeting.funds
    if money is not None and money.goal == first.task and not first.reached:
        said += verdict_sentences(money, voice)
    if whole and first.target is not None and first.target in meeting.unmeetable:
        said.append(unmeetable_text(meeting.unmeetable[first.target], voice, room))
    for over, key in ((False, "late"), (True, "overdue")):
        missed = [head for head in others if head.missed and head.reached is over]
        left = max(0, named - (first.missed and first.reached is over))
        own = [head for head in missed[left:] if head.target == target]
        shown = [*missed[: max(0, left - len(own))], *own]
        said += [_sentence(_verdict(head, voice, "headline.also"), voice) for head in shown]
        if len(missed) > len(shown):
            more = voice.count(len(missed) - len(shown), "deadline")
            said.append(_sentence([voice.say(f"headline.more-{key}", count=more)], voice))
    open_ = [head for head in others if head.unsettled and not head.missed]
    said += [_sentence(_verdict(head, voice, "headline.also"), voice) for head in open_[:named]]
    if len(open_) > named:
        more = voice.count(len(open_) - named, "deadline")
        said.append(_sentence([voice.say("headline.more-unsettled", count=more)], voice))
    kept = [head for head in others if not head.missed and not head.unsettled]
    own = [head for head in kept if head.target == target]
    tightest = _tightest([head for head in kept if head not in own], [first, *own], meeting) if named > 1 else None
    for head in (*own, *([tightest] if tightest is not None else [])):
        season = meeting.brink(head)
        said.append(_sentence(_verdict(head, voice, "headline.also", season=season is not None), voice))
        said += _brink_text(season, voice)
    for over, key in ((False, "holds"), (True, "done")):
        counted = [head for head in kept if head.reached is over and head not in own and head is not tightest]
        number = len(counted)
        if tightest is not None and not over and not any(head.done for head in counted):
            key = "holds.wider"
        if number:
            said.append(_sentence([voice.say(f"headline.more-{key}", count=voice.count(number, "deadline"))], voice))
    return tuple(said)


def _tightest(others: Sequence[Headline], told: Sequence[Headline], meeting: Meeting) -> Headline | None:
    """Of deadlines that hold the one with the least room, unless one of those told holds with no more.

    Room is calendar days up to the deadline, or up to the season before which its work has to be done.
    """

    def days(head: Headline) -> int:
        season = meeting.brink(head)
        if season is not None:
            return season.room
        return (finish_day(head.deadline or 0) - meeting.schedule.tasks[head.task].last_day).days

    waiting = [head for head in others if not head.reached and head.done is None and not head.undated]
    least = min(waiting, key=days, default=None)
    known = [days(head) for head in told if head.margin is not None and not (head.missed or head.reached or head.done)]
    return None if least is None or any(days(least) >= one for one in known) else least


def _brink_text(season: Brink | None, voice: Voice) -> list[str]:
    """Before which season what has to be done for a deadline to hold, and how many days that leaves."""
    if season is None:
        return []
    said = voice.say(
        "headline.brink" if season.room else "headline.brink.none",
        task=voice.whose(season.task),
        last=voice.finish(season.last),
        room=voice.days(Days(Fraction(season.room))),
        pause=rest_text(season.rest, voice),
    )
    return [_sentence([said], voice)]


def unmeetable_text(found: Unmeetable, voice: Voice, room: int | None = None) -> str:
    """That a plan cannot keep a deadline on its first day, by how many days and which chain; what was lost since.

    Of a long chain the ends are named, and fewer of them where the text would be wider than `room`, in Chinese
    characters: cut, it would lose what stands behind the names.
    """
    voices = (voice,) if room is None else (voice, voice.narrow())
    return fitting((_unmeetable(found, one, named) for one in voices for named in _CHAIN), room)


def _unmeetable(found: Unmeetable, voice: Voice, named: int) -> str:
    soonest = voice.day_reached(found.task, found.soonest)
    needed = voice.days(Days(Fraction((soonest - start_day(found.start)).days + 1)))
    if found.rests:
        rests = voice.say("comma").join(rest_text(rest, voice) for rest in found.rests)
        needed = voice.say("headline.rests", needed=needed, rests=rests)
    text = voice.of(
        found.task,
        "headline.unmeetable",
        deadline=voice.finish(found.deadline),
        task=voice.task(found.task),
        start=voice.day(start_day(found.start)),
        soonest=voice.day(soonest),
        needed=needed,
        short=voice.apart((soonest - finish_day(found.deadline)).days, found.short),
        stuck=_stuck(found.chain, voice, named),
    )
    if not found.lost:
        return _sentence([text], voice)
    now = voice.day_reached(found.task, found.soonest + found.lost, found.stands)
    since = voice.say(
        f"headline.{'lost' if found.lost > 0 else 'won'}-since",
        start=voice.day(start_day(found.start)),
        days=voice.apart((now - soonest).days, found.lost),
    )
    return _sentence([text, since], voice)


def _stuck(chain: Sequence[str], voice: Voice, named: int) -> str:
    """Which chain holds a date: all of its tasks, the ends of a longer one, or only how many they are."""
    names, count = [voice.task(name) for name in chain], voice.count(len(chain), "task")
    if len(names) > 1 and not named:
        return voice.say("headline.stuck.counted", count=count)
    if len(names) > named:
        names = [*names[: named // 2], "…", *names[-(named // 2) :]] if len(names) > 1 else names
    key = "headline.stuck" if len(names) > 1 else "headline.stuck.single"
    return voice.say(key, chain=voice.say("headline.chain").join(names), count=count)


_CHAIN = (6, 4, 2, 0)
"""Of a longer chain so many tasks are named, half of them from each end: the first number for which there is room."""


def soonest_notes(meeting: Meeting, voice: Voice) -> tuple[str, ...]:
    """What the latest dates before a deadline count back from that the plan could not keep on its first day."""
    found = list(meeting.unmeetable.values())
    if not found:
        return ()
    if len(found) > 1:
        return (_sentence([voice.say("notice.soonest.several", count=voice.count(len(found), "deadline"))], voice),)
    (one,) = found
    facts = {"deadline": voice.finish(one.deadline), "soonest": voice.reached(one.task, one.kept)}
    return (_sentence([voice.say("notice.soonest", task=voice.task(one.task), **facts)], voice),)


def outdated_notes(meeting: Meeting, voice: Voice, of: Collection[str] | None = None) -> tuple[str, ...]:
    """That bodies are asked by a baseline which decisions have moved since, beside the table that asks them.

    `of` are the tasks that the table has; None: all.
    """
    one = meeting.outdated
    asked = () if one is None else tuple(name for name in one.tasks if of is None or name in of)
    if one is None or not asked:
        return ()
    reasons = dict.fromkeys((start_day(day), unstopped(revision.reason)) for day, revision in one.decisions)
    named = [voice.say("outdated.decision", day=voice.day(day), reason=reason) for day, reason in [*reasons][-NAMED:]]
    made = voice.say("comma").join(named)
    if len(reasons) > NAMED:
        made = voice.say("paper.more", items=made, number=len(reasons))
    asked_so = first_tasks(asked, voice)
    return (_sentence([voice.say("outdated", decisions=made, baseline=one.baseline, tasks=asked_so)], voice),)


def first_tasks(names: Sequence[str], voice: Voice) -> str:
    """The first tasks by name, and how many there are where these are not all."""
    shown = voice.listed(voice.task(name) for name in names[:NAMED])
    return shown if len(names) <= NAMED else voice.say("paper.more", items=shown, number=len(names))


def verdict_text(meeting: Meeting, voice: Voice) -> str:
    """The same as one text."""
    return voice.say("sentence.gap").join(verdicts(meeting, voice))


def _sentence(clauses: Sequence[str], voice: Voice) -> str:
    return voice.say("sentence.end", text=voice.say("clause").join(clauses))


def headline(head: Headline, voice: Voice, *, season: bool = False) -> str:
    """Does a deadline hold, by how many days, and how has it moved: one sentence.

    With a `season` that leaves less room, the days up to the deadline are called no room.

    For example: 能按期完成：主要路段完成施工预计 6月27日 完成，期限 6月30日，还有 3 天余地，比上次会议推迟 2 天。
    """
    if head.done is not None:  # it is over, and what it moves by waits for its report
        return _sentence(_verdict(head, voice), voice)
    moved = [
        *_movement("meeting", head, head.moved, voice, season=season),
        *_deadline_changed(head, voice),
        *_movement("baseline", head, head.moved_since_baseline, voice),
    ]
    if head.target is None and moved:
        # The movement is of the task that finishes last now; before it may have been another.
        moved = [voice.say("headline.last", task=voice.task(head.task), moved=moved[0]), *moved[1:]]
    return _sentence([*_verdict(head, voice, season=season), *moved], voice)


def _verdict(head: Headline, voice: Voice, also: str = "", *, season: bool = False) -> list[str]:
    """What is said of one deadline; `also` begins the key of the words for one that does not speak first."""
    task = voice.say("headline.all") if head.target is None else voice.task(head.target)
    day = voice.day_reached(head.target, head.forecast, head.stands)
    forecast = voice.day(day)
    if head.done is not None:
        return [_done_verdict(head, head.done, day, voice, also)]
    if head.undated and not head.reached and not head.missed:
        key = "open" if head.deadline is None else "deadline"
        due = "" if head.deadline is None else voice.finish(head.deadline)
        return [voice.of(head.task, f"headline.undated.{key}", task=task, forecast=forecast, deadline=due)]
    if head.deadline is None or head.margin is None:
        return [
            voice.of(head.task, f"headline.{'reached' if head.reached else 'open'}", task=task, forecast=forecast),
        ]
    # What is said is the difference of the two days that are said, whatever the hours: a reader subtracts them.
    between = (finish_day(head.deadline) - day).days
    late, early, days = head.margin < 0, between > 0, voice.apart(between, head.margin)
    deadline = voice.finish(head.deadline)
    if head.reached:
        key = "headline.overdue" if late else "headline.early" if early else "headline.on-day"
        return [
            voice.of(head.task, "headline.reached", task=task, forecast=forecast),
            voice.say(key, deadline=deadline, days=days),
        ]
    key = "late" if late else "holds" if early else "just"
    key = (f"{also}-{key}" if also else f"headline.{key}") + (".season" if season else "")
    return [voice.of(head.task, key, task=task, forecast=forecast, deadline=deadline, days=days)]


def _done_verdict(head: Headline, done: Done, day: date, voice: Voice, also: str) -> str:
    """What is said of a deadline whose task is done and not reported so: when it was, never when it will be."""
    over = done_text(head.task, done.at is not None, day, voice, late=head.missed)
    if head.deadline is None or head.margin is None:
        return voice.of(head.task, "headline.open-done", task=voice.task(head.task), done=over)
    key = "late-done" if head.missed else "unsettled" if done.due else "holds-done"
    days = voice.apart((finish_day(head.deadline) - day).days, head.margin)
    key, deadline = f"{also}-{key}" if also else f"headline.{key}", voice.finish(head.deadline)
    return voice.of(head.task, key, task=voice.task(head.task), done=over, deadline=deadline, days=days)


def done_text(task: str, known: bool, day: date, voice: Voice, *, late: bool = False) -> str:
    """That nothing is left of a task: since which day, or, where that is not `known`, by which report if it is late."""
    key = ("done.late" if late else "done.day") if known else "done.told-late" if late else "done"
    return voice.of(task, key, day=voice.day(day))


def _movement(since: str, head: Headline, moved: Minutes | None, voice: Voice, *, season: bool = False) -> list[str]:
    """How a date moved since the meeting before or the baseline; nothing where there is none to compare with.

    The days up to a deadline behind a `season` are no room, and are not said to be the same.
    """
    if moved is None:
        return []
    stood = head.stood if since == "meeting" else head.approved
    now = voice.day_reached(head.target, head.forecast, head.stands)
    before = voice.day_reached(head.target, head.forecast - moved, stood)
    direction = "later" if now > before else "earlier" if now < before else "same"
    if since == "meeting" and not moved and head.margin is not None and head.deadline_before == head.deadline:
        direction = "same-margin" if head.margin >= 0 and not head.reached and not season else direction
    if since == "baseline" and direction == "same" and head.moved == 0:
        direction = "same-too"
    key = f"meeting.{direction}" if since == "meeting" else f"baseline.{direction}"
    return [voice.of(head.task, key, days=voice.apart((now - before).days, moved))]


def _deadline_changed(head: Headline, voice: Voice) -> list[str]:
    """That the deadline is another than at the meeting before: days that it gives or takes are nobody's work."""
    if head.moved is None or head.deadline is None or head.deadline_before in (None, head.deadline):
        return []
    assert head.deadline_before is not None
    before, now = voice.finish(head.deadline_before), voice.finish(head.deadline)
    return [voice.say("headline.deadline-changed", before=before, now=now)]


def asked(task: str, edge: str, day: date, line: date | None, voice: Voice, forecast: date | None = None) -> str:
    """By when a body is asked for one thing (`edge`) of a task, with its line: "finish by 21 May (red line 26 May)".

    A request is after its line only where that has passed, or where law or plan leave no earlier day. A `forecast` that
    is later than the request is told.
    """
    words, notes = voice.of(task, f"request.{edge}", day=voice.day(day)), []
    if line is not None:
        key = "before" if day < line else "on" if day == line else "past"
        notes.append(voice.say(f"request.{key}", line=voice.day(line)))
    if forecast is not None and forecast > day:
        notes.append(voice.say("request.forecast", forecast=voice.day(forecast)))
    return voice.say("request.noted", asked=words, notes=voice.say("clause").join(notes)) if notes else words


def asks(
    request: Request,
    task: Task,
    voice: Voice,
    forecast: tuple[date | None, date | None] = (None, None),
    reader: str | None = None,
) -> str:
    """All that the body which has to act on a task is asked for: "start by 7 Apr, finish by 21 May (red line 26 May)".

    Of an approval that waits for its applicant, the applicant is asked to submit or to correct the file, and only the
    authority, which is named, to decide it: "submit by 26 Jan, for A to decide by 6 Feb".

    Args:
        request: by when.
        task: what is asked for.
        voice: in which language.
        forecast: the days on which it will start and finish as things stand, told where they are later.
        reader: the body that alone reads it; of an approval that waits for another, the authority is told for whom.
    """
    days = (request.start, request.finish, request.latest_start, request.latest_finish, *forecast)
    voice = voice.across(day for day in days if day is not None)
    duty, authority, (first, last) = voice.duties.get(task.id), voice.authority(task), forecast
    begin, line = _beginning(duty), None if authority is None else request.latest_start
    own = [] if request.start is None else [asked(task.id, begin, request.start, line, voice, first)]
    if authority is None:
        finish = asked(task.id, "finish", request.finish, request.latest_finish, voice, last)
        return voice.say("comma").join([*own, finish])
    decided = asked(task.id, "decide", request.finish, request.latest_finish, voice, last)
    if reader == authority:
        return voice.say(f"request.after-{duty}", body=voice.acting_name(task), asked=decided)
    own = own or [voice.say(f"request.soon.{duty}")]
    return voice.say("request.for", own="".join(own), authority=voice.body(authority), asked=decided)


def _beginning(duty: str | None) -> str:
    """What a task begins with: an approval with its file."""
    return "start" if duty is None else duty


def sentence(alert: Alert, voice: Voice, works: int = 2, *, corrected: bool = True) -> str:
    """One alert in plain sentences: the gravest of what is wrong, what else is, what was put right of its reports.

    Of what has begun before its permit, at most so many `works` are named. What was put right is left out where a paper
    tells it elsewhere (not `corrected`).
    """
    put_right = correction_sentences(alert.corrected, voice) if corrected else ()
    money = money_sentences(alert.wait, voice, undated=alert.undated)
    return voice.say("sentence.gap").join((gravest(alert, voice, works), *_also(alert, voice), *money, *put_right))


def gravest(alert: Alert, voice: Voice, most: int = 2) -> str:
    """The gravest of what is wrong with an alert's task, as one plain sentence."""
    key = voice.key_of(alert.task, _key(alert, voice))
    values = _values(alert, key, voice)
    works = "" if alert.breach is None else _begun_words(alert.breach, most, voice)
    return _sentence([voice.say(key, **values, works=works), *_beyond(alert, values, voice)], voice)


def _also(alert: Alert, voice: Voice) -> list[str]:
    """What else is wrong, a sentence each, without the name."""
    keys = []
    for code in alert.also:
        if code == "not-reported" and alert.facts.get("done_by"):
            code = "finish-due"  # it does not count as no progress: of what is done the day alone is asked for
        if code == "finish-due" and alert.matter is Matter.FINISH:
            continue  # said in the first sentence
        variant = ""
        if code == "not-reported" and alert.facts.get("last_report"):
            variant = ".since"
        elif code == "start-due" and _is_milestone(alert, voice):
            variant = ".milestone"
        elif code == "start-due" and _duty(alert):
            variant = ".file"
        elif code == "low-float" and _duty(alert):
            variant = ".decide"
        elif code == "ceiling-passed":
            variant = ".authority" if alert.authority is not None else ""
            variant += "" if alert.facts.get("over_days") else ".today"
        # What the meeting is to settle stands among the remarks.
        keys += [voice.key_of(alert.task, f"also.{code}{variant}")] if code != "to-settle" else []
    return [voice.say("sentence.end", text=voice.say(key, **_values(alert, key, voice))) for key in keys]


_DAYS = ("start", "finish", "latest_start", "latest_finish", "deadline", "own_deadline", "last_report", "must", "due")
"""The facts of an alert that are days."""


def _values(alert: Alert, key: str, voice: Voice) -> dict[str, str]:
    facts = alert.facts
    late, told = facts.get("late_days"), named_in(key, voice.lang)
    days = {name: date.fromisoformat(text) for name in _DAYS if isinstance(text := facts.get(name), str)}
    # What a deadline loses is a clause of its own, and yet of one sentence with the other dates.
    told |= {"deadline", "own_deadline"} if told & {"through", "otherwise", "past", "own"} else set()
    told |= {"finish"} if "done" in told else set()
    voice = voice.across(day for name, day in days.items() if name in told)
    begin = _beginning(_duty(alert))
    wanted = {
        edge: date.fromisoformat(text)
        for edge in ("start", "finish")
        if isinstance(text := facts.get(f"requested_{edge}") or facts.get(f"latest_{edge}"), str)
    }
    requests = {
        f"ask_{edge}": asked(
            alert.task, begin if edge == "start" else edge, day, days.get(f"latest_{edge}"), voice, days.get(edge)
        )
        for edge, day in wanted.items()
    }
    if _duty(alert) and "finish" in wanted:
        # Its finish is the authority's: the applicant is asked for the file.
        lines = days.get("latest_start"), days.get("latest_finish")
        request = Request(wanted.get("start"), wanted["finish"], *lines)
        first = None if _duty(alert) == "correct" else days["start"]
        requests["ask_finish"] = asks(request, voice.plan.tasks[alert.task], voice, (first, days["finish"]))
    values: dict[str, str] = {name: voice.day(day) for name, day in days.items()}
    cost = voice.apart(late if isinstance(late, int) else alert.cost // DAY, alert.cost)
    decides, own = values.get("deadline", ""), values.get("own_deadline")
    own_days, own_minutes, own_late = facts.get("own_late_days"), facts.get("own_late_min"), cost
    if own is not None and isinstance(own_days, int) and isinstance(own_minutes, int):
        # A deadline's own task says its own date first, then what it does to the one that decides.
        values["deadline"], own_late = own, voice.apart(own_days, own_minutes)
    beyond = ".later" if facts.get("soonest") else ""
    return (
        values
        | requests
        | {
            "whose": voice.whose(alert.task),
            "cost": own_late,
            "own": own or decides,
            "through": _through(alert, decides, cost, beyond, voice),
            "otherwise": voice.say(f"alert.otherwise{beyond}", deadline=decides),
            "past": voice.say(f"alert.past{beyond}", deadline=decides),
            "days": _amount(alert, "float_days", voice),
            "short": _amount(alert, "short_days", voice),
            "late": _amount(alert, "start_late_days", voice),
            "lacking": _amount(alert, "lacking_days", voice),
            "under": "" if not facts.get("article") else voice.say("alert.under", article=str(facts["article"])),
            "floor": "" if alert.shortfall is None else floor_words(alert.shortfall, voice),
            "reasons": voice.say("comma").join(
                voice.of(alert.task, f"doubt.brief.{code}") for code in str(facts.get("asked") or "").split()
            ),
            "evidence": str(facts.get("evidence") or ""),
            "request": unstopped(str(facts.get("request") or "")),
            "disputed": "" if alert.dispute is None else dispute_text(alert.dispute, voice),
            "done": done_fact(alert, voice),
        }
        | _limit_values(alert, voice)
    )


def _through(alert: Alert, deadline: str, cost: str, beyond: str, voice: Voice) -> str:
    """What a deadline loses through an alert's task; where others hold it up too, in all and what of it is its own."""
    minutes, days = alert.facts.get("deadline_late_min"), alert.facts.get("deadline_late_days")
    if not isinstance(minutes, int):
        return voice.say(f"alert.through{beyond}", deadline=deadline, cost=cost)
    late = voice.apart(days if isinstance(days, int) else minutes // DAY, minutes)
    key = f"alert.through{beyond}.{'partly' if alert.cost else 'others'}"
    return voice.say(key, deadline=deadline, late=late, cost=cost)


def _limit_values(alert: Alert, voice: Voice) -> dict[str, str]:
    """What is said of an authority's limit, in its name, whoever has to act on the file now; and of an actor's."""
    ceiling, within = alert.ceiling, {} if alert.within is None else within_values(alert.within, voice)
    if ceiling is None:
        return within
    clock, task = ceiling.clock, voice.task(alert.task)
    return {
        "decides": voice.say("task.body", task=task, body=voice.body(ceiling.body)),
        "authority": voice.body(ceiling.body),
        "kind": voice.say(kind_words(clock)),
        "count": count_text(clock, voice, whole=False),
        "days_of": limit_words(clock, voice),
        "over": voice.days(counted_days(clock.over, clock)),
        "left": "" if clock.left is None else voice.days(counted_days(clock.left, clock)),
    } | within


def done_fact(alert: Alert, voice: Voice) -> str:
    """The same of an alert's task; too late if that is what the alert says."""
    day, known = alert.facts.get("done_by") or alert.facts.get("finish"), bool(alert.facts.get("done"))
    return done_text(alert.task, known, date.fromisoformat(str(day)), voice, late=alert.matter is Matter.FINISH)


def _beyond(alert: Alert, values: Mapping[str, str], voice: Voice) -> list[str]:
    """What is to be said beside the gravest: what it costs, or of a task's own deadline where another one decides."""
    own = values.get("own_deadline")
    if alert.is_unlawful:
        if not alert.through:
            return []
        key = "alert.before-permit.cost" if alert.cost == alert.through else "alert.also-through"
        return [voice.say(key, **values)]
    if own is None or alert.matter.is_words or alert.matter.is_period:
        return []
    if alert.code == "deadline-missed":
        return [voice.say("alert.also-through", through=values["through"])] if alert.through else []
    return [voice.say("alert.own-kept", deadline=own)]


def _is_milestone(alert: Alert, voice: Voice) -> bool:
    task = voice.plan.tasks.get(alert.task)
    return task is not None and task.is_milestone


def _duty(alert: Alert) -> str | None:
    """What the applicant owes of the alert's approval, "file" or "correct"."""
    duty = alert.facts.get("applicant")
    return None if duty is None else str(duty)


def _begun_words(breach: Breach, most: int, voice: Voice) -> str:
    """What has begun before its permit: each task with its body and the day, those first that still go on.

    Where they are too many to name, the one that began first is named beside them, unless it is among them.
    """
    items, number = voice.say("comma").join(_begun(one, voice) for one in breach.begun[:most]), len(breach.begun)
    if number <= most:
        return items
    first = min(breach.begun, key=lambda one: one.day)
    if first.day in [one.day for one in breach.begun[:most]]:
        return voice.say("begun.more", items=items, number=number)
    task, day = voice.task(first.task), voice.day(first.day)
    return voice.say("begun.more-first", items=items, number=number, task=task, day=day)


def _begun(one: Begun, voice: Voice) -> str:
    key = "begun.task" if one.body is None else "begun.body"
    return voice.say(key, task=voice.task(one.task), body=voice.body(one.body), day=voice.day(one.day))


def by_law(meeting: Meeting, voice: Voice) -> tuple[str, ...]:
    """How many days of what the critical path has left the law fixes, as a sentence; nothing where it fixes none."""
    found = fixed_by_law(meeting.schedule, meeting.critical_path)
    if found is None:
        return ()
    named = (voice.say("by-law.item", task=voice.task(name), days=days) for name, days in found.of)
    left, fixed = (voice.days(Days(Fraction(days))) for days in (found.left, found.fixed))
    return (_sentence([voice.say("by-law", left=left, fixed=fixed, items=voice.say("comma").join(named))], voice),)


def floor_words(shortfall: Shortfall, voice: Voice) -> str:
    """What a floor asks for: 20个日历日."""
    if shortfall.hours is not None:
        return voice.duration(shortfall.hours)
    return voice.counted(f"law.unit.{shortfall.term.unit}", shortfall.term.number)


def _breach_kind(breach: Breach | None) -> str:
    said = "building" if breach is not None and breach.building else "other"
    return said + ("" if breach is None or breach.finished is None else "-reported")


def _key(alert: Alert, voice: Voice) -> str:
    """The label of an alert: its code, and the variant that its facts allow."""
    facts, key = alert.facts, f"alert.{alert.code}"
    is_milestone = _is_milestone(alert, voice)
    is_own = facts.get("deadline_task") == alert.task
    if alert.matter is Matter.FINISH and facts.get("done_by"):
        return f"{key}.done" if alert.code in ("deadline-missed", "date-missed") else "alert.overdue.done"
    if alert.code == "deadline-missed":
        return key
    match alert.code:
        case "before-permit":
            return f"{key}.{_breach_kind(alert.breach)}"
        case "overdue":
            is_start = facts.get("stage") == Stage.NOT_STARTED and not is_milestone
            file = is_start and _duty(alert) is not None
            return key + (".file" if file else ".start" if is_start else ".finish")
        case "ready-not-started":
            due = "" if "deadline" not in facts else "own" if is_own and is_milestone else "due"
            kind = "milestone" if is_milestone else "" if _duty(alert) is None else "file"
            words = "-".join(filter(None, (kind, due)))
            return ".".join(filter(None, (key, words)))
        case "start-due":
            kind = "milestone" if is_milestone else "" if _duty(alert) is None else "file"
            words = "-".join(filter(None, (kind, "own" if is_own else "")))
            return ".".join(filter(None, (key, words)))
        case "low-float":
            own = "own" if is_own else ""
            none = "none" if facts.get("float_days") == 0 else ""
            return ".".join(filter(None, (key, "-".join(filter(None, (own, none))))))
        case "date-missed" if facts.get("start_late_days"):
            return key + ".begin"
        case "to-settle" if alert.dispute is not None:
            return key + ".differ"
        case "not-reported" if facts.get("done_by"):
            return key + ".done"
        case "not-reported" if facts.get("last_report"):
            return key + ".since"
        case "begun-lapsed" | "within-passed" | "within-lost" | "within-near" if alert.within is not None:
            return f"{key}.{alert.within.kind}"
        case "ceiling-passed" if not facts.get("over_days"):
            return key + ".today"
        case "ceiling-near" if alert.ceiling is None or not alert.ceiling.clock.left:
            return key + ".day"
    return key


def _amount(alert: Alert, fact: str, voice: Voice) -> str:
    """A number of days in words; nothing where the fact is absent."""
    number = alert.facts.get(fact)
    return voice.days(Days(Fraction(str(number)))) if isinstance(number, int | float) else ""


def remarks(alert: Alert, voice: Voice) -> tuple[str, ...]:
    """What the body reported beside the dates: what forms say differently, the cause, a note, what it asks for.

    Where nothing was reported, an earlier report's words are not news and are left out; why a permit took its time is
    no reason for a number that is missing.
    """
    differ = [] if alert.dispute is None or alert.code == "to-settle" else [dispute_text(alert.dispute, voice)]
    told = [voice.say("sentence.end", text=voice.say("dispute", said=text)) for text in differ]
    if "not-reported" in (alert.code, *alert.also):
        return tuple(told)
    said = ["note"] if alert.breach is not None and alert.breach.finished is not None else ["cause", "note"]
    said += ["request"] if alert.code != "to-settle" or alert.dispute is not None else []
    texts = {name: unstopped(str(fact)) for name in said if (fact := alert.facts.get(name))}
    return (
        *told,
        *(voice.say("sentence.end", text=voice.say(f"remark.{name}", **{name: text})) for name, text in texts.items()),
    )


def pause_text(pause: Pause, schedule: Schedule, voice: Voice, *, keyed: bool = False) -> str:
    """What lies before a task, until when, and what it leaves to what comes before: without a full stop.

    For example: 停工到 3月10日，之前的施工许可证还有 63 个工作日富余. `keyed` names the calendar and the season as the
    plan writes them.
    """
    said = rest_text(pause.rest, voice, keyed=keyed)
    if pause.inside:
        voice = voice.across((pause.rest.first, pause.rest.last))
        said = rest_text(pause.rest, voice, keyed=keyed)
        return voice.say("pause.inside", first=voice.day(pause.rest.first), pause=said)
    if pause.float is None:
        return said
    little = worked(pause.float, schedule.tasks[pause.before[0]]).amount <= schedule.state.plan.settings.low_float
    key = "pause.before-little" if little else "pause.before"
    before = voice.say(key, tasks=voice.whose(pause.before[0]), days=pause_room(pause, schedule, voice))
    return voice.say("clause").join((said, before))


def rest_text(rest: Rest, voice: Voice, *, keyed: bool = False) -> str:
    """Until when a season or a holiday lasts: 停工到 3月10日. `keyed` as in `pause_text`."""
    known, last, name = rest.key or "", voice.day(rest.last), voice.calendar_name(rest.calendar)
    if rest.kind is RestKind.CLOSURE:
        key = "pause.closure.keyed" if keyed else "pause.closure"
        return voice.say(key, last=last, key=known, calendar=name)
    if rest.kind is RestKind.HOLIDAY and known:
        return voice.say("pause.holiday.named", last=last, name=voice.festival(known))
    return voice.say(f"pause.{rest.kind}", last=last)


def pause_room(pause: Pause, schedule: Schedule, voice: Voice) -> str:
    """What is left before a pause to the one with the least: calendar days, as papers count room."""
    until = pause.until
    return "" if until is None else voice.days(Days(room(schedule.tasks[pause.before[0]], until)))


DOUBTED = 4
"""How many tasks of one doubt are named; of more it is said how many they are."""


def doubt_sentence(one: Doubt, schedule: Schedule, voice: Voice) -> str:
    """One thing to look at, with whose it is and the reason to ask; a question, never a verdict."""
    facts, dates = one.facts, schedule.tasks[one.tasks[0]]
    days = {
        name: voice.day(date.fromisoformat(str(facts[name])))
        for name in ("finished", "decided", "day")
        if facts.get(name)
    }
    work = {
        name: voice.days(worked(int(facts[name] or 0), dates))
        for name in ("left", "earlier_left", "worked")
        if name in facts
    }
    name_of = voice.whose if one.body is None else voice.task
    named, number = voice.say("comma").join(map(name_of, one.tasks[:DOUBTED])), len(one.tasks)
    key = f"doubt.{one.code}"
    if one.code == "too-fast" and facts.get("finished"):
        key += ".finished"
    elif facts.get("legal"):
        key += ".legal"
    elif one.code == "stuck" and facts.get("percent"):
        key += ".percent"
    text = voice.say(
        voice.among(one.tasks, key),
        whose=_doubted(one, voice),
        body=voice.body(one.body),
        tasks=named if number <= DOUBTED else voice.say("doubt.more", items=named, number=number),
        awaited=voice.say("comma").join(_awaited(name, schedule, voice) for name in one.awaited),
        finish=voice.day(dates.last_day),
        number=facts.get("dates"),
        percent="" if facts.get("percent") is None else decimal(Fraction(str(facts["percent"]))),
        since=voice.days(Days(Fraction(int(facts.get("days") or 0)))),
        **days,
        **work,
    )
    return text if text.endswith(voice.say("doubt.mark")) else voice.say("sentence.end", text=text)


def _doubted(one: Doubt, voice: Voice) -> str:
    task = voice.task(one.tasks[0])
    return task if one.body is None else voice.say("task.body", task=task, body=voice.body(one.body))


def _awaited(name: str, schedule: Schedule, voice: Voice) -> str:
    stage = schedule.tasks[name].stage
    return voice.say("doubt.awaited", task=voice.task(name), stage=voice.say(f"doubt.awaited.{stage}"))


def doubt_brief(one: Doubt, voice: Voice) -> str:
    """The same in few words for a page that must hold: task, body, reason; of several tasks, the body's."""
    about = voice.body(one.body) if len(one.tasks) > 1 else _doubted(one, voice)
    reason = voice.say(voice.among(one.tasks, f"doubt.brief.{one.code}"))
    return voice.say("doubt.brief", about=about, reason=reason)


def made_by_text(version: Version, voice: Voice) -> str:
    """Which daopai made a paper, by which rules; the last line of the papers that have room for it."""
    return voice.say("papers.made-by", version=version_text(version, voice))


def fingerprint_text(meeting: Meeting, voice: Voice) -> str:
    """The fingerprints of the records and of the run, for the papers that have a line for them."""
    found, clause = fingerprints(meeting), voice.say("issued.clause")
    if found.records is None:
        run = voice.say("papers.fingerprint.run", run=found.run)
        return clause.join([voice.say("papers.fingerprint.none"), run]) if found.kept else run
    said = [voice.say("papers.fingerprint", records=found.records, until=found.until, run=found.run)]
    if found.unsealed:
        said.append(voice.say("papers.fingerprint.unsealed", names=voice.say("comma").join(found.unsealed)))
    return clause.join(said)


def fingerprint_check(meeting: Meeting, voice: Voice) -> str:
    """The same, with the command that compares that of the records later."""
    found, text = fingerprints(meeting), fingerprint_text(meeting, voice)
    if found.records is None:
        return text
    return voice.say("papers.fingerprint.check", fingerprints=text, records=found.records)


def version_text(version: Version, voice: Voice) -> str:
    """A version of product and rules."""
    return voice.say("version", product=version.product, rules=version.rules)
