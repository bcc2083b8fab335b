"""A schedule as a networkx graph, and the questions about paths: the same answers from networkx and from the arrays."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manual import blocks
from networks import at, plan, state, states, task
from oracle.networks import random_state
from oracle.networks_small import small_state

from schedule.analysis.dates.near_critical import near_critical
from schedule.analysis.dates.pauses import pauses_on_the_way
from schedule.analysis.speaking_order import last_task
from schedule.engine import paths
from schedule.engine.compute import compute
from schedule.engine.holding import holding
from schedule.engine.order import cycle_faults
from schedule.engine.schedule import Schedule, Stage
from schedule.model import State, Status, TaskKind

ROOT = Path(__file__).parent.parent


# What the graph says


def test_a_task_is_a_node_with_its_dates_and_a_relation_an_edge_with_its_float() -> None:
    """A takes five days, B two: X waits for A, and the three days after B are its relation's float."""
    found = compute(state(plan(task("a", "5wd"), task("b", "2wd"), task("x", "1wd", "a", "b", "b SS+1wd")))).graph
    assert found.nodes["b"] == {
        "early_start": at("2014-04-07 08:00"),
        "early_finish": at("2014-04-08 17:00"),
        "late_start": at("2014-04-10 08:00"),
        "late_finish": at("2014-04-11 17:00"),
        "total_float": 3 * 480,
        "free_float": 3 * 480,
        "critical": False,
        "longest_path": False,
        "start": at("2014-04-07 08:00"),
        "finish": at("2014-04-08 17:00"),
        "stage": Stage.NOT_STARTED,
    }
    edges = [
        (before, after, str(edge["relation"]), edge["lag"], edge["slack"], edge["driving"])
        for before, after, edge in found.edges(data=True)
    ]
    assert sorted(edges) == [
        ("a", "x", "a FS", 0, 0, True),
        ("b", "x", "b FS", 0, 3 * 480, False),
        ("b", "x", "b SS+1wd", 480, 4 * 480, False),
    ]


def test_the_graph_has_every_task_but_no_relation_that_holds_nothing() -> None:
    """A level of effort is tied to nothing there, and what progress has settled is gone."""
    watched = plan(task("a", "2wd"), task("b", "1wd", "a"), task("watch", "1wd", "a SS", kind=TaskKind.LEVEL_OF_EFFORT))
    done = Status(started=at("2014-04-07"), finished=at("2014-04-09"))
    found = compute(state(watched, "2014-04-09", a=done)).graph
    assert sorted(found) == ["a", "b", "watch"]
    assert list(found.edges()) == [("a", "b")]
    assert (found.nodes["a"]["early_start"], found.nodes["a"]["stage"]) == (None, Stage.FINISHED)


def test_the_graph_is_made_once_and_nobody_changes_it() -> None:
    made = compute(state(plan(task("a", "1wd"), task("b", "1wd", "a"))))
    assert made.graph is made.graph
    with pytest.raises(nx.NetworkXError, match="Frozen"):
        made.graph.remove_node("a")
    assert replace(made, finish=0).graph is not made.graph


def test_where_a_files_date_stands_instead_of_ours_nothing_drives() -> None:
    """The marks are those of the tasks that the schedule shows."""
    made = compute(state(plan(task("a", "1wd"), task("b", "1wd", "a"))))
    shown = replace(made, tasks={**made.tasks, "b": replace(made.tasks["b"], driving=())})
    assert [edge["driving"] for *_, edge in made.graph.edges(data=True)] == [True]
    assert [edge["driving"] for *_, edge in shown.graph.edges(data=True)] == [False]


@pytest.mark.slow
@given(states())
def test_the_longest_path_is_what_drives_the_last_finish_in_the_graph(random: State) -> None:
    """A reader of the graph alone comes to the same longest path."""
    found = compute(random).graph
    dated = {name: node["early_finish"] for name, node in found.nodes(data=True) if node["early_finish"] is not None}
    last = [name for name, finish in dated.items() if finish == max(dated.values())]
    driving = nx.MultiDiGraph(edge for edge in found.edges(keys=True, data=True) if edge[3]["driving"])
    before = set(last).union(*(nx.ancestors(driving, name) for name in last if name in driving))
    on_it = {name for name, node in found.nodes(data=True) if node["longest_path"]}
    assert on_it == {name for name in before if found.nodes[name]["stage"] is not Stage.FINISHED}


@pytest.mark.slow
@given(states())
def test_a_relation_drives_for_the_passes_exactly_where_its_successor_says_so(random: State) -> None:
    made = compute(random)
    moving = [
        relation
        for relation, late in zip(made.network.relations, made.network.arrays.only_late, strict=True)
        if not late
    ]
    told = [relation in made.tasks[relation.successor].driving for relation in moving]
    assert [edge["driving"] for *_, edge in sorted(made.graph.edges(keys=True, data=True), key=lambda e: e[2])] == told
    for relation, drives in zip(made.network.relations, made.passes.drives, strict=True):
        assert not drives or relation in made.tasks[relation.successor].driving


# The same from networkx and from the arrays


def answers(given: State) -> Iterator[object]:
    """Everything that is asked about paths, of every task."""
    made = compute(given)
    for name, dates in made.tasks.items():
        yield name, dates.critical, dates.longest_path
        yield [one.task.id for one in paths.driving_chain(made, name)]
        yield paths.float_paths(made, name, None)
        yield paths.float_paths(made, name, 2)
    yield paths.everything_before(made, made.tasks)


def test_of_a_plan_of_this_size_networkx_is_asked() -> None:
    """Else the laws below would compare the arrays with themselves."""
    assert paths.LARGEST_GRAPH >= 100


def by_arrays(given: State) -> list[object]:
    """The same of a plan as if it were a large one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "LARGEST_GRAPH", 0)
        patch.setattr(Schedule, "graph", None)  # nor can it be asked by mistake
        return list(answers(given))


@pytest.mark.slow
@given(random=states())
def test_networkx_and_the_arrays_agree(random: State) -> None:
    assert list(answers(random)) == by_arrays(random)


@pytest.mark.slow
@given(seed=st.integers(0, 10**6), make=st.sampled_from([random_state, small_state]))
def test_networkx_and_the_arrays_agree_on_everything_that_a_plan_can_say(
    seed: int, make: Callable[[int], State]
) -> None:
    """Constraints, resources, levels of effort, summaries, suspensions, as late as possible; whatever the rules."""
    assert list(answers(make(seed))) == by_arrays(make(seed))


def told(made: Schedule) -> Iterator[object]:
    """What is asked of figures where a schedule has them in columns, and else of its dates."""
    yield last_task(made)
    yield near_critical(made, Fraction(5))
    for name in made.tasks:
        chain = paths.driving_chain(made, name)
        yield chain.names, [paths.held_by_relation(made, one) for one in chain.names]
        yield pauses_on_the_way(made, chain.names)
        yield paths.float_paths(made, name, None)
        (one,) = made.figures_of([name])
        yield one.shown, one.at_beginning, one.is_no_work


@pytest.mark.slow
@given(seed=st.integers(0, 10**6), make=st.sampled_from([random_state, small_state]))
def test_columns_answer_as_the_dates_do_that_are_made_of_them(seed: int, make: Callable[[int], State]) -> None:
    made = compute(make(seed))
    assert list(told(made)) == list(told(replace(made, tasks=dict(made.tasks))))


@pytest.mark.slow
@settings(max_examples=10)
@given(random=states(largest=60, calendars=("office",), lags="none"))
def test_networkx_and_the_arrays_agree_where_many_paths_are_equal(random: State) -> None:
    """One calendar and whole days: ties everywhere, so that their order is seen."""
    assert list(answers(random)) == by_arrays(random)


def test_networkx_and_the_arrays_agree_in_a_long_row(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [task("t0", "1wd"), *(task(f"t{k}", "1wd", f"t{k - 1}") for k in range(1, 1200))]
    made = compute(state(plan(*many)))
    for largest in (0, len(many)):
        monkeypatch.setattr(paths, "LARGEST_GRAPH", largest)
        ids = [one.task.id for one in paths.driving_chain(made, "t1199")]
        assert ids == list(made.tasks)
        (path,) = paths.float_paths(made, "t1199")
        assert path.tasks == tuple(made.tasks)


@pytest.mark.slow
@given(states(), st.integers(0, 10))
def test_nearly_critical_chains_hold_each_task_once_and_follow_driving_relations(random: State, days: int) -> None:
    made = compute(random)
    found = near_critical(made, Fraction(days))
    held = [name for chain in found for name in chain.tasks]
    assert len(held) == len(set(held))
    for chain in found:
        for before, after in zip(chain.tasks, chain.tasks[1:], strict=False):
            assert before in {relation.predecessor for relation in made.tasks[after].driving}


# Who pays for it


def imports_networkx(code: str) -> bool:
    line = f"import sys; {code}; print('networkx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.split()[-1] == "True"


@pytest.mark.slow
def test_neither_help_nor_a_large_schedule_imports_networkx() -> None:
    assert not imports_networkx("from schedule.commands import main; main(['--help'], standalone_mode=False)")
    compute_kashgar = (
        "import schedule; from schedule.engine import paths; from schedule.engine.compute import compute;"
        "from schedule.engine.state import as_of; p = schedule.load('plans/kashgar');"
        "paths.LARGEST_GRAPH = {largest}; compute(as_of(p, schedule.latest_data_date(p)))"
    )
    assert not imports_networkx(compute_kashgar.format(largest=43))
    assert imports_networkx(compute_kashgar.format(largest=44))


# What the documentation shows


def test_the_manuals_python_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    known: dict[str, Any] = {}
    for block in blocks("en", "python"):
        exec(block, known)
    made = known["meeting"].schedule
    assert known["graph"] is made.graph
    assert known["before"] == paths.everything_before(made, ["works-done"])["works-done"]
    held = {one.task.id for one in holding(made, "works-done")}
    assert {"works-done", *known["holds"]} == held
    _, margins, _ = capsys.readouterr().out.splitlines()
    assert [int(one) for one in margins.strip("[]").split(",")][-1] == known["meeting"].headline.margin


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14))
def test_each_knot_is_told_by_one_of_its_shortest_cycles(links: set[tuple[int, int]]) -> None:
    """Against all cycles of the graph; a task that waits for itself is another fault, and one that is unknown too."""
    names = "abcdefg"
    listed = [
        task(name, "1wd", *(names[one] for one, other in sorted(links) if other == k)) for k, name in enumerate(names)
    ]
    told = [
        fault.facts["found"].split(" → ") for fault in cycle_faults(plan(*listed, task("h", "1wd", "unknown", "a")))
    ]
    known = nx.DiGraph([(names[one], names[other]) for one, other in links if one != other])
    knots = [knot for knot in nx.strongly_connected_components(known) if len(knot) > 1]
    assert sorted(min(knot) for ring in told for knot in knots if set(ring) <= knot) == sorted(map(min, knots))
    for ring in told:
        (knot,) = (one for one in knots if set(ring) <= one)
        shortest = min(map(len, nx.simple_cycles(known.subgraph(knot))))
        assert ring[0] == ring[-1] == min(ring) and len(ring) == shortest + 1
        assert all(known.has_edge(one, other) for one, other in pairwise(ring))


def test_what_holds_a_task_is_the_relation_of_its_bound_whatever_it_is() -> None:
    """Of what only spans others, what has finished, and a task of other dates than ours, as of any."""
    tasks = task("a", "1wd"), task("b", "1wd", "a"), task("d", "1wd"), task("s", "1wd", kind=TaskKind.SUMMARY)
    made = compute(state(plan(*tasks), "2014-04-07", d=Status(started=at("2014-04-04"), finished=at("2014-04-05"))))
    for one in (made, replace(made, tasks={**made.tasks})):
        held = {name: paths.held_by_relation(one, name) for name in "abds"}
        assert held == {"a": None, "b": made.network.relations[0], "d": None, "s": None}
