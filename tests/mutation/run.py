"""Do the tests notice a wrong line? Mutants of the engine, all or a random sample: `run.py --sample 500 --seed 1`.

All of them take hours: `run.py --log FILE` goes on where it was cut off, and `--part 1/2 --log ONE` beside
`--part 2/2 --log OTHER` asks them on two cores; `--told ONE OTHER` counts what logs tell together.

mutmut says in which ways each function is changed; what is drawn is asked here. The tests are collected once. A first
pass measures what each costs and which lines of the engine it reaches; then every mutant gets a process of its own,
forked before any test has run, so that nothing computed without the change is remembered. There the changed code takes
the place of the function's, wherever that was imported to, and the tests that reach the changed line run until one
fails: those that have failed often for little time first. See README.md beside it.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import json
import math
import os
import random
import resource
import signal
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
SLOW = 1.0
"""Seconds of the processor from which a test is left out: a survivor costs all tests that reach its line."""
BUDGET = 20.0
"""Seconds of tests that one mutant is asked by; what no test has noticed by then survives."""
MEMORY = 6 << 30
TIMED_OUT, SURVIVED = "time-out", "survived"


class Mutant(NamedTuple):
    """One change of one function: the lines of the changed statement, what was and what is there, the new code."""

    name: str
    path: str
    function: str
    lines: range
    changed: tuple[str, str]
    code: str


def made(path: str) -> str:
    """A source with all mutants of its functions, as mutmut writes it; kept in `mutants/` until the source changes."""
    source, kept = ROOT / path, ROOT / "mutants" / path
    if not kept.exists() or kept.stat().st_mtime < source.stat().st_mtime:
        from mutmut.mutation.file_mutation import mutate_file_contents

        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(mutate_file_contents(path, source.read_text(encoding="utf-8")).code, encoding="utf-8")
    return kept.read_text(encoding="utf-8")


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods of a module, with their qualified names."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from (
                (f"{node.name}.{method.name}", method) for method in node.body if isinstance(method, ast.FunctionDef)
            )


def statement(function: ast.FunctionDef, line: int) -> range:
    """The lines of the innermost statement on a line, of one with a body its head; of the signature all lines."""
    lines = range(function.lineno, function.end_lineno + 1 if function.end_lineno else function.lineno)
    for node in ast.walk(function):
        if isinstance(node, ast.stmt) and node is not function and node.end_lineno:
            body = getattr(node, "body", None)
            own = range(node.lineno, max(body[0].lineno, node.lineno + 1) if body else node.end_lineno + 1)
            if line in own and len(own) < len(lines):
                lines = own
    return lines


def mutants_of(path: str, source: str, mutated: str) -> list[Mutant]:
    """All mutants of a source, in order."""
    originals, text = dict(functions(ast.parse(source))), source.splitlines()
    mutants, changed = [], mutated.splitlines()
    for qualified, node in functions(ast.parse(mutated)):
        owner, _, mangled = qualified.rpartition(".")
        plain, _, number = mangled.partition("__mutmut_")
        if not number.isdecimal():
            continue
        name = plain.split("ǁ")[-1] if "ǁ" in plain else plain.removeprefix("x_")
        function = f"{owner}.{name}".lstrip(".")
        original = originals[function]
        old, new = (lines[of.lineno - 1 : of.end_lineno] for lines, of in ((text, original), (changed, node)))
        new[0] = new[0].replace(mangled, name, 1)
        at = next((k for k, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
        lines, shown = statement(original, original.lineno + at), (old[at].strip(), new[at].strip())
        code = "\n".join(line[original.col_offset :] for line in new)
        mutants.append(Mutant(f"{Path(path).stem}.{function}:{number}", path, function, lines, shown, code))
    return mutants


def all_mutants(modules: Collection[str] = ()) -> dict[str, list[Mutant]]:
    """The mutants of each mutated file, or of the files of some modules."""
    paths = sorted(str(path.relative_to(ROOT)) for pattern in SETTINGS["only_mutate"] for path in ROOT.glob(pattern))
    every = {
        path: mutants_of(path, (ROOT / path).read_text(encoding="utf-8"), made(path))
        for path in paths
        if path not in SETTINGS["do_not_mutate"] and (not modules or Path(path).stem in modules)
    }
    return {path: mutants for path, mutants in every.items() if mutants}


def drawn(every: Mapping[str, Sequence[Mutant]], count: int, seed: int) -> list[Mutant]:
    """A random sample without return, of each file in proportion to its mutants, of none fewer than four."""
    total = sum(map(len, every.values()))
    chance = random.Random(seed)
    sample = []
    for _, mutants in sorted(every.items()):
        share = min(len(mutants), max(4, round(count * len(mutants) / total)))
        sample += chance.sample(mutants, share)
    return chance.sample(sample, len(sample))


def changed_code(mutant: Mutant, namespace: Mapping[str, Any]) -> tuple[CodeType, Any, Any]:
    """The code of a changed function and its defaults, compiled as its module was."""
    scope = dict(namespace)
    exec(compile("from __future__ import annotations\n" + mutant.code, mutant.path, "exec", dont_inherit=True), scope)
    function = plain_function(scope[mutant.function.rpartition(".")[2]])
    return function.__code__, function.__defaults__, function.__kwdefaults__


def plain_function(found: Any) -> FunctionType:
    """What a property, a class method or a decorated function calls in the end."""
    if isinstance(found, property):
        found = found.fget
    function = inspect.unwrap(getattr(found, "__func__", found))
    assert isinstance(function, FunctionType)
    return function


def put_in_place(mutant: Mutant) -> None:
    """Change a function for everybody who has imported it, under whatever name."""
    module = importlib.import_module(mutant.path.removesuffix(".py").replace("/", "."))
    found: Any = module
    for part in mutant.function.split("."):
        found = inspect.getattr_static(found, part)
    function = plain_function(found)
    code, function.__defaults__, function.__kwdefaults__ = changed_code(mutant, vars(module))
    function.__code__ = code.replace(co_freevars=function.__code__.co_freevars)


class TooSlow(BaseException):
    """A test that takes too long; no `except Exception` stops it."""


class Outcome:
    """A plugin that hears whether the test that runs has failed."""

    failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Setup, call and teardown each report."""
        self.failed |= report.failed


def run_test(item: pytest.Item, outcome: Outcome) -> bool:
    """Whether a test passes, alone and with fixtures of its own."""
    outcome.failed = False
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    return not outcome.failed


def in_a_process(work: Callable[[], Any], seconds: float) -> Any:
    """What `work` gives in a process of its own, as JSON; None where it dies, or takes more of the processor."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds) + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        try:
            with os.fdopen(writing, "w") as answer:
                json.dump(work(), answer)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return json.loads(told) if told else None


class Tests:
    """The collected tests: what each costs, the lines that it reaches, how many mutants it has killed of each file."""

    def __init__(self, session: pytest.Session, slow: float) -> None:
        self.session, self.slow, self.outcome = session, slow, Outcome()
        session.config.pluginmanager.register(self.outcome)
        self.cost: dict[int, float] = {}
        self.reaching: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        self.kills: dict[str, Counter[int]] = defaultdict(Counter)

    def measure(self) -> None:
        """Run all once, in a process of its own."""
        costs, reaching = in_a_process(self._measured, 3600)
        self.cost = {item: cost for item, cost in enumerate(costs) if cost is not None}
        for path, lines in reaching.items():
            for line, items in lines.items():
                self.reaching[path][int(line)] = {item for item in items if item in self.cost}

    def _measured(self) -> tuple[list[float | None], dict[str, dict[int, list[int]]]]:
        import coverage

        def stop(*_: object) -> None:
            raise TooSlow

        signal.signal(signal.SIGPROF, stop)
        tracer = coverage.Coverage(
            data_file=None, config_file=False, include=[str(ROOT / path) for path in SETTINGS["only_mutate"]]
        )
        costs: list[float | None] = []
        tracer.start()
        for number, item in enumerate(self.session.items):
            tracer.switch_context(str(number))
            begin = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, self.slow)
            try:
                passed = run_test(item, self.outcome)
            except TooSlow:
                passed = False
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            costs.append(time.process_time() - begin if passed else None)
        tracer.stop()
        data = tracer.get_data()
        return costs, {
            str(Path(path).relative_to(ROOT)): {
                line: [int(context) for context in contexts if context]
                for line, contexts in data.contexts_by_lineno(path).items()
            }
            for path in data.measured_files()
        }

    def for_mutant(self, mutant: Mutant) -> list[int]:
        """The tests that reach its line, the likeliest to notice it in little time first, within the budget."""
        reaching = set[int]().union(*(self.reaching[mutant.path][line] for line in mutant.lines))
        kills = self.kills[mutant.path]
        ordered = sorted(reaching, key=lambda item: -(kills[item] + 0.1) / (self.cost[item] + 0.005))
        spent, chosen = 0.0, []
        for item in ordered:
            spent += self.cost[item]
            if spent > BUDGET:
                break
            chosen.append(item)
        return chosen

    def ask(self, mutant: Mutant) -> str:
        """The test that notices a mutant, or what became of it."""
        chosen = self.for_mutant(mutant)

        def killer() -> int:
            try:
                put_in_place(mutant)
            except Exception:
                return -2
            return next((item for item in chosen if not run_test(self.session.items[item], self.outcome)), -1)

        killed_by = in_a_process(killer, 10 + 4 * sum(self.cost[item] for item in chosen))
        if killed_by is None:
            return TIMED_OUT
        if killed_by == -2:
            return "not compiled"
        if killed_by == -1:
            return f"{SURVIVED} {len(chosen)} tests"
        self.kills[mutant.path][killed_by] += 1
        return str(self.session.items[killed_by].nodeid)


def interval(killed: int, drawn: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, in per cent.

    >>> [round(end, 1) for end in interval(282, 300)]
    [90.7, 96.2]
    """
    z = 1.96
    share = killed / drawn
    middle = (share + z * z / (2 * drawn)) / (1 + z * z / drawn)
    half = z / (1 + z * z / drawn) * math.sqrt(share * (1 - share) / drawn + z * z / (4 * drawn * drawn))
    return 100 * (middle - half), 100 * (middle + half)


class Run:
    """The plugin that takes the place of pytest's loop over the tests."""

    def __init__(self, mutants: Sequence[Mutant], drawn_from: Mapping[str, int], log: Path | None, slow: float) -> None:
        self.mutants, self.drawn_from, self.log, self.slow = mutants, drawn_from, log, slow
        self.known = fates_of([log] if log is not None and log.exists() else [], mutants)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure, ask every mutant, print what came of it."""
        tests = Tests(session, self.slow)
        tests.measure()
        left_out = len(session.items) - len(tests.cost)
        say(f"{len(tests.cost)} tests of {sum(tests.cost.values()):.0f} s; {left_out} left out")
        fates = dict(self.known)
        try:
            for mutant in self.mutants:
                if mutant not in fates:
                    fate = fates[mutant] = tests.ask(mutant)
                    place = f"{mutant.path}:{mutant.lines.start}"
                    say(f"{mutant.name}\t{fate}\t{place}\t{_said(mutant)}", self.log)
        except KeyboardInterrupt:  # the order is random: what was asked until now is a sample too
            pass
        say(report(fates, self.drawn_from))
        return True


def _said(mutant: Mutant) -> str:
    return " -> ".join(mutant.changed)


def fates_of(logs: Collection[Path], mutants: Collection[Mutant]) -> dict[Mutant, str]:
    """What logs tell of mutants that are still the same change of the same function."""
    asked = {(mutant.name, _said(mutant)): mutant for mutant in mutants}
    fates = {}
    for log in logs:
        for line in log.read_text(encoding="utf-8").splitlines():
            name, fate, _, said = line.split("\t", 3)
            if (name, said) in asked:
                fates[asked[name, said]] = fate
    return fates


def say(line: str, log: Path | None = None) -> None:
    """Print a line, and keep it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
    if log is not None:
        with log.open("a", encoding="utf-8") as kept:
            kept.write(line + "\n")


def report(fates: Mapping[Mutant, str], drawn_from: Mapping[str, int]) -> str:
    """The table of files as Markdown: mutants, drawn, killed, by time-out, survived, the share with its interval."""
    rows = [
        "| file | mutants | drawn | killed | of them by time-out | survived | rate | 95 % |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, paths in [*((Path(path).name, [path]) for path in drawn_from), ("all", list(drawn_from))]:
        own = [fate for mutant, fate in fates.items() if mutant.path in paths]
        if own:
            survived = sum(fate.startswith(SURVIVED) for fate in own)
            killed, late = len(own) - survived, own.count(TIMED_OUT)
            low, high = interval(killed, len(own))
            total = sum(drawn_from[path] for path in paths)
            rows.append(
                f"| {name} | {total} | {len(own)} | {killed} | {late} | {survived} "
                f"| {100 * killed / len(own):.1f} % | {low:.0f} to {high:.0f} % |"
            )
    return "\n".join(rows)


def main() -> int:
    """Draw, ask, report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", type=int, help="how many mutants; without it all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, help="a file to which each mutant's fate is added, unless it is there")
    parser.add_argument("--part", help="2/3: the second of three parts of all of them")
    parser.add_argument("--told", nargs="*", type=Path, help="ask nothing: print what these logs tell")
    parser.add_argument("--only", nargs="*", help="the names of these mutants alone")
    parser.add_argument("--tests", nargs="*", help="files of tests that are asked instead of those of `[tool.mutmut]`")
    parser.add_argument("--slow", type=float, default=SLOW, help="seconds from which a test is left out")
    given = parser.parse_args()
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    every = all_mutants({name.partition(".")[0] for name in given.only or ()})
    mutants = [mutant for found in every.values() for mutant in found]
    if given.only:
        mutants = [mutant for mutant in mutants if mutant.name in given.only]
    elif given.sample:
        mutants = drawn(every, given.sample, given.seed)
    else:  # in random order, so that what was asked until it is cut off is a sample
        mutants = drawn(every, len(mutants), given.seed)
    if given.told:
        say(report(fates_of(given.told, mutants), {path: len(found) for path, found in every.items()}))
        return 0
    if given.part:
        part, parts = map(int, given.part.split("/"))
        mutants = mutants[part - 1 :: parts]
    options = ["-q", "-s", "--tb=native", "-p", "no:xdist", *SETTINGS["pytest_add_cli_args"]]
    run = Run(mutants, {path: len(found) for path, found in every.items()}, given.log, given.slow)
    tests = given.tests or SETTINGS["pytest_add_cli_args_test_selection"]
    return int(pytest.main([*options, *tests], plugins=[run]))


if __name__ == "__main__":
    sys.exit(main())
