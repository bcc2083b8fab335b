"""`daopai portfolio alerts --send`: one message a body over all plans of a zone, and what was told before.

The zone has a sent-ledger of its own beside its file. This module must never know a robot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from schedule.analysis.history import History
from schedule.analysis.meeting import take
from schedule.analysis.portfolio.zone import Zone, own_date, rolled, zone_of
from schedule.analysis.views.escalation import streaks
from schedule.calendars.worktime import minutes
from schedule.commands.conduct.exits import Exit
from schedule.commands.conduct.printing import tell
from schedule.commands.conduct.reading import sound
from schedule.commands.sending import Run, deliver
from schedule.diagnostics import Diagnostic, PlanError
from schedule.files.records.sent import sent_file
from schedule.model import Body, Task
from schedule.output.delivery.messages import Park, zone_letter
from schedule.output.minutes.zone import park_of, portfolio_voice, zone_page, zone_voice
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import Voice, voice_of
from schedule.portfolio import Portfolio


def send_alerts(
    portfolio: Portfolio,
    day: date | None,
    folder: Path,
    names: Sequence[str],
    channels: Path | None,
    lang: str,
    *,
    resend: bool,
    dry_run: bool,
) -> Exit:
    """Send each channel the alerts of its bodies over all plans; how that ends.

    A plan that cannot be read is told here and in the zone's own channel, and stops no other; so are relations that
    cannot be computed. Raises PlanError as
    `schedule.commands.sending.send` does.
    """
    portfolio = portfolio if day is None else portfolio.at(day)
    histories, faults = dict[str, History](), dict[str, tuple[Diagnostic, ...]]()
    for key, member in portfolio.members.items():
        try:
            if not member.path.exists():
                raise PlanError([Diagnostic("plan-missing", member.location, {"found": str(member.path)})])
            histories[key] = History(sound(member.path)[0])
        except PlanError as error:
            faults[key] = tuple(error.diagnostics)
    rolls = [
        rolled(
            portfolio,
            keys,
            {key: histories[key] for key in keys if key in histories},
            {key: faults[key] for key in keys if key in faults},
            {},
            day,
        )
        for keys in portfolio.components()
    ]
    zone = zone_of(portfolio, rolls, day)
    parks = [_park(zone, key, histories[key], day, lang) for key in zone.summaries]
    voice = _voice(zone, parks, lang)
    headline = voice.tell(zone_page(zone).headline)
    run = Run(
        lambda channel: zone_letter(parks, zone.day, headline, channel, voice),
        minutes(zone.day),
        sent_file(folder, zone.day),
        voice,
        resend,
    )
    told = [park.told(alert) for park in parks for alert in park.meeting.alerts]
    code = deliver(run, told, names, channels, folder, dry_run=dry_run)
    if zone.wrong:
        tell([render_all(zone.wrong, lang)])
    return Exit.FAULTY if zone.wrong else code


def _park(zone: Zone, key: str, history: History, day: date | None, lang: str) -> Park:
    meeting = take(history, own_date(history, day))
    plan, portfolio = meeting.schedule.state.plan, zone.portfolio
    name = zone_voice(zone, lang).tell(park_of(zone, key))
    bodies = {id_: portfolio.body_of(key, id_) for id_ in plan.bodies}
    return Park(key, name, meeting, history.once(streaks, meeting.data_date), voice_of(meeting.schedule, lang), bodies)


def _voice(zone: Zone, parks: Sequence[Park], lang: str) -> Voice:
    """The zone's voice, which knows the tasks and bodies of all plans by the zone's ids."""
    own = portfolio_voice(zone.portfolio, zone.day, lang)
    tasks: dict[str, Task] = {}
    bodies = {one.id: Body(one.id, one.name, one.name_en) for one in zone.portfolio.bodies.values()}
    for park in parks:
        plan = park.meeting.schedule.state.plan
        tasks |= {f"{park.key}.{id_}": replace(task, id=f"{park.key}.{id_}") for id_, task in plan.tasks.items()}
        for id_, body in plan.bodies.items():
            shared = park.bodies[id_]
            bodies.setdefault(shared, replace(body, id=shared))
    return replace(own, plan=replace(own.plan, tasks=tasks, bodies=bodies))
