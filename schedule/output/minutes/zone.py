"""The zone's page: what every reader of it is told, in which order, before it becomes a screen, Markdown or rows.

First what cannot be relied on (plans that were not read or not reported), then each park, what holds the date across
parks, what one promised another, and the bodies that all of them wait for. This module must never compute: every
figure comes from the zone's meeting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from schedule.analysis.dates.alerts import Light
from schedule.analysis.move.accounts import PartKind
from schedule.analysis.portfolio.moved import Move, Share
from schedule.analysis.portfolio.summary import Named, Outlook
from schedule.analysis.portfolio.together import Promise, Together
from schedule.analysis.portfolio.zone import CrewLoad, Load, Row, Zone, called
from schedule.diagnostics import Diagnostic
from schedule.model import CALENDAR_DAYS, Plan
from schedule.output.minutes.bulletin import Bulletin, Item, Section
from schedule.output.tables.contents import Column, Table
from schedule.output.words.notices import record_marks
from schedule.output.words.phrases import Cell, Voice
from schedule.output.words.saying import (
    GAP,
    Days,
    Either,
    Fault,
    Phrase,
    WholeDay,
    apart,
    joined,
    number_of,
    project_name,
    say,
)
from schedule.portfolio import ZONE, Portfolio, Tie, plan_of

PLANS = (
    Column("zone_plan", shrink=True),
    Column("zone_county", drop=6),
    Column("light"),
    Column("zone_target", drop=5, shrink=True),
    Column("zone_deadline", drop=2),
    Column("zone_forecast"),
    Column("zone_room"),
    Column("zone_alone", drop=4),
    Column("zone_before", drop=3),
    Column("zone_stuck", drop=1, shrink=True),
)
PROMISES = (
    Column("zone_giver", shrink=True),
    Column("zone_given", shrink=True),
    Column("zone_taker", shrink=True),
    Column("zone_taken", drop=4, shrink=True),
    Column("zone_relation", drop=5),
    Column("zone_due"),
    Column("zone_comes"),
    Column("zone_needed", drop=3),
    Column("zone_kept"),
    Column("zone_accepted", drop=4),
    Column("zone_agreed", drop=6, shrink=True),
)
LOADS = (
    Column("body", shrink=True),
    Column("zone_plans", drop=3, shrink=True),
    Column("zone_open"),
    Column("zone_soon"),
    Column("zone_red"),
    Column("zone_files", drop=2),
    Column("zone_held", drop=4),
    Column("zone_peak", drop=5),
)
MOVES = (
    Column("zone_milestone", drop=4, shrink=True),
    Column("zone_whose", shrink=True),
    Column("zone_days"),
    Column("zone_of_plans", drop=1, shrink=True),
    Column("zone_by", drop=2, shrink=True),
)
WEEKS_SHOWN = 6
"""So many weeks of work ahead are told."""
WEEKS = (Column("body", shrink=True), *(Column(f"zone_week_{k + 1}", right=True) for k in range(WEEKS_SHOWN)))
CREWS = (
    Column("crew", shrink=True),
    Column("zone_plans", drop=3, shrink=True),
    Column("there", right=True),
    *(Column(f"zone_week_{k + 1}", right=True) for k in range(WEEKS_SHOWN)),
)
FILES = (
    Column("body", shrink=True),
    Column("zone_plan", shrink=True),
    Column("zone_file", shrink=True),
    Column("zone_held_days", right=True),
    Column("zone_allowed", drop=1, right=True),
)
MOST_TASKS = 3
MOST_BODIES = 30
PAGE = "zone.md"
"""The file that the page becomes."""


def zone_voice(zone: Zone, lang: str) -> Voice:
    """The voice for a zone's page; its own milestones are all that it knows by id."""
    return portfolio_voice(zone.portfolio, zone.day, lang)


def portfolio_voice(portfolio: Portfolio, day: date, lang: str) -> Voice:
    """The voice of a zone at a day."""
    plan = Plan(portfolio.name, 0, CALENDAR_DAYS.id, {}, name_en=portfolio.name_en)
    return Voice(lang, day.year, plan)


def zone_page(zone: Zone) -> Bulletin:
    """The page of a zone's meeting: one value for the screen and for Markdown."""
    rows = zone.rows()
    light = _light(zone, rows)
    return Bulletin(
        title=say("zone.title", zone=project_name()),
        day=WholeDay(zone.day, weekday=True),
        headline=_headline(zone, rows),
        light=light,
        sample=_samples(zone, rows),
        notices=(
            *_next_meeting(zone),
            say("zone.days"),
            *((say("zone.not-published"),) if zone.tied else ()),
        ),
        sections=(
            *_unreliable(zone, rows),
            Section(say("zone.plans"), table=plans_table(zone, rows), file=PAGE, noun="park"),
            *_paths(zone),
            *_promises(zone),
            *_moves(zone),
            *_loads(zone),
            *_weeks(zone),
            *_crews(zone),
            *_files(zone),
        ),
    )


def _next_meeting(zone: Zone) -> tuple[Phrase, ...]:
    """When the zone meets again, where the file says on which day of the week it does."""
    weekday = zone.portfolio.weekday
    if weekday is None:
        return ()
    ahead = (weekday - zone.day.isoweekday() - 1) % 7 + 1
    return (say("zone.next", day=WholeDay(zone.day + timedelta(days=ahead), weekday=True)),)


def _samples(zone: Zone, rows: Iterable[Row]) -> tuple[Phrase, ...]:
    """Which parks' data are invented, in one line."""
    invented = [row.summary for row in rows if row.summary.sample is not None]
    names = [park_of(zone, one.key) for one in invented]
    return (say("zone.sample", names=joined(names, "comma")),) if names else ()


def _light(zone: Zone, rows: tuple[Row, ...]) -> Light | None:
    """Red where a deadline is missed, grey where something cannot be relied on, green where all hold."""
    lights = [row.light for row in rows]
    late = any(one.is_missed and not one.reached for tied in zone.tied for one in tied.zone)
    if Light.RED in lights or late:
        return Light.RED
    if _unreliable(zone, rows) or Light.GREY in lights:
        return Light.GREY
    return Light.GREEN if Light.GREEN in lights else None


def _headline(zone: Zone, rows: tuple[Row, ...]) -> Phrase:
    said = [_deadline_text(one, zone, tied) for tied in zone.tied for one in tied.zone]
    for one in zone.unknown:
        is_unread = any(plan_of(task) in zone.faults for task in one.after)
        key = "zone.deadline-unknown" if is_unread else "zone.deadline-untied"
        said.append(say(key, task=name_of(Named(one.id, one.name, one.name_en))))
    names = {row.summary.key: park_of(zone, row.summary.key) for row in rows}
    ahead = [row for row in rows if row.outlook.margin is not None and not row.outlook.reached]
    late = [row for row in ahead if row.outlook.is_missed]
    held = [row for row in ahead if row not in late and not row.stale and row.light is not Light.GREY]
    held = [row for row in held if not row.outlook.undated]
    if late:
        listed = joined((names[row.summary.key] for row in late), "comma")
        said.append(say("zone.late", count=number_of(len(late), "park"), names=listed))
    over = [row for row in rows if row.outlook.margin is not None and row.outlook.reached]
    overdue = [row for row in over if row.outlook.is_missed]
    if overdue:
        listed = joined((names[row.summary.key] for row in overdue), "comma")
        said.append(say("zone.overdue", count=number_of(len(overdue), "park"), names=listed))
    unlawful = [row for row in rows if row.summary.unlawful]
    if unlawful:
        listed = joined((names[row.summary.key] for row in unlawful), "comma")
        said.append(say("zone.unlawful", names=listed))
    if held:
        said.append(say("zone.held", count=number_of(len(held), "park")))
    if len(over) > len(overdue):
        said.append(say("zone.done", count=number_of(len(over) - len(overdue), "park")))
    undated = [names[row.summary.key] for row in ahead if row.outlook.undated]
    if undated:
        said.append(say("zone.undated", names=joined(undated, "comma")))
    old = [names[row.summary.key] for row in rows if row.stale]
    if old:
        said.append(say("zone.old", names=joined(old, "comma")))
    unread = [park_of(zone, key) for key in zone.faults]
    if unread:
        said.append(say("zone.unread", names=joined(unread, "comma")))
    said = said or [say("zone.no-deadlines")]
    few = [crew_name(one) for one in zone.crews() if one.short]
    if few:
        said.append(say("zone.too-few-crews", names=joined(few, "comma")))
    return joined(said, GAP)


def _deadline_text(one: Outlook, zone: Zone, tied: Together) -> Phrase:
    """Whether a deadline of the zone holds, as far as all have reported of whose work it depends."""
    facts: dict[str, Phrase] = {"task": name_of(one.task), "forecast": one.forecast}
    if one.deadline is None:
        return say("zone.deadline.none", **facts)
    facts["deadline"] = one.deadline
    if one.reached:
        return say("zone.deadline.reached", **facts)
    if not one.is_missed and (
        old := [row.summary for row in zone.rows() if row.stale and row.summary.key in tied.outlooks]
    ):
        names = [park_of(zone, each.key) for each in old]
        return say("zone.deadline.stale", **facts, names=joined(names, "comma"))
    if one.undated:
        return say("zone.deadline.undated", **facts)
    if not one.margin:
        return say("zone.deadline.just", **facts)
    days = apart((one.deadline - one.forecast).days, one.margin)
    return say(f"zone.deadline.{'late' if one.is_missed else 'held'}", **facts, days=days)


def stale_text(zone: Zone, row: Row) -> Phrase:
    """Since when a park has not reported."""
    name = park_of(zone, row.summary.key)
    days = Days(Fraction(row.age))
    return say("zone.stale", plan=name, day=row.summary.data_date, days=days)


def _unreliable(zone: Zone, rows: Iterable[Row]) -> tuple[Section, ...]:
    """The plans that could not be read or have not reported, and components without joint dates."""
    items = [
        Item(
            say(
                "zone.unread-because",
                plan=park_of(zone, key),
                fault=_fault(faults[0]),
                more="" if len(faults) == 1 else say("zone.more-faults", number=len(faults) - 1),
            ),
            "grey",
        )
        for key, faults in zone.faults.items()
    ]
    items += [Item(stale_text(zone, row), "grey") for row in rows if row.stale]
    for row in rows:
        name = park_of(zone, row.summary.key)
        marks = record_marks(row.summary.altered, row.summary.aside)
        unread = (_fault(one) for roll in zone.rolls for one in roll.warnings.get(row.summary.key, ()))
        items += [Item(say("zone.of-plan", plan=name, said=said), "grey") for said in (*marks, *unread)]
    for roll in zone.rolls:
        items += [Item(say("zone.not-tied", fault=_fault(one)), "grey") for one in roll.tied_faults]
        items += [Item(_fault(one), "grey") for one in roll.strangers]
    missing = set(zone.faults)
    for tie in zone.portfolio.ties:
        if {tie.giver, tie.taker} & missing:
            items.append(Item(tie_left_out(tie), "grey"))
    return (Section(say("zone.unreliable"), tuple(items), limit=20, file=PAGE, noun="row"),) if items else ()


def tie_left_out(tie: Tie) -> Phrase:
    """What is said of a tie one end of which is in a plan that could not be read."""
    return say("zone.tie-unknown", relation=f"{tie.relation.predecessor} → {tie.relation.successor}")


def _fault(fault: Diagnostic) -> Phrase:
    """A fault in one sentence, with its place."""
    place = () if fault.location is None else (say("zone.place", place=str(fault.location)),)
    return joined((Fault(fault), *place))


def plans_table(zone: Zone, rows: Iterable[Row]) -> Table:
    """One row a park. Room and movement are calendar days between the days shown."""
    listed = tuple(rows)
    values = tuple(tuple(_plan_row(zone, row)[column.key] for column in PLANS) for row in listed)
    return Table(PLANS, values, tuple("" if row.light is None else str(row.light) for row in listed))


def _plan_row(zone: Zone, row: Row) -> dict[str, Cell]:
    one, outlook = row.summary, row.outlook
    member = zone.portfolio.members[one.key]
    stuck = [name_of(body) for _, body in one.stuck if body is not None]
    tasks = [name_of(task) for task, _ in one.stuck]
    return {
        "zone_plan": park_of(zone, one.key),
        "zone_county": member.county,
        "light": None if row.light is None else say(f"light.{row.light}"),
        "zone_target": name_of(outlook.task),
        "zone_deadline": outlook.deadline,
        "zone_forecast": outlook.forecast,
        "zone_room": room_of(row),
        "zone_alone": None if row.alone is None else say("zone.alone", day=row.alone),
        "zone_before": _moved(zone, outlook, row),
        "zone_stuck": _stuck(tasks, stuck, row),
    }


def room_of(row: Row) -> Phrase | None:
    """How much room a park has to its deadline, or by how much it is late; None without a deadline."""
    outlook = row.outlook
    if outlook.deadline is None or outlook.margin is None:
        return None
    days = apart((outlook.deadline - outlook.forecast).days, outlook.margin)
    if outlook.is_missed:
        return say("zone.room.was-late" if outlook.reached else "zone.room.late", days=days)
    if outlook.reached:
        return say("zone.reached")
    if row.stale:
        return say("zone.room.stale", day=row.summary.data_date)
    if outlook.undated:
        return say("zone.room.undated")
    return say("zone.room.held", days=days) if outlook.margin else say("zone.room.none")


def _moved(zone: Zone, outlook: Outlook, row: Row) -> Phrase | None:
    """By how many days the plan's own forecast moved since the zone met before, by what the plan said by then."""
    own = next((one for one in row.summary.outlooks if one.task.id == outlook.task.id), None)
    since = zone.portfolio.met_before(zone.day)
    if row.summary.data_date <= since:
        return say("zone.moved.unreported")
    told = [] if own is not row.summary.outlooks[0] else [day for met, day in row.summary.trend if met <= since]
    before = told[-1] if told else None if own is None else own.before
    if own is None or before is None:
        return None
    days = (own.forecast - before).days
    if not days:
        return say("zone.moved.none")
    return say(f"zone.moved.{'later' if days > 0 else 'earlier'}", days=Days(Fraction(abs(days))))


def _stuck(tasks: list[Phrase], bodies: list[Phrase], row: Row) -> Phrase | None:
    if row.outlook.reached or not tasks:
        return None
    of = joined(dict.fromkeys(bodies), "comma") or say("body.none")
    said = say("zone.stuck", bodies=of, tasks=joined(tasks, "comma"))
    return say("zone.stuck-outside", said=said) if row.is_put_off else said


def _paths(zone: Zone) -> Iterable[Section]:
    """What holds the date that speaks first, in each component that ties hold together."""
    for tied in zone.tied:
        plans = {link.plan for link in tied.path} - {ZONE}
        if tied.target is None or len(plans) < 2:
            continue
        items = tuple(
            Item(
                say(
                    "zone.link",
                    plan=park_of(zone, link.plan),
                    task=name_of(link.task),
                    body=say("body.none") if link.body is None else name_of(link.body),
                    day=link.finish,
                )
            )
            for link in tied.path
            if link.plan != ZONE
        )
        heading = say("zone.path", plan=park_of(zone, tied.target_plan or ""), task=name_of(tied.target))
        yield Section(heading, items, file=PAGE)


def _promises(zone: Zone) -> tuple[Section, ...]:
    table = promises_table(zone)
    return (Section(say("zone.promises"), table=table, file=PAGE, noun="row"),) if table.rows else ()


def promises_table(zone: Zone) -> Table:
    """One row a tie between plans that could be computed together."""
    found = [one for tied in zone.tied for one in tied.promises]
    stale = {row.summary.key: row.summary.data_date for row in zone.rows() if row.stale}
    rows = tuple(
        tuple(_promise_row(zone, one, stale.get(one.giver_plan))[column.key] for column in PROMISES) for one in found
    )
    return Table(PROMISES, rows, tuple(_promise_light(one, one.giver_plan in stale) for one in found))


def _promise_light(one: Promise, stale: bool) -> str:
    if one.late or (one.needed is not None and one.forecast > one.needed):
        return "red"
    return "grey" if one.happened or stale else "green"


def _promise_row(zone: Zone, one: Promise, stale: date | None) -> dict[str, Cell]:
    return {
        "zone_giver": park_of(zone, one.giver_plan),
        "zone_given": name_of(one.giver),
        "zone_taker": park_of(zone, one.taker_plan),
        "zone_taken": name_of(one.taker),
        "zone_relation": one.relation,
        "zone_due": one.due,
        "zone_comes": one.forecast,
        "zone_needed": one.needed,
        "zone_kept": _kept(one, stale),
        "zone_accepted": one.accepted or (say("zone.not-accepted") if one.drives and not one.begun else None),
        "zone_agreed": one.agreed,
    }


def _kept(one: Promise, stale: date | None) -> Phrase:
    """Whether what was promised comes in time; `stale` is the day since which nobody reported who promised it."""
    if one.late:
        days = Days(Fraction(one.late))
        return say("zone.kept.broken" if one.happened else "zone.kept.late", days=days)
    if one.happened:
        return say("zone.kept.done")
    if one.needed is not None and one.forecast > one.needed:
        days = Days(Fraction((one.forecast - one.needed).days))
        if one.asks:
            return say("zone.kept.too-late" if one.due is not None else "zone.kept.needed-before", days=days)
        return say("zone.kept.elsewhere" if one.due is not None else "zone.kept.elsewhere.no-day", days=days)
    if stale is not None:
        return say("zone.kept.stale", day=stale)
    return say("zone.kept.in-time" if one.due is not None else "zone.kept.no-day")


def _moves(zone: Zone) -> Iterable[Section]:
    """Why a date of the zone moved since it met before: whose days, and in which parks."""
    for one in zone.moves:
        task = name_of(one.milestone)
        facts = {"plan": park_of(zone, one.plan), "since": one.since}
        said = [Item(text) for text in _move_sentences(zone, one)]
        table = moves_table(zone, (one,))
        yield Section(
            say("zone.moves", task=task, **facts),
            tuple(said),
            table if table.rows else None,
            file=PAGE,
            noun="row",
        )


def move_lines(zone: Zone) -> tuple[Phrase, ...]:
    """Why dates of the zone moved since it met before, a line a date: whose days and in which park."""
    found = []
    for one in zone.moves:
        told = [say("zone.move.task", task=name_of(one.milestone), said=move_sentence(zone, one))]
        whose = (
            say("zone.move.whose", whose=_whose(share), days=_later(share.days)) for share in one.shares[:MOST_TASKS]
        )
        if one.shares:
            told.append(say("zone.move.shares", shares=joined(whose, "comma")))
        found.append(joined(told, GAP))
    return tuple(found)


def _move_sentences(zone: Zone, one: Move) -> Iterable[Phrase]:
    yield move_sentence(zone, one)
    if any(share.kind is PartKind.SELF_TEST for share in one.shares):
        yield say("zone.move.by-itself", rule=say("why.self-test"))


def urgent(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The parks in the order in which a letter tells them: those that are late by most first, then by room."""
    return tuple(sorted(rows, key=lambda row: (row.outlook.reached, row.outlook.margin or 0)))


def promise_sentence(zone: Zone, one: Promise) -> Phrase:
    """One promise between parks in a sentence: who owes what to whom, when it comes, whether that is in time."""
    stale = {row.summary.key: row.summary.data_date for row in zone.rows() if row.stale}
    return say(
        "zone.promise",
        giver=park_of(zone, one.giver_plan),
        given=name_of(one.giver),
        taker=park_of(zone, one.taker_plan),
        taken=name_of(one.taker),
        comes=one.forecast,
        kept=_kept(one, stale.get(one.giver_plan)),
    )


def move_sentence(zone: Zone, one: Move) -> Phrase:
    """By how much a date moved between two meetings of the zone, and which park's days these are."""
    facts: dict[str, Phrase] = {"since": one.since, "before": one.before, "after": one.after}
    if not one.shares:
        return say("zone.move.none", **facts)
    parks = (
        say(
            "zone.move.park",
            plan=park_of(zone, key) if key else say("why.kind.self-test"),
            days=_later(days),
        )
        for key, days in one.plans.items()
    )
    said = joined(parks, "comma")
    if one.days:
        key = f"zone.move.{'later' if one.days > 0 else 'earlier'}"
        facts["days"] = Days(Fraction(abs(one.days)))
    else:
        key = "zone.move.even"
    told = say(key, **facts)
    return say("zone.move.of", said=told, parks=said) if said else told


def _later(days: Fraction) -> Phrase:
    """Days of a move in words that say the direction."""
    return say(f"zone.moved.{'later' if days > 0 else 'earlier'}", days=Days(abs(days)))


def moves_table(zone: Zone, moves: Iterable[Move]) -> Table:
    """One row for what each account moved of each date, the largest first."""
    rows = []
    for one in moves:
        for share in one.shares:
            row: dict[str, Cell] = {
                "zone_milestone": name_of(one.milestone),
                "zone_whose": _whose(share),
                "zone_days": _later(share.days),
                "zone_of_plans": joined(
                    (
                        say("zone.move.park", plan=park_of(zone, key), days=_later(days))
                        if len(share.plans) > 1
                        else park_of(zone, key)
                        for key, days in share.plans.items()
                        if key
                    ),
                    "comma",
                ),
                "zone_by": joined((name_of(task) for _, task in share.tasks[:MOST_TASKS]), "comma"),
            }
            rows.append(tuple(row[column.key] for column in MOVES))
    return Table(MOVES, tuple(rows), ("",) * len(rows))


def _whose(share: Share) -> Phrase:
    body = None if share.body is None else name_of(share.body)
    if share.kind is PartKind.PROGRESS:
        of_cause = say("body.none") if share.cause is None else say(f"why.waiting.{share.cause}")
        return body or of_cause
    if share.kind is PartKind.REVISION and body is not None:
        return say("why.kind.revision.for", body=body)
    return say("why.calendar") if share.kind is PartKind.CALENDAR else say(f"why.kind.{share.kind}")


def _weeks(zone: Zone) -> tuple[Section, ...]:
    table = weeks_table(zone)
    heading = say("zone.weeks", day=_monday(zone))
    return (Section(heading, table=table, limit=MOST_BODIES, file=PAGE, noun="body"),) if table.rows else ()


def _monday(zone: Zone) -> date:
    return zone.day - timedelta(days=zone.day.weekday())


def weeks_table(zone: Zone) -> Table:
    """One row a body: the working days that its open tasks take in each of the weeks to come, over all plans."""
    mondays = [_monday(zone) + timedelta(weeks=k) for k in range(WEEKS_SHOWN)]
    rows = []
    for one in zone.loads():
        days = [one.weeks.get(monday, 0.0) for monday in mondays]
        if any(days):
            amounts = (f"{round(each, 1):g}" if each else None for each in days)
            rows.append((name_of(one.names), *amounts))
    return Table(WEEKS, tuple(rows), ("",) * len(rows))


def _crews(zone: Zone) -> tuple[Section, ...]:
    """What all parks ask of each crew of the zone, and of which there are too few when."""
    table = crews_table(zone)
    if not table.rows:
        return ()
    items = (
        *(Item(crew_text(zone, one), "yellow") for one in zone.crews() if one.short),
        *(Item(text, "grey") for text in _uncounted(zone)),
    )
    heading = say("zone.crews", day=_monday(zone))
    return (Section(heading, items, table, limit=MOST_BODIES, file=PAGE, noun="row"),)


def _uncounted(zone: Zone) -> Iterable[Phrase]:
    """The parks that are not counted among those that ask for crews, and those whose dates wait for undated money."""
    unread = [park_of(zone, key) for key in zone.faults]
    asking = {key for one in zone.crews() for key in one.plans}
    undated = [key for key, one in zone.summaries.items() if key in asking and any(of.undated for of in one.outlooks)]
    if unread:
        yield say("zone.crew.unread", names=joined(unread, "comma"))
    if undated:
        yield say("zone.crew.undated", names=joined((park_of(zone, key) for key in undated), "comma"))


def crews_table(zone: Zone) -> Table:
    """One row a crew: how many there are, and the most that are asked for on a day of each of the weeks to come."""
    mondays = [_monday(zone) + timedelta(weeks=k) for k in range(WEEKS_SHOWN)]
    rows, lights = list[tuple[Cell, ...]](), []
    for one in zone.crews():
        weeks = [[monday + timedelta(days=k) for k in range(7)] for monday in mondays]
        parks = joined((park_of(zone, key) for key in one.plans), "comma")
        crew = one.shared.crew
        rows.append((crew_name(one), parks, crew.most, *(max(map(one.asked, week)) or None for week in weeks)))
        lights.append("yellow" if one.short else "")
    return Table(CREWS, tuple(rows), tuple(lights))


def crew_text(zone: Zone, one: CrewLoad) -> Phrase:
    """When most are missing of a crew, for which tasks of which parks, and on how many days there are too few."""
    day = one.worst or zone.day
    tasks = (say("zone.crew.task", plan=park_of(zone, key), task=name_of(task)) for key, task in one.on(day))
    return say(
        "zone.crew.short",
        crew=crew_name(one),
        day=day,
        units=one.asked(day),
        there=one.there(day),
        tasks=joined(tasks, "comma"),
        last=one.short[-1],
        days=Days(Fraction(len(one.short))),
    )


def crew_name(one: CrewLoad) -> Phrase:
    """What the zone calls a crew."""
    crew = one.shared.crew
    return Either(crew.name or crew.id, crew.name_en)


def _files(zone: Zone) -> tuple[Section, ...]:
    table = files_table(zone)
    return (Section(say("zone.files"), table=table, limit=MOST_BODIES, file=PAGE, noun="row"),) if table.rows else ()


def files_table(zone: Zone) -> Table:
    """One row an approval whose file somebody has, over all plans: those that were held longest first."""
    found = [(one, key, file) for one in zone.loads() for key, file in one.files]
    found.sort(key=lambda row: (-row[2].days, row[1], row[2].task.id))
    rows = []
    for one, key, file in found:
        row: dict[str, Cell] = {
            "body": name_of(one.names),
            "zone_plan": park_of(zone, key),
            "zone_file": name_of(file.task),
            "zone_held_days": round(file.days),
            "zone_allowed": None if file.allowed is None else Days(Fraction(round(file.allowed)), file.working),
        }
        rows.append((tuple(row[column.key] for column in FILES), "yellow" if file.over else ""))
    return Table(FILES, tuple(row for row, _ in rows), tuple(light for _, light in rows))


def _loads(zone: Zone) -> tuple[Section, ...]:
    table = loads_table(zone)
    return (Section(say("zone.loads"), table=table, limit=MOST_BODIES, file=PAGE, noun="body"),) if table.rows else ()


def loads_table(zone: Zone) -> Table:
    """One row a body, over all plans."""
    found = zone.loads()
    rows = tuple(tuple(_load_row(zone, one)[column.key] for column in LOADS) for one in found)
    return Table(LOADS, rows, tuple("red" if one.red else "" for one in found))


def _load_row(zone: Zone, one: Load) -> dict[str, Cell]:
    peak = None
    if one.peak is not None:
        days = Days(Fraction(round(one.weeks[one.peak])))
        peak = say("zone.peak", day=one.peak, days=days)
    return {
        "body": name_of(one.names),
        "zone_plans": joined((park_of(zone, key) for key in one.shares), "comma"),
        "zone_open": one.open,
        "zone_soon": one.due,
        "zone_red": one.red,
        "zone_files": len(one.files),
        "zone_held": round(one.held) if one.files else None,
        "zone_peak": peak,
    }


def park_of(zone: Zone, key: str) -> Phrase:
    """What a plan is called, by its key; the zone's own milestones are the zone's."""
    if key == ZONE:
        return project_name()
    found = zone.summaries.get(key)
    return plan_name(zone.portfolio, key, None if found is None else found.project, zone.alike)


def plan_name(portfolio: Portfolio, key: str, project: Named | None, alike: Collection[str]) -> Phrase:
    """The zone's own words for a plan; in English the plan's English name, where it has one.

    Of the plans that are called `alike` the key in brackets says which.
    """
    name, english = called(portfolio, key, project)
    said = Either(name, None if english == name else english)
    return say("zone.park", plan=said, key=key) if key in alike else said


def name_of(one: Named) -> Phrase:
    """A name; the Chinese one where the plan gives no other."""
    return Either(one.name, one.name_en)


def zone_records(zone: Zone, voice: Voice) -> Mapping[str, object]:
    """The page's tables as records, with the day and the headline."""
    rows = zone.rows()
    dated = replace(voice, year=0)
    page = zone_page(zone)
    return {
        "zone": zone.portfolio.name,
        "day": zone.day,
        "headline": dated.tell(page.headline),
        "light": None if page.light is None else str(page.light),
        "plans": [
            {
                "key": row.summary.key,
                "data_date": row.summary.data_date,
                "stale": row.stale,
                "outside": row.outside,
                **one,
            }
            for row, one in zip(rows, plans_table(zone, rows).records(dated), strict=True)
        ],
        "promises": promises_table(zone).records(dated),
        "moves": [
            {
                "plan": one.plan,
                "task": one.milestone.id,
                "since": one.since,
                "until": one.until,
                "before": one.before,
                "after": one.after,
                "days": one.days,
                "drawn": one.drawn,
                "shares": [
                    {
                        "account": str(share.kind),
                        "body": None if share.body is None else share.body.id,
                        "cause": None if share.cause is None else str(share.cause),
                        "whose": dated.tell(_whose(share)),
                        "days": float(share.days),
                        "plans": {key: float(days) for key, days in share.plans.items()},
                        "tasks": [f"{key}.{task.id}" for key, task in share.tasks],
                    }
                    for share in one.shares
                ],
                "plans": {key: float(days) for key, days in one.plans.items()},
            }
            for one in zone.moves
        ],
        "bodies": [
            {**row, "weeks": {str(monday): round(days, 2) for monday, days in one.weeks.items()}}
            for row, one in zip(loads_table(zone).records(dated), zone.loads(), strict=True)
        ],
        "crews": [
            {
                "crew": one.shared.crew.id,
                "plans": list(one.plans),
                "days": {str(day): {"asked": one.asked(day), "there": one.there(day)} for day in one.units},
                "short": len(one.short),
                "worst": one.worst,
            }
            for one in zone.crews()
        ],
        "files": files_table(zone).records(dated),
        "faults": {key: [voice.tell(_fault(fault)) for fault in faults] for key, faults in zone.faults.items()},
    }
