"""The faults of a portfolio file, each made once: the file stands over several plans and in none of their folders."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import schedule
from schedule.commands import portfolio as command
from schedule.commands.portfolio import allowance
from schedule.diagnostics import Diagnostic, PlanError
from schedule.files.plans.portfolio import read_portfolio

PLAN = (
    "daopai: 1\nproject: {name: 园, start: 2016-03-07, calendar: calendar-days}\n"
    "tasks: {a: {name: 甲, duration: 5wd}}\n"
)
HEAD = "daopai-portfolio: 1\nname: 一区\nplans: {p: {plan: p}, q: {plan: q}}\n"

Made = Callable[[Path, Any], tuple[Diagnostic, ...]]


def written(folder: Path, text: str, plans: Mapping[str, str]) -> Path:
    for key, plan in plans.items():
        (folder / key).mkdir()
        (folder / key / "plan.yaml").write_text(plan, encoding="utf-8")
    path = folder / "zone.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(text: str, folder: Path, _: Any) -> tuple[Diagnostic, ...]:
    """The faults of a file that is not read."""
    try:
        read_portfolio(written(folder, text, {}))
    except PlanError as error:
        return tuple(error.diagnostics)
    return ()


def met(text: str, plans: Mapping[str, str], folder: Path, _: Any) -> tuple[Diagnostic, ...]:
    """The faults that a zone's meeting tells."""
    portfolio, _warnings = read_portfolio(written(folder, text, plans))
    zone = command.met(portfolio, None, 1)
    return (*(one for found in zone.faults.values() for one in found), *(f for r in zone.rolls for f in r.tied_faults))


def plan(text: str, folder: Path, _: Any) -> tuple[Diagnostic, ...]:
    """The faults of a file that is read as a plan."""
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return schedule.read(path)[1]


def lost(folder: Path, monkeypatch: Any) -> tuple[Diagnostic, ...]:
    """A worker that ends is told; what waited in its pool is computed by others."""
    whole = schedule.roll_up

    def roll_up(portfolio: Any, keys: tuple[str, ...], day: Any) -> Any:
        if keys == ("p",):
            os._exit(1)
        return whole(portfolio, keys, day)

    if multiprocessing.get_start_method() != "fork":
        pytest.skip("only a process that is forked sees the worker made here")
    roll_up.__module__, roll_up.__qualname__ = whole.__module__, whole.__qualname__
    monkeypatch.setattr(schedule, "roll_up", roll_up)
    portfolio, _ = read_portfolio(written(folder, HEAD, {"p": PLAN, "q": PLAN}))
    zone = command.met(portfolio, None, 2)
    assert zone.summaries.keys() == {"q"}
    return zone.faults["p"]


def slow(folder: Path, monkeypatch: Any) -> tuple[Diagnostic, ...]:
    """A plan that takes longer than it may is told, in this process and in others; the rest goes on."""
    whole = schedule.roll_up

    def roll_up(portfolio: Any, keys: tuple[str, ...], day: Any) -> Any:
        while keys == ("p",):
            pass
        return whole(portfolio, keys, day)

    if multiprocessing.get_start_method() != "fork":
        pytest.skip("only a process that is forked sees the worker made here")
    monkeypatch.setattr(schedule, "roll_up", roll_up)
    monkeypatch.setattr(allowance, "SECONDS", 0.5)
    portfolio, _ = read_portfolio(written(folder, HEAD, {"p": PLAN, "q": PLAN}))
    zones = [command.met(portfolio, None, workers) for workers in (1, 2)]
    assert zones[0] == zones[1]
    assert zones[0].summaries.keys() == {"q"}
    return zones[0].faults["p"]


def no_cluster(folder: Path, monkeypatch: Any) -> tuple[Diagnostic, ...]:
    """Other machines are asked to compute, and what reaches them is not installed."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    portfolio, _ = read_portfolio(written(folder, HEAD, {"p": PLAN, "q": PLAN}))
    with pytest.raises(PlanError) as error:
        command.met(portfolio, None, 1, cluster="tcp://10.0.0.5:8786")
    return tuple(error.value.diagnostics)


def altered(folder: Path, _: Any) -> tuple[Diagnostic, ...]:
    """What a zone published to a plan, changed by hand: nobody types such a file."""
    (folder / "external").mkdir()
    (folder / "external" / "zone-2016-03-14.yaml").write_text("daopai-external: 1\nzone: 一区\n", encoding="utf-8")
    return plan(PLAN, folder, _)


_TIED = HEAD + "relations: [{from: p.a, to: q.a}]\n"
MADE_PORTFOLIOS: Mapping[str, Made] = {
    "unknown-plan": partial(refused, HEAD + "relations: [{from: r.a, to: q.a}]\n"),
    "relation-within-plan": partial(refused, HEAD + "relations: [{from: p.a, to: p.b}]\n"),
    "task-of-plan": partial(refused, HEAD + "relations: [{from: pa, to: q.a}]\n"),
    "duplicate-plan": partial(refused, HEAD.replace("plan: q", "plan: ./p")),
    "reserved-plan": partial(refused, HEAD.replace("q:", "zone:")),
    "portfolio-empty": partial(refused, "daopai-portfolio: 1\nname: 一区\nplans: {}\n"),
    "plan-missing": partial(met, HEAD, {"p": PLAN}),
    "settings-differ": partial(met, _TIED, {"p": PLAN, "q": PLAN + "settings: {total_float: start}\n"}),
    "worker-lost": lost,
    "worker-slow": slow,
    "cluster-missing": no_cluster,
    "external-altered": altered,
    "not-portfolio": partial(refused, PLAN),
    "is-portfolio": partial(plan, HEAD),
}
