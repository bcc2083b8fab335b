"""`daopai portfolio publish`: what the zone tells its plans, as a sealed record in each plan's folder.

No plan is moved: whoever runs it is told how each plan accepts the dates at its own meeting. This module must never
compute.
"""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

from schedule.analysis.history import History
from schedule.analysis.portfolio.publication import publication
from schedule.analysis.portfolio.summary import Named
from schedule.analysis.portfolio.zone import alike, own_date
from schedule.commands.conduct.exits import Exit
from schedule.commands.conduct.printing import answer, tell
from schedule.commands.conduct.reading import folder_of, sound
from schedule.commands.conduct.system_errors import system_text
from schedule.diagnostics import Diagnostic, PlanError
from schedule.files.exchange.formats import IMPORTED
from schedule.files.records.reading import EXTERNAL
from schedule.files.records.writing import make_folder, write_atomically
from schedule.files.sealed.external import external_text
from schedule.files.yaml.scalars import start_text
from schedule.model import External, State, accepted_from_outside
from schedule.output.minutes.zone import plan_name, portfolio_voice, tie_left_out
from schedule.output.tables.terminal import joined
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import Voice
from schedule.portfolio import Portfolio


def publish(portfolio: Portfolio, stem: str, day: date, lang: str) -> Exit:
    """Write each plan's record and say how its dates are accepted; how that ends.

    `stem` is what the records are called, before their day. A plan that cannot be read is told with its ties, of which
    nothing is published; one whose folder cannot be written is told, and the others are published. Raises PlanError
    where the plans have no joint dates.
    """
    portfolio, voice = portfolio.at(day), portfolio_voice(portfolio, day, lang)
    states, faults = dict[str, State](), list[Diagnostic]()
    for key, member in portfolio.members.items():
        try:
            if not member.path.exists():
                raise PlanError([Diagnostic("plan-missing", member.location, {"found": str(member.path)})])
            history = History(sound(member.path)[0])
            states[key] = history.state(own_date(history, day))
        except PlanError as error:
            faults += error.diagnostics
    made = publication(portfolio, states, day)
    names = {key: Named(key, state.plan.name, state.plan.name_en) for key, state in states.items()}
    same = alike(portfolio, names)
    refused = list[OSError]()
    for key, external in made.items():
        path = portfolio.members[key].path
        if path.suffix.lower() in IMPORTED:  # nothing is written beside the file of another tool
            continue
        try:
            answer(joined(_written(folder_of(path), stem, external, voice)))
        except OSError as error:  # of this plan; the others are published all the same
            refused.append(error)
            continue
        name = voice.tell(plan_name(portfolio, key, names[key], same))
        answer(joined(_accepting(name, path, external, states[key], voice)))
    if not portfolio.ties:
        tell([voice.say("zone.nothing-to-publish")])
    left_out = [tie for tie in portfolio.ties if tie.giver not in states or tie.taker not in states]
    tell([voice.tell(tie_left_out(tie)) for tie in left_out])
    if faults:
        tell([render_all(faults, lang)])
    tell([system_text(error, lang, elsewhere=False) for error in refused])
    return Exit.FAULTY if faults else Exit.SYSTEM if refused else Exit.FINE


def _written(folder: Path, stem: str, external: External, voice: Voice) -> list[str]:
    """Write a record, never over another: what is published anew on a day has the next number."""
    data = external_text(external).encode()
    place, number = folder / EXTERNAL / f"{stem}-{external.day.isoformat()}.yaml", 1
    make_folder(place.parent)
    while True:
        try:
            write_atomically(place, data, exclusive=True)
        except FileExistsError:  # from before, or of another run at the same instant
            if place.read_bytes() == data:
                return [voice.say("zone.published-already", path=place)]
            number += 1
            place = place.with_name(f"{stem}-{external.day.isoformat()}-{number}.yaml")
        else:
            return [voice.say("zone.published", path=place, count=voice.count(len(external.dates), "row"))]


def _accepting(name: str, path: Path, external: External, state: State, voice: Voice) -> list[str]:
    """How a plan accepts the dates that it has not accepted yet: a decision of its own meeting."""
    open_ = [
        one
        for one in external.dates
        if one.early_start is not None and accepted_from_outside(state.plan.tasks[one.task]) != one.early_start
    ]
    if not open_:
        return []
    lines = [voice.say("zone.accept", plan=name)]
    for one in open_:
        change = f"{one.task} external_early_start={start_text(one.early_start or 0)}"
        reason = f"{one.plan}：{one.other}（{external.zone} {external.day.isoformat()}）"
        words = ("daopai", "decide", str(path), change, "--date", external.day.isoformat(), "--reason", reason)
        lines.append(f"  {shlex.join(words)} --approved-by …")
    return lines
