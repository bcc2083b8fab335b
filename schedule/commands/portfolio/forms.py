"""The forms of a zone: one for each of its bodies over all its plans, and how each row comes back into its own plan.

Bodies that only one plan knows are asked by that plan (`daopai forms`). A plan that cannot be read asks nobody, and
stops nobody. This module must never know a cell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from schedule.analysis.portfolio.summary import Named
from schedule.analysis.portfolio.zone import alike
from schedule.analysis.reports.custody import answers_for
from schedule.analysis.weekly.merging import Collected
from schedule.analysis.weekly.questions import inquire
from schedule.calendars.worktime import minutes
from schedule.commands.collect import Asked, started, written
from schedule.commands.collecting import collected, latest
from schedule.commands.conduct.exits import Exit
from schedule.commands.conduct.printing import answer, tell
from schedule.commands.conduct.reading import folder_of, sound
from schedule.commands.forms import place_forms
from schedule.diagnostics import Diagnostic, Location, PlanError, Source
from schedule.files.exchange.formats import IMPORTED
from schedule.files.forms.digest import digest_before
from schedule.files.forms.filled import FormBook, ZoneBook, open_zone_form
from schedule.files.yaml.source import Faults
from schedule.model import Instant, Project
from schedule.output.minutes.zone import plan_name, portfolio_voice
from schedule.output.tables.terminal import joined
from schedule.output.words.catalogue import word
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import voice_of
from schedule.output.workbooks.forms import Part, zone_forms
from schedule.portfolio import Portfolio


def write_forms(portfolio: Portfolio, day: date, folder: Path, lang: str, *, force: bool) -> Exit:
    """Write a form for each body of the zone that a plan asks something for a data date; how that ends."""
    portfolio, voice = portfolio.at(day), portfolio_voice(portfolio, day, lang)
    parts: dict[str, list[Part]] = {id_: [] for id_ in portfolio.bodies}
    faults: list[Diagnostic] = []
    plans: dict[str, Named | None] = {}
    for key, member in portfolio.members.items():
        if member.path.suffix.lower() in IMPORTED:  # nothing is recorded in the file of another tool
            continue
        try:
            project, _ = sound(_place(portfolio, key))
            inquiry = inquire(project, minutes(day), digest_before(project, minutes(day)))
        except PlanError as error:
            faults += error.diagnostics
            continue
        own = voice_of(inquiry.meeting.schedule, lang)
        plan = inquiry.meeting.schedule.state.plan
        plans[key] = Named(key, plan.name, plan.name_en)
        for body in inquiry.questions:
            if (shared := portfolio.body_of(key, body)) in parts:
                parts[shared].append(Part(inquiry, own, body, key=key))
    same = alike(portfolio, plans)
    called = {key: voice.tell(plan_name(portfolio, key, one, same)) for key, one in plans.items()}
    parts = {id_: [replace(one, name=called[one.key]) for one in asked] for id_, asked in parts.items()}
    names = {one.id: voice.language.name(one.name, one.name_en) or one.id for one in portfolio.bodies.values()}
    made = zone_forms({id_: (names[id_], asked) for id_, asked in parts.items() if asked}, voice)
    place_forms(made, folder, force=force, voice=voice)
    if not made:
        tell([word("zone.forms.none", lang)])
    if faults:
        tell([render_all(faults, lang)])
    return Exit.FAULTY if faults else Exit.FINE


def _place(portfolio: Portfolio, key: str) -> Path:
    """Where a plan lies. Raises PlanError where there is nothing."""
    one = portfolio.members[key]
    if not one.path.exists():
        raise PlanError([Diagnostic("plan-missing", one.location, {"found": str(one.path)})])
    return one.path


@dataclass(frozen=True, slots=True)
class _Returned:
    """What came back for one plan of the zone, by its key: the parts of forms that are its own."""

    key: str
    books: tuple[FormBook, ...]

    def gather(self, project: Project, day: Instant) -> Collected:
        """What they say together; silent are only bodies whose forms came in. Raises PlanError as `collect` does."""
        found = collected(project, self.books, day, Faults())
        bodies = {book.stamp.body for book in self.books}
        tasks = found.week.tasks
        mine = {name for name, one in tasks.items() if answers_for(one.task, one.status, day) in bodies}
        return replace(found, unanswered=tuple(name for name in found.unanswered if name in mine))


def collect_forms(
    portfolio: Portfolio, paths: Sequence[Path], day: Instant | None, lang: str, *, dry_run: bool, yes: bool
) -> Exit:
    """Read a zone's forms back, each row into its own plan's week; how that ends.

    Every form is read before anything is written. What cannot be read in a form stops all; a plan that cannot be read
    keeps its rows out, which is told, and stops no other.

    Raises:
        PlanError: a form is faulty.
    """
    faults = Faults()
    books = [book for label, data in started(paths) if (book := open_zone_form(data, label, faults)) is not None]
    stamps = [(book.label, stamp) for book in books for _, stamp in book.stamp.parts]
    week = day if day is not None else latest(stamps, faults)
    returned, broken = _by_plan(portfolio, books, faults), list[Diagnostic]()
    readable: list[tuple[_Returned, Project]] = []
    for one in returned:
        try:
            readable.append((one, sound(_place(portfolio, one.key))[0]))
        except PlanError as error:
            broken += error.diagnostics
    wrong = list(faults.diagnostics)
    for one, project in readable if week is not None else ():
        try:
            one.gather(project, week or 0)
        except PlanError as error:
            # A row that names no plan is every plan's: what is wrong with it is told once.
            wrong += (fault for fault in error.diagnostics if fault not in wrong)
    if faults.errors or week is None or any(fault not in faults.diagnostics for fault in wrong):
        raise PlanError([*wrong, *broken])
    plans = {one.key: Named(one.key, project.plan.name, project.plan.name_en) for one, project in readable}
    same = alike(portfolio, plans)
    codes = [_written(portfolio, one, week, Asked(dry_run, yes), lang, same) for one, _ in readable]
    if broken:
        tell([render_all(broken, lang)])
        codes.append(Exit.FAULTY)
    return next((code for code in codes if code), Exit.FINE)


def _by_plan(portfolio: Portfolio, books: Sequence[ZoneBook], faults: Faults) -> list[_Returned]:
    """The parts of forms by plan, in the zone's order; of a plan that the zone does not have, a fault."""
    parts: dict[str, list[FormBook]] = {}
    for book in books:
        for number, (key, _) in enumerate(book.stamp.parts):
            if key in portfolio.members:
                parts.setdefault(key, []).append(book.part(number))
            else:
                faults.add("unknown-plan", Location(Source(book.label), 1), found=key)
    return [_Returned(key, tuple(parts[key])) for key in portfolio.members if key in parts]


def _written(
    portfolio: Portfolio, one: _Returned, day: Instant, asked: Asked, lang: str, same: Collection[str]
) -> Exit:
    """Show and write what came back for one plan, under its name, which several may have (`same`)."""

    def gather(project: Project) -> Collected:
        found = one.gather(project, day)
        if not asked.shown:
            plan, voice = found.schedule.state.plan, voice_of(found.schedule, lang)
            name = voice.tell(plan_name(portfolio, one.key, Named(one.key, plan.name, plan.name_en), same))
            answer(joined(["", voice.say("zone.collected", plan=name)]))
        return found

    place = _place(portfolio, one.key)
    return written(place, folder_of(place), gather, asked, lang)
