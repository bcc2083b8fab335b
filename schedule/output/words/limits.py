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
from schedule.output.words.languages import unstopped
from schedule.output.words.phrases import Days, Voice
from schedule.output.words.plain_text import line_text


def counted_days(days: int, clock: Clock) -> Days:
    """Days as a clock counts them: the office's working days, or calendar days."""
    return Days(Fraction(days), clock.term.unit is PeriodUnit.WORKING_DAYS)


def within_text(one: Within, voice: Voice) -> str:
    """How long an actor has after an event, with its article: 15个日历日（建设工程质量管理条例第49条）."""
    words, article = voice.counted(f"law.unit.{one.term.unit}", one.term.number), one.term.article
    return words if article is None else voice.say("ceiling.limit", limit=words, article=unstopped(line_text(article)))


def within_values(one: Within, voice: Voice) -> dict[str, str]:
    """What sentences say of such a period: its event, the event's day, how long, the last day, when it is reached."""
    given = None if one.beyond is None else one.beyond.until
    voice = voice.across([one.event, one.due, one.forecast, *([] if given is None else [given])])
    return {
        "event": line_text(voice.task(one.after)),
        "since": voice.day(one.event),
        "within": within_text(one, voice),
        "due": _due_text(one, voice),
        "reached": voice.day(one.forecast),
    }


def _due_text(one: Within, voice: Voice) -> str:
    """The last day; where an extension was given beyond the article, with what of it does not count."""
    due, more = voice.day(one.due), one.beyond
    if more is None or one.term.statute is None or one.term.statute.extend is None:
        return due
    lets = _lets(one.term.statute.extend, voice)
    if more.times > one.term.statute.extend.times and more.earlier is None:  # nobody wrote how far the others reached
        return voice.say("within.due.again", due=due, times=more.times, lets=lets)
    given = voice.day(more.until) if more.until is not None else "" if more.by is None else voice.duration(more.by)
    key = "within.due.until" if more.until is not None else "within.due.by"
    return voice.say(key, due=due, given=given, lets=lets)


def _lets(rule: Extendable, voice: Voice) -> str:
    """How an article lets a period be made longer: 最多延2次、每次3个月."""
    each = voice.counted(f"law.unit.{rule.unit}", rule.number)
    return voice.counted("extension.lets", rule.times, each=each)


def kind_words(clock: Clock) -> str:
    """What a limit is called: that of the rule file as it stands is the law's, what a plan states is stated."""
    statute = clock.term.statute
    return "ceiling.kind.law" if statute is not None and statute.own is None else "ceiling.kind.stated"


def limit_words(clock: Clock, voice: Voice) -> str:
    """How many units a limit has: 15个工作日, and what the head of the authority added, which is not the law's."""
    return _with_extension(_own_words(clock, voice), clock, voice)


def limit_text(clock: Clock, voice: Voice) -> str:
    """The same with its article: 20个工作日（行政许可法第42条）、批准延长 10 个工作日."""
    return _with_extension(_own_text(clock, voice), clock, voice)


def _own_words(clock: Clock, voice: Voice) -> str:
    return voice.counted(f"law.unit.{clock.term.unit}", clock.term.number)


def _own_text(clock: Clock, voice: Voice) -> str:
    words, article = _own_words(clock, voice), clock.term.article
    return words if article is None else voice.say("ceiling.limit", limit=words, article=unstopped(line_text(article)))


def _with_extension(limit: str, clock: Clock, voice: Voice) -> str:
    if clock.extended is None or clock.extended.by is None:
        return limit
    by, given = voice.duration(clock.extended.by), _given(clock, voice)
    key = "ceiling.limit.extended" if given is None else "ceiling.limit.extended.part"
    return voice.say(key, limit=limit, by=by, given=given)


def _given(clock: Clock, voice: Voice) -> str | None:
    """How much the head added where not all of it counts."""
    more = clock.beyond
    return None if more is None or more.by is None or _all_counts(clock) else voice.duration(more.by)


def _all_counts(clock: Clock) -> bool:
    """Whether all days that the head added count, though by their number there are too many extensions."""
    return clock.beyond is not None and clock.extended is not None and clock.beyond.by == clock.extended.by


def accepted_text(clock: Clock, voice: Voice) -> str | None:
    """Since when it counts and how we know; None before the acceptance."""
    if clock.accepted is None or clock.known is None:
        return None
    return voice.say(f"ceiling.accepted.{clock.known}", day=voice.day(clock.accepted))


def count_text(clock: Clock, voice: Voice, *, whole: bool = True) -> str:
    """The count of a limit as clauses; `whole` with its last day and how much is over, which else is told beside it."""
    days = [day for day in (clock.accepted, clock.due, *(one.since for one in clock.stops)) if day is not None]
    voice = voice.across(days)
    named = voice.say("ceiling.named", kind=voice.say(kind_words(clock)), limit=_own_text(clock, voice))
    parts = [accepted_text(clock, voice), named]
    if clock.extended is not None and clock.extended.by is not None:
        by, head = voice.duration(clock.extended.by), clock.extended.approved_by
        given = _given(clock, voice)
        key = "ceiling.extended" if given is None else "ceiling.extended.part"
        parts.append(voice.say(key, approved_by=line_text(head), by=by, given=given))
    parts.append(voice.say("ceiling.used", days=voice.days(counted_days(clock.used, clock))))
    if clock.stopped:
        parts.append(voice.say("ceiling.stopped", days=voice.days(counted_days(clock.stopped, clock))))
    if whole and clock.due is not None:
        parts.append(voice.say("ceiling.due", day=voice.day(clock.due)))
        if clock.over:
            parts.append(voice.say("ceiling.over", days=voice.days(counted_days(clock.over, clock))))
    return voice.say("clause").join(part for part in parts if part is not None)


def standing_text(clock: Clock, voice: Voice) -> str:
    """How a limit stands: 已超法定期限 9 个工作日, else when it ends; nothing of one whose last day is not known."""
    kind = voice.say(kind_words(clock))
    if clock.due is None:
        return ""
    if clock.passed and clock.over:
        return voice.say("ceiling.standing.over", kind=kind, days=voice.days(counted_days(clock.over, clock)))
    return voice.say(f"ceiling.standing.{'passed' if clock.passed else 'due'}", kind=kind, day=voice.day(clock.due))


def stop_text(stop: Stop, clock: Clock, voice: Voice) -> str:
    """One stop: its days, why, by which paper the applicant was told."""
    since, until = voice.day(stop.since), None if stop.until is None else voice.day(stop.until)
    days = voice.days(counted_days(stop.days, clock))
    if stop.cause is None:
        key = "ceiling.stop.returned" if until is None else "ceiling.stop.returned-again"
        return voice.say(key, since=since, until=until, days=days)
    told = voice.say("ceiling.stop.untold") if stop.document is None else unstopped(line_text(stop.document))
    key = "ceiling.stop.open" if until is None else "ceiling.stop"
    return voice.say(key, since=since, until=until, days=days, cause=unstopped(line_text(stop.cause)), told=told)


def stops_text(clock: Clock, voice: Voice) -> str | None:
    """All stops of a clock; None where it never stopped."""
    return voice.say("paper.semicolon").join(stop_text(one, clock, voice) for one in clock.stops) or None


def to_confirm(clock: Clock, voice: Voice) -> tuple[str, ...]:
    """What a person has to confirm of a count, a clause each."""
    return tuple(_to_confirm(clock, voice))


def _to_confirm(clock: Clock, voice: Voice) -> Iterator[str]:
    if clock.known is Accepted.SILENT:
        yield voice.say("ceiling.confirm.silent")
    elif clock.known in (Accepted.STARTED, Accepted.RECEIVED):
        yield voice.say("ceiling.confirm.unaccepted")
    if clock.too_late is not None and clock.too_late.on is not None:
        yield voice.say("ceiling.confirm.extended", on=voice.day(clock.too_late.on))
    statute = clock.term.statute
    if clock.beyond is not None and clock.beyond.by is not None and statute is not None and statute.extend is not None:
        key = (
            "beyond" if clock.beyond.times <= statute.extend.times else "again.whole" if _all_counts(clock) else "again"
        )
        facts = {"by": voice.duration(clock.beyond.by), "lets": _lets(statute.extend, voice)}
        yield voice.say(f"ceiling.confirm.{key}", times=clock.beyond.times, **facts)
    elif clock.extended is not None and statute is not None and statute.extend is None:
        yield voice.say("ceiling.confirm.extendable")
    if clock.correction is None and any(one.cause is None for one in clock.stops):
        yield voice.say("ceiling.confirm.returned")
    if statute is not None and statute.open_unit and voice.plan.settings.law.day_means is None:
        yield voice.say("ceiling.confirm.unit", unit=voice.say(f"ceiling.unit.{clock.term.unit}"))
    stated = [one for one in clock.stops if one.cause is not None]
    causes = dict.fromkeys(line_text(one.cause or "") for one in stated if not _is_listed(one.cause or ""))
    if causes:
        yield voice.say("ceiling.confirm.cause", causes=voice.say("comma").join(causes))
    if any(one.document is None for one in stated):
        yield voice.say("ceiling.confirm.untold")


def _is_listed(cause: str) -> bool:
    """Whether 行政许可法第45条 has it among what is not counted: publicity is not, nor money, nor a superior."""
    return cause_of(cause) is Cause.REVIEW and cause_of(cause.replace("公示", "")) is Cause.REVIEW
