"""A decision that changed the plan, in words: what was, what is now, why, and who approved it.

A task's fields are called by their own names, under `decision.`. This module must never judge a decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from itertools import chain

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.standing import Decided, Effect, decisions
from schedule.calendars.worktime import start_day
from schedule.model import (
    Assignment,
    Basis,
    Body,
    Commitment,
    Constraint,
    ConstraintKind,
    DayException,
    Due,
    Duration,
    ExpertReview,
    Lever,
    Phase,
    Plan,
    Promise,
    Relation,
    Revision,
    RevisionKind,
    Task,
    TaskKind,
    Threshold,
)
from schedule.output.words.languages import unstopped
from schedule.output.words.phrases import Voice, decimal, relation_words
from schedule.output.words.plain_text import fitting
from schedule.output.words.put_right import corrected
from schedule.output.words.saying import Days, Fact

_CONSTRAINTS = frozenset(ConstraintKind)
_NAMED = (RevisionKind.BODY, RevisionKind.PHASE, RevisionKind.PROJECT)
_CALLED = ("name", "name_en")


def decision(revision: Revision, before: Plan, after: Plan, voice: Voice, told: Collection[Revision] = ()) -> str:
    """One revision: what it changes from the plan before it to the plan after it, why, and who approved it.

    Of one decision that is `told` in several lines, what was promised of a task stands on the line of that task.
    """
    subject, change = decided(revision, before, after, voice)
    if revision.corrects:
        return voice.say("meeting.correction", task=subject, change=change, reason=unstopped(revision.reason))
    text = voice.say(
        "meeting.decision",
        task=subject,
        change=change,
        reason=unstopped(revision.reason),
        approved_by=revision.approved_by,
    )
    said = voice.say("clause").join(_said_of(revision, told, replace(voice, plan=after)))
    return voice.say("meeting.decision.said", decision=text, said=said) if said else text


def _said_of(revision: Revision, told: Collection[Revision], voice: Voice) -> list[str]:
    """Who asked for a decision, what was promised in return, by when, and what is to be done."""
    said = revision.decision
    clauses = [] if said.asked_by is None else [_word("asked", voice, body=voice.body(said.asked_by))]
    promised = ((voice.task(one.task), voice.days(Days(one.days))) for one in _promises(revision, told))
    clauses += (_word("promised", voice, task=task, days=days) for task, days in promised)
    if said.due is not None:
        clauses.append(_word("due", voice, day=voice.finish(said.due)))
    if said.measures:
        clauses.append(_word("measures", voice, measures=voice.say("comma").join(said.measures)))
    return clauses


def _promises(revision: Revision, told: Collection[Revision]) -> list[Promise]:
    """The promises that stand beside a revision: those of its decision about its task, and about none that is told."""
    number = revision.decision.id
    if number is None:
        return [*revision.decision.promises]
    of_one = [one for one in told if one.decision.id == number and one.task]
    first = {one.task: one for one in reversed(of_one)}
    own = [one for one in revision.decision.promises if first.get(one.task, revision) is revision]
    if first.get(revision.task) is not revision:
        return own
    others = [one for other in of_one if other is not revision for one in other.decision.promises]
    return own + [one for one in others if one.task == revision.task]


_EFFECTS = 3
"""So many tasks that a decision moved are named; the others are counted."""


def bearing(meeting: Meeting, voice: Voice, room: int | None = None) -> tuple[str, ...]:
    """The decisions that moved the headline's forecast or a deadline, a sentence each; then the corrections.

    A changed deadline is told as one, never as days lost or won; what moved a forecast tells by how many. Where a
    sentence would be wider than `room`, in Chinese characters, names and reason are cut, then changes are counted.
    """
    told = voice.told(corrected(meeting.corrected, room))
    more = (voice.say("correction.more", number=len(told) - _EFFECTS),) if len(told) > _EFFECTS else ()
    stopped = (voice.say("sentence.end", text=text) for text in (*told[:_EFFECTS], *more))
    return (*(_bearing(one, voice, room) for one in decisions(meeting) if one.bears), *stopped)


def _bearing(one: Decided, voice: Voice, room: int | None) -> str:
    def said(narrow: Voice, kept: int | None = None, effects: int = _EFFECTS) -> str:
        subject, clauses = _decided(one.revision, one.before, one.after, narrow)
        return _borne(one, subject, _first(clauses, kept, narrow), effects, narrow)

    if room is None:
        return said(voice)
    narrow = voice.narrow()
    most = len(_decided(one.revision, one.before, one.after, narrow)[1])
    shorter = (said(narrow, kept, effects=1) for kept in range(most, -1, -1))
    return fitting(chain((said(voice), said(narrow)), shorter), room)


def _first(clauses: Sequence[str], kept: int | None, voice: Voice) -> str:
    """What a decision changes, or the first of it and how much more there is."""
    left = 0 if kept is None else len(clauses) - kept
    if not left:
        return voice.say("clause").join(clauses)
    if not kept:
        return voice.counted("decision.bearing.only", left)
    return voice.counted("decision.bearing.rest", left, changes=voice.say("clause").join(clauses[:kept]))


def _borne(one: Decided, subject: str, change: str, effects: int, voice: Voice) -> str:
    reason, approved_by = voice.quoted(one.revision.reason), voice.called(one.revision.approved_by)
    moved = [_effect(effect, voice) for effect in one.effects]
    tasks = voice.say("comma").join(moved[:effects])
    tasks = voice.say("paper.more", items=tasks, number=len(moved)) if len(moved) > effects else tasks
    effect = _word("bearing.effects", voice, tasks=tasks) if tasks else ""
    return _word("bearing", voice, task=subject, change=change, effect=effect, reason=reason, approved_by=approved_by)


def _effect(effect: Effect, voice: Voice) -> str:
    key = "later" if (effect.days or effect.moved) > 0 else "earlier"
    return _word(f"bearing.{key}", voice, task=voice.task(effect.task), days=voice.apart(effect.days, effect.moved))


def decided(revision: Revision, before: Plan, after: Plan, voice: Voice) -> tuple[str, str]:
    """What a revision is about (a task, a calendar, a body, a phase, the project), and what it changes."""
    subject, clauses = _decided(revision, before, after, voice)
    return subject, voice.say("clause").join(clauses)


def _decided(revision: Revision, before: Plan, after: Plan, voice: Voice) -> tuple[str, list[str]]:
    """The same, a clause for each change."""
    if revision.kind in _NAMED:
        return _renamed(revision, *(replace(voice, plan=plan) for plan in (before, after)))
    match revision.kind:
        case RevisionKind.SET:
            was, now = before.tasks[revision.task], after.tasks[revision.task]
            old, new = (replace(voice, plan=one) for one in (before, after))
            change = [_change(field, was, now, old, new) for field in _changed(revision, was, now)]
        case RevisionKind.ADD:
            change = _added(after.tasks[revision.task], replace(voice, plan=after))
        case RevisionKind.REMOVE:
            change = [_word("removed", voice)]
        case RevisionKind.CALENDAR:
            change = _days_changed(revision, voice)
    named = replace(voice, plan=before if revision.kind is RevisionKind.REMOVE else after)
    return (named.task(revision.task) if revision.calendar is None else _calendar(revision.calendar, named)), change


def _renamed(revision: Revision, old: Voice, new: Voice) -> tuple[str, list[str]]:
    """What bodies, phases and the project are called: a new one, another name, or a body merged into another."""
    kind, named = revision.kind, revision.named or ""
    was, now = (_called(kind, named, voice.plan) for voice in (old, new))
    known = new if revision.new else old
    name = known.plan.name if kind is RevisionKind.PROJECT else getattr(known, kind.value)(named)
    subject = _word(f"of-{kind}", new, name=name)
    if revision.into is not None:
        return subject, [_word("merged", new, into=new.body(revision.into))]
    if revision.new:
        facts = [f"{_word(field, new)} {_said(field, now, new)}" for field in revision.changes if field not in _CALLED]
        return subject, _with(_word("added", new), facts, new)
    return subject, [f"{_word(one, new)} {_said(one, was, old)} → {_said(one, now, new)}" for one in revision.changes]


def _with(added: str, facts: Sequence[str], voice: Voice) -> list[str]:
    """That something was added, with what is known of it, a clause for each."""
    return [voice.say("colon").join([added, *facts[:1]]), *facts[1:]]


def _called(kind: RevisionKind, name: str, plan: Plan) -> Body | Phase | Plan | None:
    if kind is RevisionKind.PROJECT:
        return plan
    return plan.bodies.get(name) if kind is RevisionKind.BODY else plan.phases.get(name)


def _said(field: str, of: Body | Phase | Plan | None, voice: Voice) -> str:
    """One field of a body, a phase or the project, in words."""
    value = getattr(of, field, None)
    if isinstance(value, bool):
        return voice.say("yes" if value else "no")
    if not value:
        return _word("none", voice)
    return voice.task(value) if field == "target" else voice.called(str(value))


def changes(fields: Iterable[str], was: Task, now: Task, old: Voice, new: Voice) -> str:
    """Fields of a task before and after: "duration 10 working days → 8 working days"."""
    return new.say("clause").join(_change(field, was, now, old, new) for field in fields)


def _change(field: str, was: Task, now: Task, old: Voice, new: Voice) -> str:
    before, after = _field(field, was, old), _field(field, now, new)
    if field == "deadline" and now.deadline is not None:
        return _word("deadline.new" if was.deadline is None else "deadline.changed", new, before=before, now=after)
    return f"{_word(field, new)} {before} → {after}"


def _calendar(name: str, voice: Voice) -> str:
    return _word("of-calendar", voice, name=voice.calendar_name(name))


def _days_changed(revision: Revision, voice: Voice) -> list[str]:
    """What a revision of a calendar says of single days."""
    clauses = [_word("announced", voice)] if revision.announced else []
    for key, working in (("off", False), ("on", True)):
        days = [_days(one, voice) for one in revision.exceptions if one.working is working]
        clauses += [f"{_word(key, voice)} {voice.say('comma').join(days)}"] if days else []
    if revision.complete:
        clauses.append(_word("complete", voice, years=voice.say("comma").join(map(str, revision.complete))))
    return clauses


def _days(exception: DayException, voice: Voice) -> str:
    """A day or several, with the name of the holiday and the hours that are worked, where they are stated."""
    first, last = voice.day(exception.first), voice.day(exception.last)
    days = first if first == last else _word("days", voice, first=first, last=last)
    hours = (f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}" for begin, end in exception.hours or ())
    text = " ".join([days, *hours])
    name = exception.name and voice.festival(exception.name)
    return _word("days.named", voice, days=text, name=name) if name else text


def _changed(revision: Revision, was: Task, now: Task) -> list[str]:
    """The fields that a revision sets; of the constraints, each kind whose date it changes."""
    named_fields: list[str] = []
    for field in revision.changes:
        if field == "constraints":
            changed = set(was.constraints) ^ set(now.constraints)
            kinds = {constraint.kind for constraint in changed or now.constraints}
            named_fields += (kind for kind in ConstraintKind if kind in kinds)
        else:
            named_fields.append(field)
    return named_fields


def _added(task: Task, voice: Voice) -> list[str]:
    constraints = [constraint.kind for constraint in task.constraints]
    fields = ("duration", "assignments", "body", "relations", *constraints, "as_late_as_possible", "deadline")
    named_fields = [field for field in fields if field in constraints or getattr(task, field)]
    facts = [
        f"{_word(field, voice)} {_field(field, task, voice)}"
        for field in (["kind"] if task.kind is not TaskKind.TASK else []) + named_fields
    ]
    return _with(_word("added", voice), facts, voice)


def _field(field: str, task: Task, voice: Voice) -> str:
    """One field of a task, or its constraint of one kind, in words."""
    if field in _CONSTRAINTS:
        dates = [_part(constraint, field, task, voice) for constraint in task.constraints if constraint.kind == field]
        return voice.say("comma").join(dates) or _word("none", voice)
    value = getattr(task, field)
    if field == "calendar":
        return voice.calendar_name(value or voice.plan.calendar)
    if field == "kind":
        return _word("milestone" if task.is_milestone else task.kind, voice)
    if isinstance(value, bool):
        return voice.say("yes" if value else "no")
    if not value:
        return _word("none", voice)
    parts = value if isinstance(value, tuple) else (value,)
    return voice.say("comma").join(_part(part, field, task, voice) for part in parts)


def _part(value: object, field: str, task: Task, voice: Voice) -> str:
    """One value of a field of a task; a number is a deadline's instant."""
    match value:
        case Duration():
            return voice.duration_of(value, task)
        case int():
            return voice.finish(value)
        case Relation():
            return voice.tell(relation_words(value, voice.plan))
        case Constraint():
            return voice.day(start_day(value.instant)) if value.kind.effect.of_start else voice.finish(value.instant)
        case Assignment():
            return " ".join(filter(None, [value.resource, voice.duration_of(value.duration, task, value)]))
        case Lever():
            return lever_words(value, task, voice)
        case Commitment():
            return commitment_words(value, voice)
        case Threshold():
            return threshold_words(value, voice)
        case (str() as purpose, Fraction() as amount):  # of a contract's price
            return voice.purposed(amount, purpose)
        case (str() as name, int() as units):  # of a crew
            return voice.say("decision.units", crew=voice.crew(name), units=units)
        case ExpertReview():
            return voice.say("decision.reviewed", by=value.by, day=voice.day(value.on))
        case Basis():
            limits = [voice.duration(limit) for limit in (value.floor, value.ceiling) if limit is not None]
            waived = None if value.waived is None else voice.say("decision.waived", **asdict(value.waived))
            more = [*_extension(value, voice), waived, value.note]
            return voice.say("comma").join(map(voice.called, filter(None, [value.article, value.rule, *limits, *more])))
    named = {"body": voice.body, "applicant": voice.body, "support": voice.body, "phase": voice.phase}.get(field, str)
    return voice.called(named(str(value)))


def lever_words(lever: Lever, task: Task, voice: Voice) -> str:
    """What a lever of a task permits: up to so many days less, another calendar, an overlap; and how it is done."""
    if lever.compress is not None:
        text = voice.say("lever.compress", days=voice.duration_of(lever.compress, task))
    elif lever.calendar is not None:
        text = voice.say("lever.calendar", calendar=voice.calendar_name(lever.calendar))
    elif lever.split is not None:
        text = voice.say("lever.split", days=voice.duration(lever.split))
    elif lever.to is not None:
        text = voice.say("lever.overlap", relation=voice.tell(relation_words(lever.to, voice.plan)))
    else:
        text = voice.say("lever.drop", task=voice.task(lever.overlap or ""))
    return with_how(text, lever, voice)


def with_how(text: str, lever: Lever, voice: Voice) -> str:
    """A lever that is put into words, with how it is done, where its author says so."""
    how = voice.language.name(lever.how, lever.how_en)
    return text if how is None else voice.say("lever.how", lever=text, how=how)


def commitment_words(one: Commitment, voice: Voice) -> str:
    """What a task uses of the funds: how much, for what purpose, and when it has to be there."""
    amount = voice.purposed(one.amount, one.purpose)
    due = None if one.when is Due.START else voice.say(f"money.due.{one.when}")
    return amount if due is None else voice.say("money.commits", amount=amount, purpose=due)


def threshold_words(one: Threshold, voice: Voice) -> str:
    """What has to be in place before a task."""
    if one.amount is not None:
        return voice.say("money.needs", amount=voice.money(one.amount))
    share = f"{decimal((one.share or Fraction(0)) * 100)}%"
    return voice.say("money.needs-share", share=share, task=voice.task(one.of or ""))


def _word(key: str, voice: Voice, /, **values: Fact) -> str:
    return voice.say(f"decision.{key}", **values)


def _extension(basis: Basis, voice: Voice) -> list[str]:
    """What was made longer and until when, and what a return does to the period."""
    more, said = basis.extended, list[str]()
    if more is not None and more.by is not None:
        said.append(voice.say("decision.extended.by", by=voice.duration(more.by), approved_by=more.approved_by))
    if more is not None and more.until is not None:
        said.append(voice.say("decision.extended.until", until=voice.day(more.until), approved_by=more.approved_by))
    if basis.correction is not None:
        said.append(voice.say(f"decision.correction.{basis.correction}"))
    return said
