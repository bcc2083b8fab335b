"""Work that was added between two exports of one project, or left out, with all that ties it in: one event each.

Two exports say no decisions. A task that only the later one has moves nothing alone, and what waits for it "now waits"
for days; so it and its relations are one event, a fragnet (AACE 52R-06), and tasks that were added and are tied to each
other are one. This module must never know what an event moves, nor who decided it: the files do not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from schedule.analysis.move.decided import leading
from schedule.analysis.move.revisions import Change, Step, StepKind, regrouped
from schedule.model import Relation, State, Task


def fragnets(before: State, steps: Sequence[Step], after: State) -> tuple[Step, ...]:
    """The steps found between two exports, with each fragnet as one, where its last change stands among them.

    A relation between two tasks that are in both exports belongs to a fragnet that was put between them, or that stood
    there. `before` and `after` are those that the steps were found between.
    """
    added = _Nets(after.plan.tasks, [step.task for step in steps if step.kind is StepKind.ADD])
    removed = _Nets(before.plan.tasks, [step.task for step in steps if step.kind is StepKind.REMOVE])
    if not added.net_of and not removed.net_of:
        return tuple(steps)
    groups: dict[object, list[Step]] = {}
    for k, step in enumerate(steps):
        for key, piece in _pieces(step, added, removed):
            name = (k, "alone") if key is None else key
            groups[name] = [*groups.pop(name, []), piece]  # popped: the event stands where its last change does
    return tuple(map(_named, regrouped(before, [*groups.values()], after)))


class _Nets:
    """The fragnets of the tasks that only one of two exports has, each named by its first task."""

    def __init__(self, tasks: Mapping[str, Task], names: Iterable[str | None]) -> None:
        self.net_of: dict[str, str] = {}
        self.waits_for: dict[str, set[str]] = {}
        own = sorted(name for name in names if name is not None)
        ties = [(one.predecessor, name) for name in own for one in tasks[name].relations]
        mine = set(own)
        beside: dict[str, list[str]] = {name: [] for name in own}
        for one, other in ties:
            if one in mine:
                beside[one].append(other)
                beside[other].append(one)
        for first in own:
            reached = [first] if first not in self.net_of else []
            while reached:
                name = reached.pop()
                self.net_of[name] = first
                reached += [other for other in beside[name] if other not in self.net_of]
        for predecessor, name in ties:
            self.waits_for.setdefault(self.net_of[name], set()).add(predecessor)

    def between(self, predecessor: str, relations: Iterable[Relation]) -> str | None:
        """The fragnet that waits for a task and that one with these relations waits for."""
        nets = {self.net_of[one.predecessor] for one in relations if one.predecessor in self.net_of}
        return min((net for net in nets if predecessor in self.waits_for.get(net, ())), default=None)


def _pieces(step: Step, added: _Nets, removed: _Nets) -> list[tuple[tuple[str, str] | None, Step]]:
    """What of a step belongs to which fragnet; None: to none."""
    if step.kind is StepKind.ADD and step.task is not None:
        return [(("added", added.net_of[step.task]), step)]
    if step.kind is StepKind.REMOVE and step.task is not None:
        return [(("removed", removed.net_of[step.task]), step)]
    if step.kind is not StepKind.LOGIC:
        return [(None, step)]
    change = step.facts["relations"]
    found: dict[tuple[str, str] | None, tuple[list[Relation], list[Relation]]] = {}
    for place, own, ones, others in ((0, removed, change.was, change.now), (1, added, change.now, change.was)):
        kind, other_kind, other = ("removed", "added", added) if own is removed else ("added", "removed", removed)
        kept = {one.predecessor for one in others}
        for relation in ones:
            net, name = own.net_of.get(relation.predecessor), kind
            if net is None and relation.predecessor not in kept:
                net, name = other.between(relation.predecessor, others), other_kind
            key = None if net is None else (name, net)
            found.setdefault(key, ([], []))[place].append(relation)
    order = sorted(found, key=lambda key: (key is None, key or ("", "")))
    return [(key, replace(step, facts={"relations": Change(*map(tuple, found[key]))})) for key in order]


def _named(event: Step) -> Step:
    """An event of several changes with the name of the one that is new, or gone."""
    parts = event.parts
    if not parts:
        return event
    lead = parts[leading([(one.kind, one.task or "", one.state.plan.tasks.get(one.task or "")) for one in parts])]
    return replace(lead, state=event.state, parts=parts)
