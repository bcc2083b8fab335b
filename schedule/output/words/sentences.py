"""Codes and facts in whole sentences: the headline, the alerts, as values that any reader's voice tells.

The words stand in `schedule.output.words.catalogue`; here is only which of them a fact asks for. This module must never
judge: which task is red, or what a delay costs, is decided in `schedule.analysis`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from schedule.analysis.dates.alerts import Alert, Matter
from schedule.analysis.dates.deadlines import room
from schedule.analysis.dates.feasible import Unmeetable
from schedule.analysis.dates.lawful import Shortfall, fixed_by_law
from schedule.analysis.dates.overdue import Overdue
from schedule.analysis.dates.pauses import Brink, Pause
from schedule.analysis.dates.requests import Request
from schedule.analysis.meeting import Headline, Meeting
from schedule.analysis.reports.custody import Duty, acting
from schedule.analysis.reports.doubts import Doubt
from schedule.analysis.reports.permits import Begun, Breach
from schedule.analysis.reports.reporting import Done
from schedule.analysis.views.fingerprints import fingerprints
from schedule.calendars.rest import Rest, RestKind
from schedule.calendars.worktime import DAY, finish_day, start_day
from schedule.engine.schedule import Schedule, Stage
from schedule.model import Minutes, Plan, Task
from schedule.output.words.catalogue import named_in
from schedule.output.words.causes import cause_text
from schedule.output.words.disputed import dispute_text
from schedule.output.words.languages import DEFAULT, unstopped
from schedule.output.words.limits import count_text, counted_days, kind_words, left_words, limit_words, within_values
from schedule.output.words.money import money_sentences, verdict_sentences
from schedule.output.words.phrases import day_reached, decimal, key_of, worked
from schedule.output.words.put_right import correction_sentences
from schedule.output.words.saying import (
    Days,
    Name,
    Named,
    Narrow,
    Phrase,
    Reached,
    Stopped,
    across,
    apart,
    body_name,
    counted,
    fitting,
    joined,
    listed,
    number_of,
    say,
    say_of,
    sentence_of,
    task_name,
    whose,
    with_room,
)
from schedule.version import Version

NAMED = 3
"""So many missed deadlines are named; the others are counted. So are permits that were not waited for."""


def before_permits(
    meeting: Meeting, *, works: int = 2, most: int = NAMED, room: int | None = None
) -> tuple[Phrase, ...]:
    """What was begun before its permit or ended before the law lets it, a sentence each; the others are counted.

    It stands before the verdict on every paper: a date that is kept so is not kept. Of what has begun before each, at
    most so many `works` are named; with none it is as short as a title. `room` as in `verdicts`.
    """
    return tuple(with_room(said, room) for said in _before_permits(meeting, works, most))


def _before_permits(meeting: Meeting, works: int, most: int) -> tuple[Phrase, ...]:
    found = [alert for alert in meeting.alerts if alert.is_unlawful]
    said = [gravest(alert, meeting.schedule.state.plan, works) if works else _titled(alert) for alert in found[:most]]
    if len(found) > most:
        key = "permits" if all(alert.breach is not None for alert in found) else "unlawful"
        said.append(sentence_of([counted(f"headline.more-{key}", len(found) - most)]))
    return tuple(said)


def first_lines(meeting: Meeting) -> tuple[Phrase, ...]:
    """What stands first on every paper that has no more room than that: permits, then whether the deadlines hold."""
    return (*before_permits(meeting), verdict_text(meeting))


def _titled(alert: Alert) -> Phrase:
    return sentence_of([say("unpermitted", title=permit_title(alert), whose=whose(alert.task))])


def permit_title(alert: Alert) -> Phrase:
    """What was begun without, or which part of the law was broken, as a title says it: 未批先建."""
    kind = "void" if alert.code == "begun-lapsed" else "floor" if alert.breach is None else _breach_kind(alert.breach)
    return say(f"unpermitted.{kind}")


def verdicts(
    meeting: Meeting,
    *,
    moves: bool = True,
    named: int = NAMED,
    whole: bool = True,
    room: int | None = None,
) -> tuple[Phrase, ...]:
    """Do the deadlines hold: a sentence for the one that speaks first, then what is to be said of the others.

    Missed ones are named, at most `named`; so are those of which nobody has said whether they were kept; the plan's
    target has its own sentence whatever becomes of it; of what holds the one with the least room is named and the rest
    counted. `moves` says whether the first sentence tells how its date moved, `whole` whether that the plan could not
    keep the deadline on its first day is told with its reasons. Where a sentence would be wider than `room`, in Chinese
    characters, its names are cut, and nothing else is.
    """
    return tuple(with_room(said, room) for said in meeting.once(_verdicts, moves, named, whole, room))


def _verdicts(meeting: Meeting, moves: bool, named: int, whole: bool, room: int | None) -> tuple[Phrase, ...]:
    first, *others = meeting.headlines
    plan = meeting.schedule.state.plan
    target = plan.target
    spoken, season = first if moves else replace(first, moved=None, moved_since_baseline=None), meeting.brink(first)
    said: list[Phrase] = [headline(spoken, plan, season=season is not None), *_brink_text(season)]
    money = meeting.funds
    if money is not None and money.goal == first.task and not first.reached:
        said += verdict_sentences(money)
    if whole and first.target is not None and first.target in meeting.unmeetable:
        said.append(unmeetable_text(meeting.unmeetable[first.target], plan, room))
    for over, key in ((False, "late"), (True, "overdue")):
        missed = [head for head in others if head.missed and head.reached is over]
        left = max(0, named - (first.missed and first.reached is over))
        own = [head for head in missed[left:] if head.target == target]
        shown = [*missed[: max(0, left - len(own))], *own]
        said += [sentence_of(_verdict(head, plan, "headline.also")) for head in shown]
        if len(missed) > len(shown):
            more = number_of(len(missed) - len(shown), "deadline")
            said.append(sentence_of([say(f"headline.more-{key}", count=more)]))
    open_ = [head for head in others if head.unsettled and not head.missed]
    said += [sentence_of(_verdict(head, plan, "headline.also")) for head in open_[:named]]
    for over, key in ((True, "unsettled"), (False, "undated")):
        more_open = [head for head in open_[named:] if head.unreported is over]
        if more_open:
            said.append(sentence_of([say(f"headline.more-{key}", count=number_of(len(more_open), "deadline"))]))
    kept = [head for head in others if not head.missed and not head.unsettled]
    own = [head for head in kept if head.target == target]
    tightest = _tightest([head for head in kept if head not in own], [first, *own], meeting) if named > 1 else None
    for head in (*own, *([tightest] if tightest is not None else [])):
        season = meeting.brink(head)
        said.append(sentence_of(_verdict(head, plan, "headline.also", season=season is not None)))
        said += _brink_text(season)
    for over, key in ((False, "holds"), (True, "done")):
        others_kept = [head for head in kept if head.reached is over and head not in own and head is not tightest]
        number = len(others_kept)
        if tightest is not None and not over and not any(head.done for head in others_kept):
            key = "holds.wider"
        if number:
            said.append(sentence_of([say(f"headline.more-{key}", count=number_of(number, "deadline"))]))
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


def _brink_text(season: Brink | None) -> list[Phrase]:
    """Before which season what has to be done for a deadline to hold, and how many days that leaves."""
    if season is None:
        return []
    said = say(
        "headline.brink" if season.room else "headline.brink.none",
        task=whose(season.task),
        last=finish_day(season.last),
        room=Days(Fraction(season.room)),
        pause=rest_text(season.rest),
    )
    return [sentence_of([said])]


def unmeetable_text(found: Unmeetable, plan: Plan, room: int | None = None) -> Phrase:
    """That a plan cannot keep a deadline on its first day, by how many days and which chain; what was lost since.

    Of a long chain the ends are named, and fewer of them where the text would be wider than `room`, in Chinese
    characters: cut, it would lose what stands behind the names.
    """
    ways = [_unmeetable(found, plan, named) for named in (_CHAIN if room is not None else _CHAIN[:1])]
    return fitting([*ways, *map(Narrow, ways)], room)


def _unmeetable(found: Unmeetable, plan: Plan, named: int) -> Phrase:
    soonest = day_reached(plan, found.task, found.soonest)
    needed: Phrase = Days(Fraction((soonest - start_day(found.start)).days + 1))
    if found.rests:
        rests = joined((rest_text(rest) for rest in found.rests), "comma")
        needed = say("headline.rests", needed=needed, rests=rests)
    text = say_of(
        found.task,
        "headline.unmeetable",
        deadline=finish_day(found.deadline),
        task=task_name(found.task),
        start=start_day(found.start),
        soonest=soonest,
        needed=needed,
        short=apart((soonest - finish_day(found.deadline)).days, found.short),
        stuck=_stuck(found.chain, named),
    )
    if not found.lost:
        return sentence_of([text])
    now = day_reached(plan, found.task, found.soonest + found.lost, found.stands)
    since = say(
        f"headline.{'lost' if found.lost > 0 else 'won'}-since",
        start=start_day(found.start),
        days=apart((now - soonest).days, found.lost),
    )
    return sentence_of([text, since])


def _stuck(chain: Sequence[str], named: int) -> Phrase:
    """Which chain holds a date: all of its tasks, the ends of a longer one, or only how many they are."""
    names, count = list[Phrase](map(task_name, chain)), number_of(len(chain), "task")
    if len(names) > 1 and not named:
        return say("headline.stuck.counted", count=count)
    if len(names) > named:
        names = [*names[: named // 2], "…", *names[-(named // 2) :]] if len(names) > 1 else names
    key = "headline.stuck" if len(names) > 1 else "headline.stuck.single"
    return say(key, chain=joined(names, "headline.chain"), count=count)


_CHAIN = (6, 4, 2, 0)
"""Of a longer chain so many tasks are named, half of them from each end: the first number for which there is room."""


def soonest_notes(meeting: Meeting) -> tuple[Phrase, ...]:
    """What the latest dates before a deadline count back from that the plan could not keep on its first day."""
    found = list(meeting.unmeetable.values())
    if not found:
        return ()
    if len(found) > 1:
        return (sentence_of([say("notice.soonest.several", count=number_of(len(found), "deadline"))]),)
    (one,) = found
    facts: dict[str, Phrase] = {"deadline": finish_day(one.deadline), "soonest": Reached(one.task, one.kept)}
    return (sentence_of([say("notice.soonest", task=task_name(one.task), **facts)]),)


def outdated_notes(meeting: Meeting, of: Collection[str] | None = None) -> tuple[Phrase, ...]:
    """That bodies are asked by a baseline which decisions have moved since, beside the table that asks them.

    `of` are the tasks that the table has; None: all.
    """
    one = meeting.outdated
    asked = () if one is None else tuple(name for name in one.tasks if of is None or name in of)
    if one is None or not asked:
        return ()
    reasons = dict.fromkeys((start_day(day), unstopped(revision.reason)) for day, revision in one.decisions)
    named = [say("outdated.decision", day=day, reason=reason) for day, reason in [*reasons][-NAMED:]]
    made = joined(named, "comma")
    if len(reasons) > NAMED:
        made = say("paper.more", items=made, number=len(reasons))
    asked_so = first_tasks(asked)
    return (sentence_of([say("outdated", decisions=made, baseline=one.baseline, tasks=asked_so)]),)


def first_tasks(names: Sequence[str]) -> Phrase:
    """The first tasks by name, and how many there are where these are not all."""
    shown = listed(task_name(name) for name in names[:NAMED])
    return shown if len(names) <= NAMED else say("paper.more", items=shown, number=len(names))


def verdict_text(meeting: Meeting) -> Phrase:
    """The same as one text."""
    return joined(verdicts(meeting), "sentence.gap")


def headline(head: Headline, plan: Plan, *, season: bool = False) -> Phrase:
    """Does a deadline hold, by how many days, and how has it moved: one sentence.

    With a `season` that leaves less room, the days up to the deadline are called no room.

    For example: 能按期完成：主要路段完成施工预计 6月27日 完成，期限 6月30日，还有 3 天余地，比上次会议推迟 2 天。
    """
    if head.done is not None:  # it is over, and what it moves by waits for its report
        return sentence_of(_verdict(head, plan))
    moved = [
        *_movement("meeting", head, head.moved, plan, season=season),
        *_deadline_changed(head),
        *_movement("baseline", head, head.moved_since_baseline, plan),
    ]
    if head.target is None and moved:
        # The movement is of the task that finishes last now; before it may have been another.
        moved = [say("headline.last", task=task_name(head.task), moved=moved[0]), *moved[1:]]
    return sentence_of([*_verdict(head, plan, season=season), *moved])


def _verdict(head: Headline, plan: Plan, also: str = "", *, season: bool = False) -> list[Phrase]:
    """What is said of one deadline; `also` begins the key of the words for one that does not speak first."""
    task = say("headline.all") if head.target is None else task_name(head.target)
    day = day_reached(plan, head.target, head.forecast, head.stands)
    forecast = day
    if head.done is not None:
        return [_done_verdict(head, head.done, day, also)]
    if head.undated and not head.reached and not head.missed:
        key = "open" if head.deadline is None else "deadline"
        due = "" if head.deadline is None else finish_day(head.deadline)
        return [say_of(head.task, f"headline.undated.{key}", task=task, forecast=forecast, deadline=due)]
    if head.deadline is None or head.margin is None:
        return [
            say_of(head.task, f"headline.{'reached' if head.reached else 'open'}", task=task, forecast=forecast),
        ]
    # What is said is the difference of the two days that are said, whatever the hours: a reader subtracts them.
    between = (finish_day(head.deadline) - day).days
    late, early, days = head.margin < 0, between > 0, apart(between, head.margin)
    deadline = finish_day(head.deadline)
    if head.reached:
        key = "headline.overdue" if late else "headline.early" if early else "headline.on-day"
        return [
            say_of(head.task, "headline.reached", task=task, forecast=forecast),
            say(key, deadline=deadline, days=days),
        ]
    key = "late" if late else "holds" if early else "just"
    key = (f"{also}-{key}" if also else f"headline.{key}") + (".season" if season else "")
    key += ".undated" if head.undated else ""
    return [say_of(head.task, key, task=task, forecast=forecast, deadline=deadline, days=days)]


def _done_verdict(head: Headline, done: Done, day: date, also: str) -> Phrase:
    """What is said of a deadline whose task is done and not reported so: when it was, never when it will be."""
    over = done_text(head.task, done.at is not None, day, late=head.missed)
    if head.deadline is None or head.margin is None:
        return say_of(head.task, "headline.open-done", task=task_name(head.task), done=over)
    key = "late-done" if head.missed else "unsettled" if done.due else "holds-done"
    days = apart((finish_day(head.deadline) - day).days, head.margin)
    key, deadline = f"{also}-{key}" if also else f"headline.{key}", finish_day(head.deadline)
    return say_of(head.task, key, task=task_name(head.task), done=over, deadline=deadline, days=days)


def done_text(task: str, known: bool, day: date, *, late: bool = False) -> Phrase:
    """That nothing is left of a task: since which day, or, where that is not `known`, by which report if it is late."""
    key = ("done.late" if late else "done.day") if known else "done.told-late" if late else "done"
    return say_of(task, key, day=day)


def _movement(since: str, head: Headline, moved: Minutes | None, plan: Plan, *, season: bool = False) -> list[Phrase]:
    """How a date moved since the meeting before or the baseline; nothing where there is none to compare with.

    The days up to a deadline behind a `season` are no room, and are not said to be the same.
    """
    if moved is None:
        return []
    stood = head.stood if since == "meeting" else head.approved
    now = day_reached(plan, head.target, head.forecast, head.stands)
    before = day_reached(plan, head.target, head.forecast - moved, stood)
    direction = "later" if now > before else "earlier" if now < before else "same"
    if since == "meeting" and not moved and head.margin is not None and head.deadline_before == head.deadline:
        direction = "same-margin" if head.margin >= 0 and not head.reached and not season else direction
    if since == "baseline" and direction == "same" and head.moved == 0:
        direction = "same-too"
    key = f"meeting.{direction}" if since == "meeting" else f"baseline.{direction}"
    return [say_of(head.task, key, days=apart((now - before).days, moved))]


def _deadline_changed(head: Headline) -> list[Phrase]:
    """That the deadline is another than at the meeting before: days that it gives or takes are nobody's work."""
    if head.moved is None or head.deadline is None or head.deadline_before in (None, head.deadline):
        return []
    assert head.deadline_before is not None
    before, now = finish_day(head.deadline_before), finish_day(head.deadline)
    return [say("headline.deadline-changed", before=before, now=now)]


def asked(task: str, edge: str, day: date, line: date | None, forecast: date | None = None) -> Phrase:
    """By when a body is asked for one thing (`edge`) of a task, with its line: "finish by 21 May (red line 26 May)".

    A request is after its line only where that has passed, or where law or plan leave no earlier day. A `forecast` that
    is later than the request is told.
    """
    words, notes = say_of(task, f"request.{edge}", day=day), []
    if line is not None:
        key = "before" if day < line else "on" if day == line else "past"
        notes.append(say(f"request.{key}", line=line))
    if forecast is not None and forecast > day:
        notes.append(say("request.forecast", forecast=forecast))
    return say("request.noted", asked=words, notes=joined(notes, "clause")) if notes else words


def asks(
    request: Request,
    task: Task,
    duty: Duty | None,
    forecast: tuple[date | None, date | None] = (None, None),
    reader: str | None = None,
) -> Phrase:
    """All that the body which has to act on a task is asked for: "start by 7 Apr, finish by 21 May (red line 26 May)".

    Of an approval that waits for its applicant, the applicant is asked to submit or to correct the file, and only the
    authority, which is named, to decide it: "submit by 26 Jan, for A to decide by 6 Feb". Of what waits for money that
    has no date, all of it once that is there.

    Args:
        request: by when.
        task: what is asked for.
        duty: what its applicant owes, while the file waits for it.
        forecast: the days on which it will start and finish as things stand, told where they are later.
        reader: the body that alone reads it; of an approval that waits for another, the authority is told for whom.
    """
    if request.start_funded is not None:
        return say("request.funded", asked=asks(request.when_funded(), task, duty, forecast, reader))
    days = (request.start, request.finish, request.latest_start, request.latest_finish, *forecast)
    return across((day for day in days if day is not None), _asks(request, task, duty, forecast, reader))


def _asks(
    request: Request, task: Task, duty: Duty | None, forecast: tuple[date | None, date | None], reader: str | None
) -> Phrase:
    who, (first, last) = acting(task, duty), forecast
    authority = None if who == task.body else task.body
    begin, line = _beginning(duty), None if authority is None else request.latest_start
    own = None if request.start is None else asked(task.id, begin, request.start, line, first)
    if authority is None:
        finish = asked(task.id, "finish", request.finish, request.latest_finish, last)
        return finish if own is None else joined((own, finish), "comma")
    decided = asked(task.id, "decide", request.finish, request.latest_finish, last)
    if reader == authority:
        return say(f"request.after-{duty}", body=body_name(who), asked=decided)
    own = say(f"request.soon.{duty}") if own is None else own
    return say("request.for", own=own, authority=body_name(authority), asked=decided)


def _beginning(duty: str | None) -> str:
    """What a task begins with: an approval with its file."""
    return "start" if duty is None else duty


def sentence(alert: Alert, plan: Plan, works: int = 2, *, corrected: bool = True) -> Phrase:
    """One alert in plain sentences: the gravest of what is wrong, what else is, what was put right of its reports.

    Of what has begun before its permit, at most so many `works` are named. What was put right is left out where a paper
    tells it elsewhere (not `corrected`).
    """
    put_right = correction_sentences(alert.corrected) if corrected else ()
    money = money_sentences(alert.wait, undated=alert.undated, late=_asked_here(alert))
    return joined((gravest(alert, plan, works), *_also(alert, plan), *money, *put_right), "sentence.gap")


def _asked_here(alert: Alert) -> list[Overdue]:
    """The money whose day has passed that is asked for at this alert: once, at the first task that waits for it."""
    return [one for one in alert.overdue if one.tasks[0] == alert.task]


def gravest(alert: Alert, plan: Plan, most: int = 2) -> Phrase:
    """The gravest of what is wrong with an alert's task, as one plain sentence."""
    key = key_of(plan, alert.task, _key(alert, plan))
    values = _values(alert, key, plan)
    values["works"] = "" if alert.breach is None else _begun_words(alert.breach, most)
    return sentence_of([_say_of_these(key, values), *_beyond(alert, values)])


def _say_of_these(key: str, values: Mapping[str, Phrase]) -> Phrase:
    """The words of a key with those of the values that it names."""
    return say(key, **{name: values[name] for name in values if name in named_in(key, DEFAULT)})


def _also(alert: Alert, plan: Plan) -> list[Phrase]:
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
        elif code == "start-due" and _is_milestone(alert, plan):
            variant = ".milestone"
        elif code == "start-due" and _duty(alert):
            variant = ".file"
        elif code == "low-float" and _duty(alert):
            variant = ".decide"
        elif code == "ceiling-passed":
            variant = ".authority" if alert.authority is not None else ""
            variant += "" if alert.facts.get("over_days") else ".today"
        # What the meeting is to settle stands among the remarks.
        keys += [key_of(plan, alert.task, f"also.{code}{variant}")] if code != "to-settle" else []
    return [say("sentence.end", text=_say_of_these(key, _values(alert, key, plan))) for key in keys]


_DAYS = ("start", "finish", "latest_start", "latest_finish", "deadline", "own_deadline", "last_report", "must", "due")
"""The facts of an alert that are days."""


def _values(alert: Alert, key: str, plan: Plan) -> dict[str, Phrase]:
    facts = alert.facts
    late, told = facts.get("late_days"), named_in(key, DEFAULT)
    days = {name: date.fromisoformat(text) for name in _DAYS if isinstance(text := facts.get(name), str)}
    # What a deadline loses is a clause of its own, and yet of one sentence with the other dates.
    told |= {"deadline", "own_deadline"} if told & {"through", "otherwise", "past", "own"} else set()
    told |= {"finish"} if "done" in told else set()
    spoken = {day for name, day in days.items() if name in told}
    begin = _beginning(_duty(alert))
    wanted = {
        edge: date.fromisoformat(text)
        for edge in ("start", "finish")
        if isinstance(text := facts.get(f"requested_{edge}") or facts.get(f"latest_{edge}"), str)
    }
    requests = {
        f"ask_{edge}": asked(
            alert.task, begin if edge == "start" else edge, day, days.get(f"latest_{edge}"), days.get(edge)
        )
        for edge, day in wanted.items()
    }
    if _duty(alert) and "finish" in wanted:
        # Its finish is the authority's: the applicant is asked for the file.
        lines = days.get("latest_start"), days.get("latest_finish")
        request = Request(wanted.get("start"), wanted["finish"], *lines)
        first = None if _duty(alert) == "correct" else days["start"]
        requests["ask_finish"] = asks(
            request, plan.tasks[alert.task], Duty(str(facts["applicant"])), (first, days["finish"])
        )
    values: dict[str, Phrase] = dict(days)
    cost = apart(late if isinstance(late, int) else alert.cost // DAY, alert.cost)
    decides, own = values.get("deadline", ""), values.get("own_deadline")
    own_days, own_minutes, own_late = facts.get("own_late_days"), facts.get("own_late_min"), cost
    if own is not None and isinstance(own_days, int) and isinstance(own_minutes, int):
        # A deadline's own task says its own date first, then what it does to the one that decides.
        values["deadline"], own_late = own, apart(own_days, own_minutes)
    beyond = ".later" if facts.get("soonest") else ""
    values = (
        values
        | requests
        | {
            "whose": whose(alert.task),
            "cost": own_late,
            "own": own or decides,
            "through": _through(alert, decides, cost, beyond),
            "otherwise": say(f"alert.otherwise{beyond}", deadline=decides),
            "past": say(f"alert.past{beyond}", deadline=decides),
            "days": _amount(alert, "float_days"),
            "short": _amount(alert, "short_days"),
            "late": _amount(alert, "start_late_days"),
            "lacking": _amount(alert, "lacking_days"),
            "under": "" if not facts.get("article") else say("alert.under", article=str(facts["article"])),
            "floor": "" if alert.shortfall is None else floor_words(alert.shortfall),
            "reasons": joined(
                (say_of(alert.task, f"doubt.brief.{code}") for code in str(facts.get("asked") or "").split()), "comma"
            ),
            "evidence": str(facts.get("evidence") or ""),
            "request": unstopped(str(facts.get("request") or "")),
            "disputed": "" if alert.dispute is None else dispute_text(alert.dispute),
            "done": done_fact(alert),
        }
        | _limit_values(alert)
    )
    return {name: across(spoken, value) for name, value in values.items()}


def _through(alert: Alert, deadline: Phrase, cost: Phrase, beyond: str) -> Phrase:
    """What a deadline loses through an alert's task; where others hold it up too, in all and what of it is its own."""
    minutes, days = alert.facts.get("deadline_late_min"), alert.facts.get("deadline_late_days")
    if not isinstance(minutes, int):
        return say(f"alert.through{beyond}", deadline=deadline, cost=cost)
    late = apart(days if isinstance(days, int) else minutes // DAY, minutes)
    whose_days = "others" if not alert.cost else "held" if alert.held else "partly"
    return say(f"alert.through{beyond}.{whose_days}", deadline=deadline, late=late, cost=cost)


def _limit_values(alert: Alert) -> dict[str, Phrase]:
    """What is said of an authority's limit, in its name, whoever has to act on the file now; and of an actor's."""
    ceiling, within = alert.ceiling, {} if alert.within is None else within_values(alert.within)
    if ceiling is None:
        return within
    clock, task = ceiling.clock, task_name(alert.task)
    return {
        "decides": say("task.body", task=task, body=body_name(ceiling.body)),
        "authority": body_name(ceiling.body),
        "kind": say(kind_words(clock)),
        "count": count_text(clock, whole=False),
        "days_of": limit_words(clock),
        "over": counted_days(clock.over, clock),
        "left": "" if clock.left is None else left_words(clock.left, clock),
    } | within


def done_fact(alert: Alert) -> Phrase:
    """The same of an alert's task; too late if that is what the alert says."""
    day, known = alert.facts.get("done_by") or alert.facts.get("finish"), bool(alert.facts.get("done"))
    return done_text(alert.task, known, date.fromisoformat(str(day)), late=alert.matter is Matter.FINISH)


def _beyond(alert: Alert, values: Mapping[str, Phrase]) -> list[Phrase]:
    """What is to be said beside the gravest: what it costs, or of a task's own deadline where another one decides."""
    own = values.get("own_deadline")
    if alert.is_unlawful:
        if not alert.through:
            return []
        key = "alert.before-permit.cost" if alert.cost == alert.through else "alert.also-through"
        return [_say_of_these(key, values)]
    if own is None or alert.matter.is_words or alert.matter.is_period:
        return []
    if alert.code == "deadline-missed":
        return [say("alert.also-through", through=values["through"])] if alert.through else []
    return [say("alert.own-kept", deadline=own)]


def _is_milestone(alert: Alert, plan: Plan) -> bool:
    task = plan.tasks.get(alert.task)
    return task is not None and task.is_milestone


def _duty(alert: Alert) -> str | None:
    """What the applicant owes of the alert's approval, "file" or "correct"."""
    duty = alert.facts.get("applicant")
    return None if duty is None else str(duty)


def _begun_words(breach: Breach, most: int) -> Phrase:
    """What has begun before its permit: each task with its body and the day, those first that still go on.

    Where they are too many to name, the one that began first is named beside them, unless it is among them.
    """
    items, number = joined((_begun(one) for one in breach.begun[:most]), "comma"), len(breach.begun)
    if number <= most:
        return items
    first = min(breach.begun, key=lambda one: one.day)
    if first.day in [one.day for one in breach.begun[:most]]:
        return say("begun.more", items=items, number=number)
    task, day = task_name(first.task), first.day
    return say("begun.more-first", items=items, number=number, task=task, day=day)


def _begun(one: Begun) -> Phrase:
    key = "begun.task" if one.body is None else "begun.body"
    day: Phrase = one.day
    if one.rests is not None:
        day = say("begun.rests", day=day, since=one.rests)
    return say(key, task=task_name(one.task), body=body_name(one.body), day=day)


def by_law(meeting: Meeting) -> tuple[Phrase, ...]:
    """How many days of what the critical path has left the law fixes, as a sentence; nothing where it fixes none."""
    found = fixed_by_law(meeting.schedule, meeting.critical_path)
    if found is None:
        return ()
    named = (say("by-law.item", task=task_name(name), days=days) for name, days in found.of)
    left, fixed = (Days(Fraction(days)) for days in (found.left, found.fixed))
    key = "by-law.overlapping" if found.is_overlapping else "by-law"
    return (sentence_of([say(key, left=left, fixed=fixed, items=joined(named, "comma"))]),)


def floor_words(shortfall: Shortfall) -> Phrase:
    """What a floor asks for: 20个日历日."""
    if shortfall.hours is not None:
        return shortfall.hours
    return counted(f"law.unit.{shortfall.term.unit}", shortfall.term.number)


def _breach_kind(breach: Breach | None) -> str:
    said = "building" if breach is not None and breach.building else "other"
    return said + ("" if breach is None or breach.finished is None else "-reported")


def _key(alert: Alert, plan: Plan) -> str:
    """The label of an alert: its code, and the variant that its facts allow."""
    facts, key = alert.facts, f"alert.{alert.code}"
    is_milestone = _is_milestone(alert, plan)
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
            money = ".money" if is_start and alert.wait is not None else ""
            file = is_start and _duty(alert) is not None
            return key + (".file" if file else ".start" if is_start else ".finish") + money
        case "ready-not-started":
            due = "" if "deadline" not in facts else "own" if is_own and is_milestone else "due"
            kind = "milestone" if is_milestone else "" if _duty(alert) is None else "file"
            words = "-".join(filter(None, (kind, due)))
            return ".".join(filter(None, (key, words)))
        case "start-due":
            kind = "milestone" if is_milestone else "" if _duty(alert) is None else "file"
            words = "-".join(filter(None, (kind, "own" if is_own else "")))
            return ".".join(filter(None, (key, words)))
        case "money-undated" if facts.get("deadline") and (is_own or "own_deadline" in facts):
            return key + ".own"
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


def _amount(alert: Alert, fact: str) -> Phrase:
    """A number of days in words; nothing where the fact is absent."""
    number = alert.facts.get(fact)
    return Days(Fraction(str(number))) if isinstance(number, int | float) else ""


def remarks(alert: Alert) -> tuple[Phrase, ...]:
    """What the body reported beside the dates: what forms say differently, the cause, a note, what it asks for.

    Where nothing was reported, an earlier report's words are not news and are left out; why a permit took its time is
    no reason for a number that is missing.
    """
    differ = [] if alert.dispute is None or alert.code == "to-settle" else [dispute_text(alert.dispute)]
    told = [say("sentence.end", text=say("dispute", said=text)) for text in differ]
    if "not-reported" in (alert.code, *alert.also):
        return tuple(told)
    said = ["note"] if alert.breach is not None and alert.breach.finished is not None else ["cause", "note"]
    said += ["request"] if alert.code != "to-settle" or alert.dispute is not None else []
    wrote = {name: unstopped(str(fact)) for name in said if (fact := alert.facts.get(name))}
    texts = {name: cause_text(text) if name == "cause" else text for name, text in wrote.items()}
    return (
        *told,
        *(say("sentence.end", text=say(f"remark.{name}", **{name: text})) for name, text in texts.items()),
    )


def pause_text(pause: Pause, schedule: Schedule, *, keyed: bool = False) -> Phrase:
    """What lies before a task, until when, and what it leaves to what comes before: without a full stop.

    For example: 停工到 3月10日，之前的施工许可证还有 63 个工作日富余. `keyed` names the calendar and the season as the
    plan writes them.
    """
    said = rest_text(pause.rest, keyed=keyed)
    if pause.inside:
        inside = say("pause.inside", first=pause.rest.first, pause=said)
        return across((pause.rest.first, pause.rest.last), inside)
    if pause.float is None:
        return said
    little = worked(pause.float, schedule.tasks[pause.before[0]]).amount <= schedule.state.plan.settings.low_float
    key = "pause.before-little" if little else "pause.before"
    before = say(key, tasks=whose(pause.before[0]), days=pause_room(pause, schedule))
    return joined((said, before), "clause")


def rest_text(rest: Rest, *, keyed: bool = False) -> Phrase:
    """Until when a season or a holiday lasts: 停工到 3月10日. `keyed` as in `pause_text`."""
    known, last, name = rest.key or "", rest.last, Name(Named.CALENDAR, rest.calendar)
    if rest.kind is RestKind.CLOSURE:
        key = "pause.closure.keyed" if keyed else "pause.closure"
        return say(key, last=last, key=known, calendar=name)
    if rest.kind is RestKind.HOLIDAY and known:
        return say("pause.holiday.named", last=last, name=Name(Named.FESTIVAL, known))
    return say(f"pause.{rest.kind}", last=last)


def pause_room(pause: Pause, schedule: Schedule) -> Phrase:
    """What is left before a pause to the one with the least: calendar days, as papers count room."""
    until = pause.until
    return "" if until is None else Days(room(schedule.tasks[pause.before[0]], until))


DOUBTED = 4
"""How many tasks of one doubt are named; of more it is said how many they are."""


_DOUBT_DAYS = ("finished", "decided", "day", "suspended", "goes_on")
"""The facts of a doubt that are days."""


def doubt_sentence(one: Doubt, schedule: Schedule) -> Phrase:
    """One thing to look at, with whose it is and the reason to ask; a question, never a verdict."""
    facts, dates = one.facts, schedule.tasks[one.tasks[0]]
    days = {name: date.fromisoformat(str(facts[name])) for name in _DOUBT_DAYS if facts.get(name)}
    work = {name: worked(int(facts[name] or 0), dates) for name in ("left", "earlier_left", "worked") if name in facts}
    name_of = whose if one.body is None else task_name
    named, number = joined(map(name_of, one.tasks[:DOUBTED]), "comma"), len(one.tasks)
    key = f"doubt.{one.code}"
    if one.code == "too-fast" and facts.get("finished"):
        key += ".finished"
    elif facts.get("legal"):
        key += ".legal"
    elif one.code == "stuck" and facts.get("percent"):
        key += ".percent"
    text = say_of(
        one.tasks,
        key,
        whose=_doubted(one),
        body=body_name(one.body),
        tasks=named if number <= DOUBTED else say("doubt.more", items=named, number=number),
        awaited=joined((_awaited(name, schedule) for name in one.awaited), "comma"),
        finish=dates.last_day,
        number=facts.get("dates"),
        percent="" if facts.get("percent") is None else decimal(Fraction(str(facts["percent"]))),
        since=Days(Fraction(int(facts.get("days") or 0))),
        **days,
        **work,
    )
    return Stopped(text, own="doubt.mark")


def _doubted(one: Doubt) -> Phrase:
    task = task_name(one.tasks[0])
    return task if one.body is None else say("task.body", task=task, body=body_name(one.body))


def _awaited(name: str, schedule: Schedule) -> Phrase:
    stage = schedule.tasks[name].stage
    return say("doubt.awaited", task=task_name(name), stage=say(f"doubt.awaited.{stage}"))


def doubt_brief(one: Doubt) -> Phrase:
    """The same in few words for a page that must hold: task, body, reason; of several tasks, the body's."""
    about = body_name(one.body) if len(one.tasks) > 1 else _doubted(one)
    reason = say_of(one.tasks, f"doubt.brief.{one.code}")
    return say("doubt.brief", about=about, reason=reason)


def made_by_text(version: Version) -> Phrase:
    """Which daopai made a paper, by which rules; the last line of the papers that have room for it."""
    return say("papers.made-by", version=version_text(version))


def fingerprint_text(meeting: Meeting) -> Phrase:
    """The fingerprints of the records and of the run, for the papers that have a line for them."""
    found = fingerprints(meeting)
    if found.records is None:
        run = say("papers.fingerprint.run", run=found.run)
        return joined((say("papers.fingerprint.none"), run), "issued.clause") if found.kept else run
    said = [say("papers.fingerprint", records=found.records, until=found.until, run=found.run)]
    if found.unsealed:
        said.append(say("papers.fingerprint.unsealed", names=joined(found.unsealed, "comma")))
    return joined(said, "issued.clause")


def fingerprint_check(meeting: Meeting) -> Phrase:
    """The same, with the command that compares that of the records later."""
    found, text = fingerprints(meeting), fingerprint_text(meeting)
    if found.records is None:
        return text
    return say("papers.fingerprint.check", fingerprints=text, records=found.records)


def version_text(version: Version) -> Phrase:
    """A version of product and rules."""
    return say("version", product=version.product, rules=version.rules)
