"""Test settings for hypothesis and for the garbage collector.

The default run leaves out what is `slow`, and draws the same examples every time, so that a green commit stays green.
The long run (`make test-long`) has that first, and draws fifty times as many, new ones each time, its short form (`make
test-laws`) five times as many. No example has a time limit: machines differ. What attacks counted (`make test-attack`)
is printed in the end.

The collector of cyclic garbage looks less often, and never again at what was there before the first test: it took a
sixth of a run's processor time to find that ten thousand tests and their modules are still in use.
"""

import gc
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from lengths import share_of

settings.register_profile(
    "default", deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "long", parent=settings.get_profile("default"), max_examples=share_of(3000, least=100), derandomize=False
)
settings.register_profile(
    "mutation", parent=settings.get_profile("default"), max_examples=8, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

gc.set_threshold(10_000, 20, 20)


def pytest_addoption(parser: pytest.Parser) -> None:
    kind = {"type": int, "nargs": "?", "const": 0, "metavar": "COUNT"}
    parser.addoption(
        "--certify", **kind, help="have all schedules that tests make checked, and more than so many be valid"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Nobody imports the engine for it who does not ask."""
    least = config.getoption("--certify")
    if least is not None:
        from certifying import Plugin

        config.pluginmanager.register(Plugin(Path(tempfile.mkdtemp(prefix="certified-")), least), "certifying")


def pytest_collection_finish() -> None:
    """Whatever was imported and collected lives as long as the run."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Each attack with its figures, for `docs/reliability.md`."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for kind, figures in getattr(report, "user_properties", ()):
                if kind == "attack":
                    name = report.nodeid.split("::")[-1]
                    shown = {key: value for key, value in figures.items() if key != "found"}
                    terminalreporter.write_line(f"{name}: {shown}")
