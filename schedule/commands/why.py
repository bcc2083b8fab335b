"""`daopai why`: why a forecast moved between two data dates, and whose each day of the move is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from schedule.analysis.history import History
from schedule.analysis.meeting import last_baseline, take
from schedule.analysis.move.but_for import but_for
from schedule.analysis.move.decided import decision_ledger
from schedule.analysis.move.totals import FloatAccount, float_accounts, in_common
from schedule.analysis.move.windows import Windows, meetings, series, since_beginning, windows
from schedule.analysis.speaking_order import milestone_of
from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, answer_csv, screen, tell, tell_unwritten
from schedule.commands.conduct.reading import day_of, identified, known, names_of, opened, with_parties
from schedule.files.exchange.formats import IMPORTED
from schedule.model import PLAN, Baseline, Instant, Project
from schedule.output.tables.csv_json import csv_text
from schedule.output.tables.terminal import joined, noted
from schedule.output.why.answer import why_lines
from schedule.output.why.but_for import BUT_FOR_COLUMNS, but_for_json, but_for_lines, but_for_rows
from schedule.output.why.decided import DECISION_COLUMNS, decided_lines, decision_rows, decisions_json
from schedule.output.why.method import (
    METHOD_COLUMNS,
    Sources,
    method,
    method_json,
    method_lines,
    method_rows,
    method_title,
)
from schedule.output.why.parts import PART_COLUMNS, part_rows, windows_json
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice, voice_of

BASELINE = "baseline"
FORMS = (*options.TEXTS, *options.CHARTS)


def _since(ctx: click.Context, param: click.Parameter, value: str | None) -> Instant | str | None:
    """A date, or the word for the baseline."""
    return value if value == BASELINE else options.day(ctx, param, value)


@click.command()
@click.argument("words", metavar="PLAN [LATER.xer]... [TASK]", nargs=-1, required=True)
@options.project_name
@options.body_from
@options.date
@click.option(
    "--from",
    "since",
    metavar="DATE|baseline",
    callback=_since,
    help="从哪次例会起，默认上一次；baseline 从基准起  From which meeting; by default the one before --date.",
)
@options.baseline
@options.profile
@click.option(
    "--as-known/--as-reported",
    "known_now",
    default=None,
    help="按现在所知，还是按当时所报；一期默认当时，几期默认现在  As known now, or as reported then.",
)
@click.option(
    "--decisions",
    is_flag=True,
    help="决定台账：每个决定值几天、答应的兑现没有  What each decision is worth, what was promised and delivered.",
)
@click.option(
    "--method",
    "as_method",
    is_flag=True,
    help="方法说明：这些天数是怎么来的，提交争议评审时附上  The method statement that goes with the figures.",
)
@click.option(
    "--but-for",
    "missing",
    metavar="BODY",
    help="若没有这个单位的延误，会是哪天（自基准起）  What it would be without this body's delays.",
)
@options.whole
@options.formats(*FORMS)
@options.out("写入文件；.png .svg .pdf 画成图  Write to a file instead; .png .svg .pdf: a chart.")
@options.lang
def command(
    words: tuple[str, ...],
    project_name: str | None,
    body_from: str | None,
    data_date: Instant | None,
    since: Instant | str | None,
    baseline: str | None,
    profile: str | None,
    known_now: bool | None,
    decisions: bool,
    as_method: bool,
    missing: str | None,
    whole: bool,
    form: str | None,
    out: Path | None,
    lang: str,
) -> None:
    """预测为什么变动、每一天算谁的：各项相加正好等于总变动。Why a forecast moved, and whose each day is.

    Between two meetings of a plan's folder, or over all of them since the baseline; or between successive exports of
    one P6 project, in order of their data dates（几份 P6 文件，按数据日期先后）. The days of each account are what
    expected becoming reported, and the decisions, moved on average over all orders. Where several were late side by
    side, nobody is named alone. The date of TASK is asked about, its id or name; by default the plan's
    target（默认问计划的目标）. Several weeks are read with the actual dates that later records state, one week as it
    was reported（--as-known, --as-reported）. With --all also what moved nothing, and every window. With --decisions
    the decisions instead: what each is worth, the date with it and without it, and what was delivered of what was
    promised for it; with --from at every meeting. With --method the statement of the method that goes with the
    figures. With --but-for what the date would be without a body's delays, at each meeting since the baseline.
    """
    form = options.form_of(form, out, FORMS)
    plans, task = _split(words)
    projects = [opened(plan, lang, project_name, profile) for plan in _readable(plans)]
    projects = [*with_parties(projects, plans, body_from)]
    if decisions and as_method:
        raise options.refused("--method", "usage.no-method")
    if decisions and missing is not None:
        raise options.refused("--but-for", "usage.no-decisions")
    if decisions:
        _decisions(projects, since, data_date, task, baseline, form, out, lang)
        return
    if missing is not None:
        if as_method:
            raise options.refused("--method", "usage.no-method")
        _without(plans, projects, missing, since, data_date, task, baseline, known_now, form, out, lang)
        return
    if len(projects) == 1:
        found, floats = _between(projects[0], since, data_date, task, baseline, known_now, lang)
    else:
        given: dict[str, object] = {"--from": since, "--date": data_date, "--baseline": baseline}
        _refuse_for_series({**given, "--as-reported" if known_now is False else "--as-known": known_now})
        found = _successive(plans, projects, task, lang)
        floats = float_accounts(found.ledgers)
    last = found.ledgers[-1].after
    voice = voice_of(last, lang)
    if as_method:
        names = [plan.name for plan in plans]
        sources = _sources(projects, names, found, baseline if since == BASELINE else None, since == BASELINE)
        _method(found, sources, form, out, voice)
        return
    if form in options.CHARTS and out is not None:
        answer(joined([str(_drawn(found, out, lang))]))
        tell_unwritten(last, plans[-1], voice)
        return
    show = screen(out)
    marks = voice.told(notices(last))
    if form == "table":
        lines = why_lines(found, floats, voice, show, whole=whole)
        answer(joined([*lines, *([""] if marks else []), *noted(marks, show)]), out)
        return
    tell(marks)
    if form == "csv":
        answer_csv(csv_text(PART_COLUMNS, part_rows(found)), out)
    else:
        answer(windows_json(found, floats), out)


def _decisions(
    projects: Sequence[Project],
    since: Instant | str | None,
    until: Instant | None,
    task: str | None,
    baseline: str | None,
    form: str,
    out: Path | None,
    lang: str,
) -> None:
    """Answer with the decision ledger of the last data date, or of every meeting since another."""
    if len(projects) > 1:
        raise options.refused("--decisions", "usage.folder-only")
    if form in options.CHARTS:
        raise options.refused("--decisions", "usage.no-chart")
    (project,) = projects
    last = day_of(project, until)
    first = last if since is None else _first(project, since, _approved(project, baseline, last), last)
    if first > last:
        raise options.refused("--from", "usage.from-after-to", since=start_day(first), until=start_day(last))
    dates = (last,) if first == last else meetings(project, first, last)
    history = History(project)
    goal = _asked(history, task, dates, lang)
    weeks = [history.once(decision_ledger, day, goal) for day in dates]
    voice, show = voice_of(history.schedule(last), lang), screen(out)
    marks = voice.told(notices(history.schedule(last)))
    if form == "table":
        lines = decided_lines(weeks, voice, show)
        answer(joined([*lines, *([""] if marks else []), *noted(marks, show)]), out)
        return
    tell(marks)
    if form == "csv":
        answer_csv(csv_text(DECISION_COLUMNS, decision_rows(weeks)), out)
    else:
        answer(decisions_json(weeks), out)


def _without(
    plans: Sequence[Path],
    projects: Sequence[Project],
    body: str,
    since: Instant | str | None,
    until: Instant | None,
    task: str | None,
    baseline: str | None,
    known_now: bool | None,
    form: str,
    out: Path | None,
    lang: str,
) -> None:
    """Answer with what the date would be without a body's delays; by default since the baseline, as known now."""
    if len(projects) > 1:
        raise options.refused("--but-for", "usage.folder-only")
    (project,) = projects
    last = day_of(project, until)
    approved = _approved(project, baseline, last)
    first = _first(project, BASELINE if since is None and approved is not None else since, approved, last)
    if first >= last:
        raise options.refused("--from", "usage.from-after-to", since=start_day(first), until=start_day(last))
    dates, history = meetings(project, first, last), History(project)
    body = identified(body, names_of(history.state(last).plan.bodies, lang), "--but-for")
    goal = _asked(history, task, dates, lang)
    found = but_for(history, dates, goal, body, known=known_now is not False)
    voice, show = voice_of(history.schedule(last), lang), screen(out)
    if form in options.CHARTS and out is not None:
        from schedule.output.figures import collapsed  # matplotlib is only loaded for it

        meeting = take(history, last, None if approved is None else approved.name)
        answer(joined([str(collapsed.save(found, meeting, out, lang=lang))]))
        tell_unwritten(history.schedule(last), plans[0], voice)
        return
    marks = voice.told(notices(history.schedule(last)))
    if form == "table":
        lines = but_for_lines(found, voice, show)
        answer(joined([*lines, *([""] if marks else []), *noted(marks, show)]), out)
        return
    tell(marks)
    if form == "csv":
        answer_csv(csv_text(BUT_FOR_COLUMNS, but_for_rows(found)), out)
    else:
        answer(but_for_json(found), out)


def _sources(
    projects: Sequence[Project], names: Sequence[str], found: Windows, baseline: str | None, approved: bool
) -> Sources:
    """What the figures come from; `approved`: from a baseline, which may be named."""
    if len(projects) > 1:
        return Sources(projects, names)
    last = found.ledgers[-1].until
    first = _approved(projects[0], baseline, last) if approved else None
    return Sources(projects, names, take(projects[0], last, None if first is None else first.name), first)


def _method(found: Windows, sources: Sources, form: str, out: Path | None, voice: Voice) -> None:
    """Answer with the method statement instead of the figures."""
    if form in options.CHARTS:
        raise options.refused("--method", "usage.no-chart")
    title, chapters = method_title(found), method(found, sources)
    if form == "table":
        answer(joined(method_lines(title, chapters, voice, screen(out))), out)
    elif form == "csv":
        answer_csv(csv_text(METHOD_COLUMNS, method_rows(chapters, voice)), out)
    else:
        answer(method_json(title, chapters, voice), out)


def _drawn(found: Windows, out: Path, lang: str) -> Path:
    """The chart of one window or of many; matplotlib is only loaded for it."""
    from schedule.output.figures.move import ledger, windows

    if len(found.ledgers) == 1 and found.edited is None:
        return ledger.save(found.ledgers[0], out, lang=lang)
    return windows.save(found, out, lang=lang)


def _split(words: Sequence[str]) -> tuple[Sequence[Path], str | None]:
    """The plan and later exports of it, and the task that may stand behind them: the last word, unless it is a plan."""
    *plans, last = words
    if not plans or Path(last).suffix.lower() in IMPORTED or (Path(last) / PLAN).is_file():
        return [*map(Path, plans), Path(last)], None
    return [Path(plan) for plan in plans], last


def _readable(plans: Sequence[Path]) -> Sequence[Path]:
    """One folder, or several exports; anything else is a usage error."""
    exports = [plan.suffix.lower() in IMPORTED and not plan.is_dir() for plan in plans]
    if len(plans) == 1 and exports[0]:
        raise options.refused("PLAN", "usage.one-export", plan=plans[0])
    if len(plans) > 1 and not all(exports):
        raise options.refused("PLAN", "usage.exports-only", plan=plans[exports.index(False)])
    return plans


def _between(
    project: Project,
    since: Instant | str | None,
    until: Instant | None,
    task: str | None,
    baseline: str | None,
    known_now: bool | None,
    lang: str,
) -> tuple[Windows, Sequence[FloatAccount]]:
    """The windows between two meetings of one plan, and what became of the float in them and since the baseline.

    A single window is what the meeting knew; of several what is known now decides to which of them a delay belongs.
    """
    last = day_of(project, until)
    approved = _approved(project, baseline, last)
    first = _first(project, since, approved, last)
    if first >= last:
        raise options.refused("--from", "usage.from-after-to", since=start_day(first), until=start_day(last))
    dates = meetings(project, first, last)
    history = History(project)
    goal = _asked(history, task, dates, lang)

    def read(days: Sequence[Instant], edited: Baseline | None = None) -> Windows:
        return windows(history, days, goal, edited, known=len(days) > 2 if known_now is None else known_now)

    found = read(dates, approved if since == BASELINE else None)
    whole = since_beginning(history, first, last, goal, approved, known=known_now)
    earlier = [one for one in whole if one.until <= first]
    return found, float_accounts(found.ledgers, (whole or None) if approved is not None else None, earlier)


def _approved(project: Project, baseline: str | None, until: Instant) -> Baseline | None:
    if baseline is None:
        return last_baseline(project, until)
    return project.baselines[known(baseline, project.baselines, "--baseline")]


def _first(project: Project, since: Instant | str | None, approved: Baseline | None, until: Instant) -> Instant:
    """The data date at which the first window begins."""
    if since == BASELINE:
        if approved is None:
            raise options.refused("--from", "usage.no-baseline", day=start_day(until))
        return approved.data_date
    if isinstance(since, int):
        return day_of(project, since)
    earlier = [update.data_date for update in project.updates if update.data_date < until]
    if not earlier:
        raise options.refused("--from", "usage.first-meeting", day=start_day(until))
    return earlier[-1]


def _asked(history: History, task: str | None, dates: Sequence[Instant], lang: str) -> str:
    """The task asked about, which must be in the plan at every data date; else a usage error."""
    states = [history.state(day) for day in dates]
    tasks = states[-1].plan.tasks
    if task is None:
        goal = milestone_of(history.schedule(dates[-1]))
    else:
        goal = identified(task, names_of(tasks, lang), "TASK")
    if tasks[goal].spans:
        raise options.refused("TASK", "usage.spans", found=goal)
    for state in states:
        if goal not in state.plan.tasks or state.plan.tasks[goal].spans:
            raise options.refused("TASK", "usage.not-yet", found=goal, day=start_day(state.data_date))
    return goal


def _refuse_for_series(given: dict[str, object]) -> None:
    for option, value in given.items():
        if value is not None:
            raise options.refused(option, "usage.folder-only")


def _successive(plans: Sequence[Path], projects: Sequence[Project], task: str | None, lang: str) -> Windows:
    """The windows between successive exports: their data dates must rise, their tasks be those of one project."""
    days = [day_of(project, None) for project in projects]
    for (_, before), (plan, day) in pairwise(zip(plans, days, strict=True)):
        if day <= before:
            raise options.refused("PLAN", "usage.rising", plan=plan, day=start_day(day), before=start_day(before))
    shared, number = in_common(projects)
    if shared * 2 < number or not shared:
        raise options.refused("PLAN", "usage.other-project", shared=shared, number=number)
    last = projects[-1]
    goal = _asked(History(last), task, days[-1:], lang)
    for project, day in zip(projects, days, strict=True):
        if goal not in project.plan.tasks or project.plan.tasks[goal].spans:
            raise options.refused("TASK", "usage.not-yet", found=goal, day=start_day(day))
    return series(projects, goal)
