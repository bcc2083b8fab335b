"""An authority's limit in words: since when it counts, how many days it has and had, what has to be confirmed.

What a clock says is told here once, for the alerts, the supervision letter and the table alike. This module must never
judge whether a limit is near or passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schedule.analysis.dates.within import Within
from schedule.analysis.reports.causes import Cause, cause_of
from schedule.calendars.periods import PeriodUnit
from schedule.law.clock import Accepted, Clock, Stop
from schedule.law.statutes import Extendable
from schedule.model import Plan
from schedule.output.words.causes import cause_text
from schedule.output.words.languages import unstopped
from schedule.output.words.plain_text import line_text
from schedule.output.words.saying import Days, OnLine, Phrase, across, counted, joined, say, task_name


def counted_days(days: int, clock: Clock) -> Days:
    """Days as a clock counts them: the office's working days, or calendar days."""
    return Days(Fraction(days), clock.term.unit is PeriodUnit.WORKING_DAYS)


def left_words(days: int, clock: Clock) -> Phrase:
    """The days left, with how many of them the last day is put off by, as it falls on a day off."""
    left = counted_days(days, clock)
    return left if not clock.put_off else say("ceiling.put-off", left=left, days=counted_days(clock.put_off, clock))


def within_text(one: Within) -> Phrase:
    """How long an actor has after an event, with its article: 15个日历日（建设工程质量管理条例第49条）."""
    words, article = counted(f"law.unit.{one.term.unit}", one.term.number), one.term.article
    return words if article is None else say("ceiling.limit", limit=words, article=unstopped(line_text(article)))


def within_values(one: Within) -> dict[str, Phrase]:
    """What sentences say of such a period: its event, the event's day, how long, the last day, when it is reached."""
    given = None if one.beyond is None else one.beyond.until
    days = [one.event, one.due, one.forecast, *([] if given is None else [given])]
    facts: dict[str, Phrase] = {
        "event": OnLine(task_name(one.after)),
        "since": one.event,
        "within": within_text(one),
        "due": _due_text(one),
        "reached": one.forecast,
    }
    return {name: across(days, fact) for name, fact in facts.items()}


def _due_text(one: Within) -> Phrase:
    """The last day; where an extension was given beyond the article, with what of it does not count."""
    due, more = one.due, one.beyond
    if more is None or one.term.statute is None or one.term.statute.extend is None:
        return due
    lets = _lets(one.term.statute.extend)
    if more.times > one.term.statute.extend.times and more.earlier is None:  # nobody wrote how far the others reached
        return say("within.due.again", due=due, times=more.times, lets=lets)
    given = more.until if more.until is not None else "" if more.by is None else more.by
    key = "within.due.until" if more.until is not None else "within.due.by"
    return say(key, due=due, given=given, lets=lets)


def _lets(rule: Extendable) -> Phrase:
    """How an article lets a period be made longer: 最多延2次、每次3个月."""
    each = counted(f"law.unit.{rule.unit}", rule.number)
    return counted("extension.lets", rule.times, each=each)


def kind_words(clock: Clock) -> str:
    """What a limit is called: that of the rule file as it stands is the law's, what a plan states is stated."""
    statute = clock.term.statute
    return "ceiling.kind.law" if statute is not None and statute.own is None else "ceiling.kind.stated"


def limit_words(clock: Clock) -> Phrase:
    """How many units a limit has: 15个工作日, and what the head of the authority added, which is not the law's."""
    return _with_extension(_own_words(clock), clock)


def limit_text(clock: Clock) -> Phrase:
    """The same with its article: 20个工作日（行政许可法第42条）、批准延长 10 个工作日."""
    return _with_extension(_own_text(clock), clock)


def _own_words(clock: Clock) -> Phrase:
    return counted(f"law.unit.{clock.term.unit}", clock.term.number)


def _own_text(clock: Clock) -> Phrase:
    words, article = _own_words(clock), clock.term.article
    return words if article is None else say("ceiling.limit", limit=words, article=unstopped(line_text(article)))


def _with_extension(limit: Phrase, clock: Clock) -> Phrase:
    if clock.extended is None or clock.extended.by is None:
        return limit
    by, given = clock.extended.by, _given(clock)
    key = "ceiling.limit.extended" if given is None else "ceiling.limit.extended.part"
    return say(key, limit=limit, by=by, given=given)


def _given(clock: Clock) -> Phrase | None:
    """How much the head added where not all of it counts."""
    more = clock.beyond
    return None if more is None or more.by is None or _all_counts(clock) else more.by


def _all_counts(clock: Clock) -> bool:
    """Whether all days that the head added count, though by their number there are too many extensions."""
    return clock.beyond is not None and clock.extended is not None and clock.beyond.by == clock.extended.by


def accepted_text(clock: Clock) -> Phrase | None:
    """Since when it counts and how we know; None before the acceptance."""
    if clock.accepted is None or clock.known is None:
        return None
    return say(f"ceiling.accepted.{clock.known}", day=clock.accepted)


def count_text(clock: Clock, *, whole: bool = True) -> Phrase:
    """The count of a limit as clauses; `whole` with its last day and how much is over, which else is told beside it."""
    days = [day for day in (clock.accepted, clock.due, *(one.since for one in clock.stops)) if day is not None]
    named = say("ceiling.named", kind=say(kind_words(clock)), limit=_own_text(clock))
    parts: list[Phrase | None] = [accepted_text(clock), named]
    if clock.extended is not None and clock.extended.by is not None:
        by, head = clock.extended.by, clock.extended.approved_by
        given = _given(clock)
        key = "ceiling.extended" if given is None else "ceiling.extended.part"
        parts.append(say(key, approved_by=line_text(head), by=by, given=given))
    if not whole and clock.too_late is not None and clock.too_late.on is not None:  # what is whole has it to confirm
        parts.append(say("ceiling.too-late", on=clock.too_late.on))
    parts.append(say("ceiling.used", days=counted_days(clock.used, clock)))
    if clock.stopped:
        parts.append(say("ceiling.stopped", days=counted_days(clock.stopped, clock)))
    if whole and clock.due is not None:
        due = say("ceiling.due", day=clock.due)
        rolled = counted_days(clock.rolled, clock)
        parts.append(say("ceiling.put-off", left=due, days=rolled) if clock.rolled else due)
        if clock.over:
            parts.append(say("ceiling.over", days=counted_days(clock.over, clock)))
    return across(days, joined((part for part in parts if part is not None), "clause"))


def standing_text(clock: Clock) -> Phrase:
    """How a limit stands: 已超法定期限 9 个工作日, else when it ends; nothing of one whose last day is not known."""
    kind = say(kind_words(clock))
    if clock.due is None:
        return ""
    if clock.passed and clock.over:
        return say("ceiling.standing.over", kind=kind, days=counted_days(clock.over, clock))
    return say(f"ceiling.standing.{'passed' if clock.passed else 'due'}", kind=kind, day=clock.due)


def stop_text(stop: Stop, clock: Clock) -> Phrase:
    """One stop: its days, why, by which paper the applicant was told."""
    since, until = stop.since, stop.until
    days = counted_days(stop.days, clock)
    if stop.cause is None:
        key = "ceiling.stop.returned" if until is None else "ceiling.stop.returned-again"
        return say(key, since=since, until=until, days=days)
    told = say("ceiling.stop.untold") if stop.document is None else unstopped(line_text(stop.document))
    key = "ceiling.stop.open" if until is None else "ceiling.stop"
    return say(key, since=since, until=until, days=days, cause=cause_text(unstopped(line_text(stop.cause))), told=told)


def stops_text(clock: Clock) -> Phrase | None:
    """All stops of a clock; None where it never stopped."""
    return joined((stop_text(one, clock) for one in clock.stops), "paper.semicolon") or None


def to_confirm(clock: Clock, plan: Plan) -> tuple[Phrase, ...]:
    """What a person has to confirm of a count, a clause each."""
    return tuple(_to_confirm(clock, plan))


def _to_confirm(clock: Clock, plan: Plan) -> Iterator[Phrase]:
    if clock.known is Accepted.SILENT:
        yield say("ceiling.confirm.silent")
    elif clock.known in (Accepted.STARTED, Accepted.RECEIVED):
        yield say("ceiling.confirm.unaccepted")
    if clock.too_late is not None and clock.too_late.on is not None:
        yield say("ceiling.confirm.extended", on=clock.too_late.on)
    statute = clock.term.statute
    if clock.beyond is not None and clock.beyond.by is not None and statute is not None and statute.extend is not None:
        key = (
            "beyond" if clock.beyond.times <= statute.extend.times else "again.whole" if _all_counts(clock) else "again"
        )
        facts: dict[str, Phrase] = {"by": clock.beyond.by, "lets": _lets(statute.extend)}
        yield say(f"ceiling.confirm.{key}", times=clock.beyond.times, **facts)
    elif clock.extended is not None and statute is not None and statute.extend is None:
        yield say("ceiling.confirm.extendable")
    if clock.correction is None and any(one.cause is None for one in clock.stops):
        yield say("ceiling.confirm.returned")
    if statute is not None and statute.open_unit and plan.settings.law.day_means is None:
        yield say("ceiling.confirm.unit", unit=say(f"ceiling.unit.{clock.term.unit}"))
    stated = [one for one in clock.stops if one.cause is not None]
    causes = dict.fromkeys(cause_text(line_text(one.cause or "")) for one in stated if not _is_listed(one.cause or ""))
    if causes:
        yield say("ceiling.confirm.cause", causes=joined(causes, "comma"))
    if any(one.document is None for one in stated):
        yield say("ceiling.confirm.untold")


def _is_listed(cause: str) -> bool:
    """Whether 行政许可法第45条 has it among what is not counted: publicity is not, nor money, nor a superior."""
    return cause_of(cause) is Cause.REVIEW and cause_of(cause.replace("公示", "")) is Cause.REVIEW
