"""Every schedule that the tests make, certified and held by the checker: `pytest --certify`.

There is one place where passes get names and become a `Schedule`, whether a state is computed or varied. With the
option that place states each of them that is new, writes its certificate and has it checked; a test during which one is
not VALID fails, whatever it asked about. What has no certificate is counted, by why. The run fails where no more are
VALID than were asked for (`--certify=10000`), or where anything is left unproved that `TOLD` does not name. Schedules
of other processes (commands that are run from a shell) are made there and not seen here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from certificates import all_said_of

from schedule.analysis.views.certificate import certified
from schedule.engine import compute, cpm, variation
from schedule.engine.compute import Run
from schedule.engine.schedule import Schedule

TOLD = {"as-late-as-possible", "expected", "latest-dates", "reached", "span"}
"""What `docs/certificate.md` says that a certificate does not prove."""
MOST_TASKS = 5_000
"""Larger plans are counted and left out: `benchmarks/certificates.py` has them, up to a million tasks."""


@dataclass(slots=True)
class Certifying:
    """What was certified in this process: how many schedules, what is not proved of them, and which are not VALID."""

    folder: Path
    counts: Counter[str] = field(default_factory=Counter)
    invalid: list[str] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)

    def take(self, one: Schedule) -> None:
        """Certify a schedule and have it checked; what that raises is a fault of the certificate, not of the test."""
        try:
            self._certify(one)
        except Exception as error:
            self.counts["INVALID"] += 1
            self.invalid.append(f"{type(error).__name__}: {error}")

    def _certify(self, one: Schedule) -> None:
        if len(one.network.tasks) > MOST_TASKS:
            self.counts["too large"] += 1
            return
        found = certified(one, one.state.data_date, "", [])
        if found is None:
            self.counts[without(one)] += 1
            return
        digest = sha256(found.text.encode()).digest()
        if digest in self.seen:
            self.counts["again"] += 1
            return
        self.seen.add(digest)
        first, *others = all_said_of(found.text, self.folder)
        self.counts["VALID" if first.startswith("VALID ") else "INVALID"] += 1
        self.counts.update({f"not proved: {line.split()[2]}" for line in others if line.startswith("not proved: ")})
        if not first.startswith("VALID "):
            (self.folder / f"invalid-{len(self.invalid)}.json").write_text(found.text, encoding="utf-8")
            self.invalid.append(first)


def without(one: Schedule) -> str:
    """Why a schedule has no certificate, as `docs/certificate.md` has it; whatever else there is fails the run."""
    if not one.network.tasks:
        return "none: no work"
    if len(one.network.homes) > 1:
        return "none: several plans"
    assert cpm.MOVED in one.passes.early.set_by
    return "none: put off past what follows"


class Plugin:
    """Puts `Certifying` where schedules are made, fails a test by it, and tells what all workers of a run counted."""

    def __init__(self, folder: Path, least: int) -> None:
        self._found, self._least = Certifying(folder), least
        self._whole: Counter[str] = Counter()
        make = compute.schedule_of

        def made(run: Run) -> Schedule:
            schedule = make(run)
            self._found.take(schedule)
            return schedule

        compute.schedule_of = variation.schedule_of = made

    @pytest.fixture(autouse=True)
    def certified(self) -> Iterator[None]:
        before = len(self._found.invalid)
        yield
        assert not self._found.invalid[before:], self._found.invalid[before]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if (output := getattr(session.config, "workeroutput", None)) is not None:
            output["certified"] = dict(self._found.counts)
            return
        self._whole += self._found.counts
        if self.lacking():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def lacking(self) -> list[str]:
        """What fails the run, though no test did: too few schedules were VALID, or something was not proved of one."""
        found = [] if self._whole["VALID"] > self._least else [f"no more than {self._least} VALID"]
        known = {"VALID", "again", "too large", *(f"not proved: {key}" for key in TOLD)}
        return found + [key for key in self._whole if key not in known and not key.startswith("none: ")]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self._whole.update(getattr(node, "workeroutput", {}).get("certified", {}))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        shown = ", ".join(f"{key} {count}" for key, count in sorted(self._whole.items()))
        terminalreporter.write_line(f"certified: {shown}")
        for one in self.lacking():
            terminalreporter.write_line(f"certified: FAILED, {one}")
