"""The supervision notices (督办单): one page for each red matter, with its limit, its basis and a reply slip.

The notices of a meeting are one file, a page each, so that an office prints and seals them in one go. The level
(蓝, 黄, 红) follows from at how many meetings the matter was red in the hands of whoever is asked. This module
must never compute a date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from schedule.analysis.dates.alerts import Alert, Light
from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.custody import Duty
from schedule.analysis.reports.reporting import unfunded, waits_for_money
from schedule.analysis.views.escalation import ONCE, Level, Streak, streaks
from schedule.analysis.views.standing import permits_awaited, stopped, waits_for
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Stage
from schedule.law.clock import Clock
from schedule.law.statutes import Kind
from schedule.model import Plan
from schedule.output.letters import official
from schedule.output.letters.docx import write_docx
from schedule.output.letters.draft import Passage, Ruled, told
from schedule.output.letters.letterhead import Letterhead, sheet_of
from schedule.output.letters.official import STANDARD, Block, NewPage, Paper, Paragraph, Sheet, Style
from schedule.output.letters.wording import (
    blank,
    bodies_name,
    body_name,
    letter_fields,
    listed,
    permit_demand,
    permit_key,
    person,
    reason,
    rest,
    sample,
    short,
    task_name,
    weeks_words,
)
from schedule.output.words import saying
from schedule.output.words.languages import unstopped
from schedule.output.words.limits import accepted_text, count_text, standing_text, stops_text, to_confirm, within_values
from schedule.output.words.money import overdue_sentence
from schedule.output.words.phrases import Voice, authority_of, lead_of
from schedule.output.words.plain_text import line_text
from schedule.output.words.put_right import correction_sentences
from schedule.output.words.saying import OnLine, Phrase, WholeDay, WithYears, counted, joined, say, say_of
from schedule.output.words.sentences import gravest

_WIDTHS = (32, 50, 30, 44)
_SPARE = 36
"""Points of a page that stay empty, for rows that a word processor makes taller than they were reckoned."""
_MOST = 60
"""So many notices stand in the file; what goes beyond is counted at its end."""
_FITS = ((300, 3), (300, 2), (300, 1), (200, 1), (140, 1), (100, 1), (70, 1), (40, 1), (25, 1))
"""To how many characters long texts are cut, and how many lines an answer has, until a notice fits its page."""


def write_supervision(
    meeting: Meeting, target: Path | BinaryIO, voice: Voice, letterhead: Letterhead | None = None
) -> None:
    """Write the notices as one `.docx`, a page each, to a path or a stream. Raises OSError."""
    paper = supervision(meeting, voice, sheet_of(letterhead))
    write_docx(paper, target, letterhead, letter_fields(meeting, voice))


def supervision_markdown(meeting: Meeting, voice: Voice, letterhead: Letterhead | None = None) -> str:
    """The same notices as Markdown."""
    return official.markdown(supervision(meeting, voice, sheet_of(letterhead)))


def has_supervision(meeting: Meeting) -> bool:
    """Whether there is anything to issue a notice about."""
    return any(alert.light is Light.RED for alert in meeting.alerts)


def supervision(meeting: Meeting, voice: Voice, sheet: Sheet = STANDARD) -> Paper:
    """The notices, in the order of the alerts; one page that says so where there is no red matter."""
    return meeting.once(_supervision, voice, sheet)


def _supervision(meeting: Meeting, voice: Voice, sheet: Sheet) -> Paper:
    weeks = meeting.history.once(streaks, meeting.data_date)
    title, day = voice.say("supervision.title"), start_day(meeting.data_date)
    blocks: list[Block] = []
    red = [alert for alert in meeting.alerts if alert.light is Light.RED]
    for number, alert in enumerate(red[:_MOST], start=1):
        blocks += [NewPage()] if blocks else []
        blocks += _fitting(alert, number, weeks, meeting, voice, sheet)
    blocks += [Paragraph(voice.tell(text)) for text in rest(len(red) - _MOST)]
    if not red:
        blocks = [Paragraph(title, Style.TITLE), Paragraph(voice.say("supervision.none"))]
    return Paper(title, day, voice.lang, tuple(blocks), dense=True, sheet=sheet)


def _fitting(
    alert: Alert, number: int, weeks: Mapping[str, Streak], meeting: Meeting, voice: Voice, sheet: Sheet
) -> tuple[Block, ...]:
    """A notice on one page: room for the answer is given up first, then its texts are cut."""
    page: tuple[Block, ...] = ()
    for longest, lines in _FITS:
        page = _page(alert, number, weeks.get(alert.task, ONCE), (longest, lines), meeting, voice)
        alone = Paper("", start_day(meeting.data_date), voice.lang, page, dense=True, sheet=sheet)
        if official.height(alone) <= sheet.height - (sheet.taken if number == 1 else 0) - _SPARE:
            break
    return page


def _page(
    alert: Alert, number: int, weeks: Streak, fit: tuple[int, int], meeting: Meeting, voice: Voice
) -> tuple[Block, ...]:
    longest, lines = fit
    dates, day = meeting.schedule.tasks[alert.task], start_day(meeting.data_date)
    serial = voice.say("supervision.serial", date=day.isoformat(), number=number)
    asked = alert.payers or alert.bodies
    body, matter = bodies_name(asked), OnLine(saying.task_name(alert.task), min(longest, 80))
    several = len(asked) > 1  # each with a lead of its own, and names that need the whole width
    lead = lead_of(meeting.schedule.state.plan, alert.payers[0]) if alert.payers else person(dates, meeting)
    whose: tuple[tuple[Phrase, ...], ...] = (
        ("body", body) if several else ("body", body, "person", lead or blank("person")),
    )
    rows: tuple[tuple[Phrase, ...], ...] = (
        ("project", short(voice.project(), 30)),
        ("matter", matter),
        *whose,
        ("limit", _limit(alert, meeting)),
        ("basis", line_text(_fullest(_basis(alert, meeting, longest), longest, voice), longest=_room(longest))),
        ("late", _whole(_late(alert, weeks, meeting), longest, voice)),
        ("demand", _demand(alert, weeks, meeting)),
        ("issuer", blank("supervisor"), "day", WholeDay(day)),
    )
    slip: tuple[tuple[Phrase, ...], ...] = (
        # Of several bodies each answers for itself, and writes its name.
        ("slip.serial", serial, "body", "" if several else body),
        ("matter", matter),
        ("slip.progress", ""),
        ("slip.forecast", "", "slip.head", ""),
        ("slip.received", "", "slip.day", ""),
    )
    shown = voice.say("supervision.number", serial=serial, level=voice.say(f"level.{weeks.level}"))
    return (
        Paragraph(voice.say("supervision.title"), Style.TITLE),
        Paragraph(shown, Style.NUMBER),
        *sample(meeting, voice),
        *told(
            (
                Ruled(_labelled(alert.task, rows), _WIDTHS),
                Passage(say("supervision.cut"), Style.CUT),
                Ruled(_labelled(alert.task, slip), _WIDTHS, tall=(*(1 for _ in slip[:-3]), lines, 1, 1)),
            ),
            voice,
        ),
    )


def _room(longest: int) -> int:
    """How many characters of a text stand. Only names and articles longer than any office writes are ever cut by it."""
    return max(2 * longest, _LEAST) if longest >= _NAMES_GIVE_WAY else 2 * longest


_LEAST, _NAMES_GIVE_WAY = 240, 70
"""Characters that a text has however little room a page leaves; below the second nothing but names can fill it."""


def _whole(sentences: Sequence[Phrase], longest: int, voice: Voice) -> str:
    """The first sentence, and of those after it as many as there is room for; none is cut in its middle."""
    first, *more = voice.told(sentences)
    kept, gap = [line_text(first, longest=_room(longest))], voice.say("sentence.gap")
    for one in map(line_text, more):
        if len(gap.join((*kept, one))) <= 2 * longest:
            kept.append(one)
    return gap.join(kept)


def _fullest(ways: Sequence[Phrase], longest: int, voice: Voice) -> str:
    """The first of several ways to tell it that has the room, the fullest standing first; the last where none has."""
    text = ""
    for way in ways:
        text = voice.tell(way)
        if len(text) <= 2 * longest:
            break
    return text


def _labelled(task: str, rows: tuple[tuple[Phrase, ...], ...]) -> tuple[tuple[Phrase, ...], ...]:
    """Rows of label, text, label, text, with the labels in words."""
    return tuple(
        tuple(say_of(task, f"supervision.{cell!s}") if column % 2 == 0 else cell for column, cell in enumerate(row))
        for row in rows
    )


def _latest(alert: Alert) -> date:
    """The latest finish of a red matter; every red alert about dates has one."""
    return date.fromisoformat(str(alert.facts["latest_finish"]))


def _limit(alert: Alert, meeting: Meeting) -> Phrase:
    """Until when: what every paper asks for; where the latest finish has passed, a new limit is the meeting's to set.

    So it is where the day of the money has passed for want of which alone it is late: the letter asks for that.

    An applicant has to submit or to correct the file in time for the authority to decide it by then. Work before its
    permit has to stop at once. Of what is over only the report is asked for.
    """
    if alert.is_unlawful:
        return say(f"supervision.limit.{permit_key(alert)}", blank=blank("limit"))
    if alert.facts.get("done_by"):
        return say_of(alert.task, "supervision.limit.report", blank=blank("limit"))
    if alert.ceiling is not None and alert.ceiling.clock.due is not None and _is_over_limit(alert, meeting):
        due = WholeDay(alert.ceiling.clock.due)
        return say("supervision.limit.ceiling", due=due, blank=blank("limit"))
    if alert.code == "within-passed" and alert.within is not None:
        due = WholeDay(alert.within.due)
        return say("supervision.limit.within", due=due, blank=blank("limit"))
    if alert.code == "within-lost" and alert.within is not None:
        return say("supervision.limit.within-lost", due=WholeDay(alert.within.due))
    if alert.payers:
        due = WholeDay(start_day(min(one.lapsed for one in alert.overdue)))
        return say("supervision.limit.money", due=due, blank=blank("limit"))
    limit = _limit_of_work(alert, meeting)
    waits = alert.undated and _latest(alert) >= start_day(meeting.data_date)
    return say("supervision.limit.funded", limit=limit) if waits else limit


def _limit_of_work(alert: Alert, meeting: Meeting) -> Phrase:
    """Until when work is to be done, whatever it waits for."""
    today, request = start_day(meeting.data_date), meeting.requests[alert.task].when_funded()
    if alert.facts.get("start_late_days") and request.start is not None:
        line = date.fromisoformat(str(alert.facts["latest_start"]))
        key = "past" if line < today else "ahead"
        shown = WholeDay(line if line < today else request.start)
        return say(f"supervision.limit.{key}.begin", latest=shown, blank=blank("limit"))
    latest, decides = _latest(alert), authority_of(meeting.schedule.tasks[alert.task].task, meeting.duties)
    duty = meeting.duties.get(alert.task)
    said: dict[str, Phrase] = {
        "latest": WholeDay(latest if latest < today else request.finish),
        "blank": blank("limit"),
        "authority": body_name(decides),
    }
    if alert.task in meeting.unmeetable and latest >= today:
        return say_of(
            alert.task,
            "supervision.limit.unmeetable",
            finish=WholeDay(request.finish),
            deadline=WholeDay(latest),
        )
    if latest < today:
        now = decides is not None and not waits_for_money(meeting.schedule.tasks[alert.task], meeting.schedule)
        return say_of(alert.task, f"supervision.limit.past.{duty}" if now else "supervision.limit.past", **said)
    if decides is None:
        return say_of(alert.task, "supervision.limit.ahead", **said)
    waits = waits_for_money(meeting.schedule.tasks[alert.task], meeting.schedule)
    if request.start is None or (request.start <= today and not waits):
        return say(f"supervision.limit.ahead.{duty}-now", **said)
    return say(f"supervision.limit.ahead.{duty}", submit=WholeDay(request.start), **said)


def _is_over_limit(alert: Alert, meeting: Meeting) -> bool:
    """Whether what is asked is a decision that the law wanted by a day that has passed, before any deadline did.

    A letter that gives an authority until its red line would grant what its article does not. Where the file is back at
    its applicant's, and a deadline is lost, it is the applicant who is asked.
    """
    if alert.code == "ceiling-passed":
        return True
    due = None if alert.ceiling is None else alert.ceiling.clock.due
    if "ceiling-passed" not in alert.also or due is None or alert.task in meeting.unmeetable:
        return False
    return authority_of(meeting.schedule.tasks[alert.task].task, meeting.duties) is None and due <= _latest(alert)


def _basis(alert: Alert, meeting: Meeting, longest: int) -> list[Phrase]:
    """The article that governs the matter, where the plan names one, and what the deadline asks.

    In several ways where it may be long, the fullest first.
    """
    basis = meeting.schedule.tasks[alert.task].task.basis
    if alert.is_unlawful:
        stated = basis.article if basis is not None else None
        article: Phrase = stated or str(alert.facts.get("article") or "") or blank("article")
        return [say("sentence.end", text=OnLine(article, longest))]
    counts = _count(alert, longest, meeting.schedule.state.plan)
    if alert.matter.is_period:
        return [joined(one, "sentence.gap") for one in counts]
    latest, deadline, target = _latest(alert), alert.facts.get("deadline"), alert.facts.get("deadline_task")
    own = alert.facts.get("own_deadline") if alert.code == "deadline-missed" else None
    mine = "supervision.basis.own" + ("-impossible" if alert.task in meeting.unmeetable else "")
    if isinstance(deadline, str) and target == alert.task:
        parts = [say(mine, deadline=date.fromisoformat(deadline))]
    elif isinstance(deadline, str) and isinstance(target, str):
        values: dict[str, Phrase] = {"deadline": date.fromisoformat(deadline), "task": task_name(target)}
        key = "soonest" if alert.facts.get("soonest") else "deadline"
        parts = [say_of(alert.task, f"supervision.basis.{key}", latest=latest, **values)]
        if isinstance(own, str):
            parts.insert(0, say(mine, deadline=date.fromisoformat(own)))
    elif alert.facts.get("start_late_days"):
        line = date.fromisoformat(str(alert.facts["latest_start"]))
        parts = [say("supervision.basis.date.begin", latest=line)]
    else:
        parts = [say_of(alert.task, "supervision.basis.date", latest=latest)]
    if counts:
        if alert.ceiling is not None:
            # What is asked stands last, and is not what may be cut: the table of limits has the count.
            counts += [[one] for one in _standing(alert, alert.ceiling.clock, longest)]
        return [joined((*one, *parts), "sentence.gap") for one in counts]
    if basis is not None and basis.article:
        governs: Phrase = line_text(basis.article, longest=longest)
        if basis.ceiling is not None:
            governs = say("supervision.basis.ceiling", article=governs, days=basis.ceiling)
        parts.insert(0, say("sentence.end", text=governs))
    return [joined(parts, "sentence.gap")]


def _count(alert: Alert, longest: int, plan: Plan) -> list[list[Phrase]]:
    """Of an authority over its limit the article and the count, what stopped it, and what a person has to confirm.

    In sentences, and these in several ways, the fullest first. Of what has to be confirmed as many whole clauses as fit
    with the rest, and how many more there are; then the days of the stops give way: no sentence may end in its middle,
    and none of it may push out where the article has to be checked.
    """
    if alert.within is not None and {"within-passed", "within-lost"} & {alert.code, *alert.also}:
        values = within_values(alert.within)
        return [[say_of(alert.within.after, "supervision.basis.within", **values), say("supervision.basis.check")]]
    if alert.ceiling is None or "ceiling-passed" not in (alert.code, *alert.also):
        return []
    clock = alert.ceiling.clock
    stops, items = stops_text(clock), [WithYears(one) for one in to_confirm(clock, plan)]
    count = WithYears(count_text(clock))  # a letter is read for years
    said = say("supervision.basis.limit", count=count)
    if alert.authority is not None:
        said = say("supervision.basis.limit-of", authority=body_name(alert.authority), count=count)
    if alert.code != "ceiling-passed":
        return [[said]]  # the deadline that is lost needs the room
    stopped = [] if stops is None else [say("supervision.basis.stops", stops=WithYears(stops))]
    ways = [[said, *stopped, _confirm(items, kept)] for kept in range(len(items), -1, -1)]
    ways.append([said, _confirm(items, 0)])  # the count has how long it was stopped, the table when
    return ways + [[one, _confirm(items, 0)] for one in _standing(alert, clock, longest)]


def _standing(alert: Alert, clock: Clock, longest: int) -> list[Phrase]:
    """How an authority's limit stands, with its article and no count: with the day of acceptance, and without.

    Whose it is is said where its applicant is told.
    """
    text: Phrase = WithYears(standing_text(clock))
    article, accepted = clock.term.article, accepted_text(clock)
    if article is not None:
        text = say("ceiling.limit", limit=text, article=unstopped(line_text(article, longest=longest)))
    ways = [text] if accepted is None else [joined((WithYears(accepted), text), "clause"), text]
    if alert.authority is None:
        return [say("sentence.end", text=one) for one in ways]
    whose = body_name(alert.authority)
    return [say("supervision.basis.limit-of", authority=whose, count=one) for one in ways]


def _confirm(items: Sequence[Phrase], kept: int) -> Phrase:
    """The first of what a person has to confirm, how many more there are and where, and where to read the article."""
    if not items:
        return say("supervision.basis.check")
    shown, left = list(items[:kept]), len(items) - kept
    if left:
        key = "supervision.basis.confirm.more" if kept else "supervision.basis.confirm.only"
        shown.append(counted(key, left, sheet=say("workbook.limits")))
    return say("supervision.basis.confirm", items=joined(shown, "paper.semicolon"))


def _late(alert: Alert, weeks: Streak, meeting: Meeting) -> tuple[Phrase, ...]:
    """The alert's own sentence, why, for how many meetings in a row, and what was put right of its reports."""
    after = *weeks_words(weeks, alert.body), *correction_sentences(alert.corrected)
    plan = meeting.schedule.state.plan
    if alert.is_unlawful:
        return gravest(alert, plan, 1), *after
    why = reason(meeting.schedule.tasks[alert.task], meeting, required=True)
    said = gravest(alert, plan)
    if alert.code == "ceiling-passed" and alert.ceiling is not None:  # its count stands beside the article
        said = say("supervision.late.ceiling", standing=standing_text(alert.ceiling.clock))
    return said, *why, *after


def _demand(alert: Alert, weeks: Streak, meeting: Meeting) -> Phrase:
    """What is required: of who is late itself, to act; of who waits, to be ready; and what the level adds.

    Nobody is told to hurry what waits for money, nor what comes before him and does: who owes that is asked for it.
    """
    dates = meeting.schedule.tasks[alert.task]
    names = waits_for(dates, meeting.schedule)
    if alert.is_unlawful:
        words = (permit_demand(alert, meeting), say(f"supervision.demand.{weeks.level}"))
        return joined(words, "sentence.gap")
    if alert.facts.get("done_by"):
        # However long the report is missing, nobody can speed up what is over.
        keys = "supervision.demand.report", "supervision.demand.blue"
        return joined([say_of(alert.task, key) for key in keys], "sentence.gap")
    stop = meeting.once(stopped).get(alert.task)
    if stop is not None:
        first = say("supervision.demand.stopped", permit=task_name(stop))
        return joined((first, say(f"supervision.demand.{weeks.level}")), "sentence.gap")
    awaited = meeting.once(permits_awaited).get(alert.task)
    if awaited is not None and dates.stage is Stage.IN_PROGRESS:
        first = say("supervision.demand.rests", permit=task_name(awaited))
        return joined((first, say(f"supervision.demand.{weeks.level}")), "sentence.gap")
    duty = None if authority_of(dates.task, meeting.duties) is None else meeting.duties[alert.task]
    if alert.code == "ceiling-passed":
        key = "supervision.demand.ceiling" if duty is None else "supervision.demand.ceiling-correct"
        first = say(key, applicant=body_name(dates.task.applicant))
        return joined((first, say(f"supervision.demand.{weeks.level}")), "sentence.gap")
    lapses = alert.within is not None and alert.within.kind is not Kind.REPORT_WITHIN
    if alert.within is not None and alert.code == "within-lost":
        key = "supervision.demand.lapsing" if lapses else "supervision.demand.within-lost"
        first = say(key, event=OnLine(saying.task_name(alert.within.after)), due=alert.within.due)
        return joined((first, say(f"supervision.demand.{weeks.level}")), "sentence.gap")
    if alert.within is not None and lapses and alert.code == "within-passed":
        first = say("supervision.demand.lapsed", event=OnLine(saying.task_name(alert.within.after)))
        return joined((first, say(f"supervision.demand.{weeks.level}")), "sentence.gap")
    if alert.payers:
        asks = (overdue_sentence(one) for one in alert.overdue if one.ask is not None)
        sharp = say(
            "supervision.demand.payer.yellow" if weeks.level is Level.YELLOW else f"supervision.demand.{weeks.level}"
        )
        return joined((*asks, sharp), "sentence.gap")
    deadline = dates.task.deadline
    lost = alert.task in meeting.unmeetable or (deadline is not None and deadline <= meeting.data_date)
    milestone = "milestone-lost" if lost else "milestone"  # a deadline that has passed cannot be saved any more
    key = "own" if not names else milestone if dates.task.is_milestone else "waits"
    planned = meeting.unmeetable.get(alert.task)
    if planned is not None and planned.lost <= 0:
        key = "replan"  # nobody has lost a day: what is wrong is the plan's
    paid = unfunded(alert.task, meeting.schedule)
    if paid and key == "own":
        key = "money"
    elif paid and key.startswith("milestone"):
        key, names = "money-behind", paid
    elif duty is Duty.CORRECT:
        key = "correct"
    elif duty is Duty.FILE:
        key = "waits-file" if names else "file"
    waited = listed([task_name(name) for name in names], 2)
    only = names[0] if len(names) == 1 else None  # of several not all need be starts
    said = [say_of(only, f"supervision.demand.{key}", tasks=waited)]
    if alert.authority is not None:
        said.append(say("supervision.demand.ceiling-of", authority=body_name(alert.authority)))
    return joined((*said, say(f"supervision.demand.{weeks.level}")), "sentence.gap")
