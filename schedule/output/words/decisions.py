"""A decision that changed the plan, in words: what was, what is now, why, and who approved it.

A task's fields are called by their own names, under `decision.`. This module must never judge a decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from fractions import Fraction

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.standing import Decided, Effect, decisions
from schedule.calendars.worktime import finish_day, start_day
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
from schedule.output.words.phrases import decimal, duration_of, relation_words
from schedule.output.words.put_right import corrected
from schedule.output.words.saying import (
    Days,
    Either,
    Fact,
    InPlan,
    Money,
    Name,
    Named,
    Narrow,
    Phrase,
    Written,
    apart,
    body_name,
    counted,
    crew_name,
    fitting,
    joined,
    purposed,
    say,
    spaced,
    task_name,
)

_CONSTRAINTS = frozenset(ConstraintKind)
_NAMED = (RevisionKind.BODY, RevisionKind.PHASE, RevisionKind.PROJECT)
_CALLED = ("name", "name_en")


def decision(revision: Revision, before: Plan, after: Plan, told: Collection[Revision] = ()) -> Phrase:
    """One revision: what it changes from the plan before it to the plan after it, why, and who approved it.

    Of one decision that is `told` in several lines, what was promised of a task stands on the line of that task.
    """
    subject, change = decided(revision, before, after)
    if revision.corrects:
        return say("meeting.correction", task=subject, change=change, reason=unstopped(revision.reason))
    text = say(
        "meeting.decision",
        task=subject,
        change=change,
        reason=unstopped(revision.reason),
        approved_by=revision.approved_by,
    )
    said = joined((InPlan(clause, after) for clause in _said_of(revision, told)), "clause")
    return say("meeting.decision.said", decision=text, said=said) if said else text


def _said_of(revision: Revision, told: Collection[Revision]) -> list[Phrase]:
    """Who asked for a decision, what was promised in return, by when, and what is to be done."""
    said = revision.decision
    clauses = [] if said.asked_by is None else [_word("asked", body=body_name(said.asked_by))]
    promised = ((task_name(one.task), Days(one.days)) for one in _promises(revision, told))
    clauses += (_word("promised", task=task, days=days) for task, days in promised)
    if said.due is not None:
        clauses.append(_word("due", day=finish_day(said.due)))
    if said.measures:
        clauses.append(_word("measures", measures=joined(said.measures, "comma")))
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


def bearing(meeting: Meeting, room: int | None = None) -> tuple[Phrase, ...]:
    """The decisions that moved the headline's forecast or a deadline, a sentence each; then the corrections.

    A changed deadline is told as one, never as days lost or won; what moved a forecast tells by how many. Where a
    sentence would be wider than `room`, in Chinese characters, names and reason are cut, then changes are counted.
    """
    told = corrected(meeting.corrected, room)
    more = (say("correction.more", number=len(told) - _EFFECTS),) if len(told) > _EFFECTS else ()
    stopped = (say("sentence.end", text=text) for text in (*told[:_EFFECTS], *more))
    return (*(_bearing(one, room) for one in decisions(meeting) if one.bears), *stopped)


def _bearing(one: Decided, room: int | None) -> Phrase:
    subject, clauses = _decided(one.revision, one.before, one.after)

    def said(kept: int | None = None, effects: int = _EFFECTS) -> Phrase:
        return _borne(one, subject, _first(clauses, kept, one.others), effects)

    whole = said()
    if room is None:
        return whole
    shorter = (Narrow(said(kept, effects=1)) for kept in range(len(clauses), -1, -1))
    return fitting([whole, Narrow(whole), *shorter], room)


def _first(clauses: Sequence[Phrase], kept: int | None, others: int) -> Phrase:
    """What the change that names a decision says, or the first of it, and how much more there is: its `others` too."""
    left = 0 if kept is None else len(clauses) - kept
    if not left:
        whole = joined(clauses, "clause")
        return say("why.decided.more", what=whole, number=others) if others else whole
    if not kept:
        return counted("decision.bearing.only", left + others)
    return counted("decision.bearing.rest", left + others, changes=joined(clauses[:kept], "clause"))


def _borne(one: Decided, subject: Phrase, change: Phrase, effects: int) -> Phrase:
    reason, approved_by = Written(one.revision.reason, quoted=True), Written(one.revision.approved_by)
    moved = [_effect(effect) for effect in one.effects]
    tasks = joined(moved[:effects], "comma")
    tasks = say("paper.more", items=tasks, number=len(moved)) if len(moved) > effects else tasks
    effect = _word("bearing.effects", tasks=tasks) if tasks else ""
    return _word("bearing", task=subject, change=change, effect=effect, reason=reason, approved_by=approved_by)


def _effect(effect: Effect) -> Phrase:
    key = "later" if (effect.days or effect.moved) > 0 else "earlier"
    return _word(f"bearing.{key}", task=task_name(effect.task), days=apart(effect.days, effect.moved))


def decided(revision: Revision, before: Plan, after: Plan) -> tuple[Phrase, Phrase]:
    """What a revision is about (a task, a calendar, a body, a phase, the project), and what it changes."""
    subject, clauses = _decided(revision, before, after)
    return subject, joined(clauses, "clause")


def _decided(revision: Revision, before: Plan, after: Plan) -> tuple[Phrase, list[Phrase]]:
    """The same, a clause for each change."""
    if revision.kind in _NAMED:
        return _renamed(revision, before, after)
    change: list[Phrase]
    match revision.kind:
        case RevisionKind.SET:
            was, now = before.tasks[revision.task], after.tasks[revision.task]
            fields = _changed(revision, was, now)
            # What is said again as it was is no change, but where nothing else is said.
            other = [field for field in fields if _field(field, was, before) != _field(field, now, after)]
            change = [_change(field, was, now, before, after) for field in other or fields]
        case RevisionKind.ADD:
            change = [InPlan(clause, after) for clause in _added(after.tasks[revision.task], after)]
        case RevisionKind.REMOVE:
            change = [_word("removed")]
        case RevisionKind.CALENDAR:
            change = _days_changed(revision)
    subject = task_name(revision.task) if revision.calendar is None else _calendar(revision.calendar)
    return InPlan(subject, before if revision.kind is RevisionKind.REMOVE else after), change


def _renamed(revision: Revision, before: Plan, after: Plan) -> tuple[Phrase, list[Phrase]]:
    """What bodies, phases and the project are called: a new one, another name, or a body merged into another."""
    kind, named = revision.kind, revision.named or ""
    was, now = (_called(kind, named, plan) for plan in (before, after))
    known = after if revision.new else before
    name = known.name if kind is RevisionKind.PROJECT else InPlan(Name(Named(kind.value), named), known)
    subject = _word(f"of-{kind}", name=name)
    if revision.into is not None:
        return subject, [_word("merged", into=InPlan(body_name(revision.into), after))]
    if revision.new:
        facts = [
            spaced(_word(field), InPlan(_said(field, now), after)) for field in revision.changes if field not in _CALLED
        ]
        return subject, _with(_word("added"), facts)
    return subject, [
        spaced(_word(one), InPlan(_said(one, was), before), "→", InPlan(_said(one, now), after))
        for one in revision.changes
    ]


def _with(added: Phrase, facts: Sequence[Phrase]) -> list[Phrase]:
    """That something was added, with what is known of it, a clause for each."""
    return [joined([added, *facts[:1]], "colon"), *facts[1:]]


def _called(kind: RevisionKind, name: str, plan: Plan) -> Body | Phase | Plan | None:
    if kind is RevisionKind.PROJECT:
        return plan
    return plan.bodies.get(name) if kind is RevisionKind.BODY else plan.phases.get(name)


def _said(field: str, of: Body | Phase | Plan | None) -> Phrase:
    """One field of a body, a phase or the project, in words."""
    value = getattr(of, field, None)
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if not value:
        return _word("none")
    return task_name(value) if field == "target" else Written(str(value))


def changes(fields: Iterable[str], was: Task, now: Task, before: Plan, after: Plan) -> Phrase:
    """Fields of a task before and after: "duration 10 working days → 8 working days"."""
    return joined((_change(field, was, now, before, after) for field in fields), "clause")


def _change(field: str, was: Task, now: Task, before: Plan, after: Plan) -> Phrase:
    if field == "basis" and was.basis is not None and now.basis is not None:
        granted, known = _granted(now.basis), _granted(was.basis)
        if _bare(was.basis) == _bare(now.basis) and granted and set(known) < set(granted):
            return joined((one for one in granted if one not in known), "comma")  # the rest stays as it was
    old, new = InPlan(_field(field, was, before), before), InPlan(_field(field, now, after), after)
    if field == "deadline" and now.deadline is not None:
        return _word("deadline.new" if was.deadline is None else "deadline.changed", before=old, now=new)
    return spaced(_word(field), old, "→", new)


def _calendar(name: str) -> Phrase:
    return _word("of-calendar", name=Name(Named.CALENDAR, name))


def _days_changed(revision: Revision) -> list[Phrase]:
    """What a revision of a calendar says of single days."""
    clauses = [_word("announced")] if revision.announced else []
    for key, working in (("off", False), ("on", True)):
        days = [_days(one) for one in revision.exceptions if one.working is working]
        clauses += [spaced(_word(key), joined(days, "comma"))] if days else []
    if revision.complete:
        clauses.append(_word("complete", years=joined(map(str, revision.complete), "comma")))
    return clauses


def _days(exception: DayException) -> Phrase:
    """A day or several, with the name of the holiday and the hours that are worked, where they are stated."""
    first, last = exception.first, exception.last
    days: Phrase = first if first == last else _word("days", first=first, last=last)
    hours = (f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}" for begin, end in exception.hours or ())
    text = spaced(days, *hours)
    name = exception.name and Name(Named.FESTIVAL, exception.name)
    return _word("days.named", days=text, name=name) if name else text


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


def _added(task: Task, plan: Plan) -> list[Phrase]:
    constraints = [constraint.kind for constraint in task.constraints]
    fields = ("duration", "assignments", "body", "relations", *constraints, "as_late_as_possible", "deadline")
    named_fields = [field for field in fields if field in constraints or getattr(task, field)]
    facts = [
        spaced(_word(field), _field(field, task, plan))
        for field in (["kind"] if task.kind is not TaskKind.TASK else []) + named_fields
    ]
    return _with(_word("added"), facts)


def _field(field: str, task: Task, plan: Plan) -> Phrase:
    """One field of a task, or its constraint of one kind, in words."""
    if field in _CONSTRAINTS:
        dates = [_part(constraint, field, task, plan) for constraint in task.constraints if constraint.kind == field]
        return joined(dates, "comma") or _word("none")
    value = getattr(task, field)
    if field == "calendar":
        return Name(Named.CALENDAR, value or plan.calendar)
    if field == "kind":
        return _word("milestone" if task.is_milestone else task.kind)
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if not value:
        return _word("none")
    parts = value if isinstance(value, tuple) else (value,)
    return joined((_part(part, field, task, plan) for part in parts), "comma")


def _part(value: object, field: str, task: Task, plan: Plan) -> Phrase:
    """One value of a field of a task; a number is a deadline's instant."""
    match value:
        case Duration():
            return duration_of(plan, value, task)
        case int():
            return finish_day(value)
        case Relation():
            return relation_words(value, plan)
        case Constraint():
            return start_day(value.instant) if value.kind.effect.of_start else finish_day(value.instant)
        case Assignment():
            length = duration_of(plan, value.duration, task, value)
            return spaced(value.resource, length) if value.resource else length
        case Lever():
            return lever_words(value, task, plan)
        case Commitment():
            return commitment_words(value)
        case Threshold():
            return threshold_words(value)
        case (str() as purpose, Fraction() as amount):  # of a contract's price
            return purposed(amount, purpose)
        case (str() as name, int() as units):  # of a crew
            return say("decision.units", crew=crew_name(name), units=units)
        case ExpertReview():
            return say("decision.reviewed", by=value.by, day=value.on)
        case Basis():
            told = [value.article, value.rule, value.floor, value.ceiling, *_granted(value), value.note]
            return joined((Written(one) if isinstance(one, str) else one for one in told if one), "comma")
    of = {"body": Named.BODY, "applicant": Named.BODY, "support": Named.BODY, "phase": Named.PHASE}.get(field)
    return Written(str(value)) if of is None else Name(of, str(value))


def lever_words(lever: Lever, task: Task, plan: Plan) -> Phrase:
    """What a lever of a task permits: up to so many days less, another calendar, an overlap; and how it is done."""
    if lever.compress is not None:
        text = say("lever.compress", days=duration_of(plan, lever.compress, task))
    elif lever.calendar is not None:
        text = say("lever.calendar", calendar=Name(Named.CALENDAR, lever.calendar))
    elif lever.split is not None:
        text = say("lever.split", days=lever.split)
    elif lever.to is not None:
        text = say("lever.overlap", relation=relation_words(lever.to, plan))
    else:
        text = say("lever.drop", task=task_name(lever.overlap or ""))
    return with_how(text, lever)


def with_how(text: Phrase, lever: Lever) -> Phrase:
    """A lever that is put into words, with how it is done, where its author says so."""

    def said(how: str | None) -> Phrase:
        return text if how is None else say("lever.how", lever=text, how=how)

    return Either(said(lever.how), said(lever.how_en or lever.how))


def commitment_words(one: Commitment) -> Phrase:
    """What a task uses of the funds: how much, for what purpose, and when it has to be there."""
    amount = purposed(one.amount, one.purpose)
    due = None if one.when is Due.START else say(f"money.due.{one.when}")
    return amount if due is None else say("money.commits", amount=amount, purpose=due)


def threshold_words(one: Threshold) -> Phrase:
    """What has to be in place before a task."""
    if one.amount is not None:
        return say("money.needs", amount=Money(one.amount))
    share = f"{decimal((one.share or Fraction(0)) * 100)}%"
    return say("money.needs-share", share=share, task=task_name(one.of or ""))


def _word(key: str, /, **values: Fact) -> Phrase:
    return say(f"decision.{key}", **values)


def _bare(basis: Basis) -> Basis:
    """A basis without what is granted of it."""
    return replace(basis, extended=None, correction=None, waived=None)


def _granted(basis: Basis) -> list[Phrase]:
    """What was made longer and until when, what a return does to the period, and that it need not be kept."""
    more, said = basis.extended, list[Phrase]()
    if more is not None and more.by is not None:
        said.append(say("decision.extended.by", by=more.by, approved_by=more.approved_by))
    if more is not None and more.until is not None:
        said.append(say("decision.extended.until", until=more.until, approved_by=more.approved_by))
    if basis.correction is not None:
        said.append(say(f"decision.correction.{basis.correction}"))
    if basis.waived is not None:
        said.append(say("decision.waived", **asdict(basis.waived)))
    return said
