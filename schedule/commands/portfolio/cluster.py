"""The workers of several machines: Dask's executor, which takes what a process pool of this machine takes.

dask.distributed (extra `cluster`) is imported only where a cluster is asked for. Its workers read the parks' folders
themselves, so they have to lie where every machine sees them under the same path. This module must never know what a
component comes to.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from schedule.commands.conduct import options
from schedule.diagnostics import Diagnostic, PlanError
from schedule.portfolio import Portfolio
from schedule.version import THIS

INSTALL = 'pip install "daopai[cluster]"'
SECONDS = 10
"""How long a cluster's scheduler may take to answer, and its first worker to be there."""


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, type[Exception]]]:
    """The executor of a Dask cluster, and what its futures raise when the workers ended that tried.

    Raises:
        PlanError: `cluster-missing`, dask.distributed is not installed.
        click.UsageError: nobody answers at the address, or a worker has another daopai than this one: its figures
            could be others.
    """
    try:
        import distributed
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        facts = {"found": error.name or "distributed", "expected": INSTALL}
        raise PlanError([Diagnostic("cluster-missing", None, facts)]) from None
    try:
        client = distributed.Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError):  # an address that is none is told by any of them
        raise options.refused("--cluster", "usage.cluster", found=address) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS)
            others = {str(one) for one in client.run(version).values()} - {str(THIS)}
        except TimeoutError:
            raise options.refused("--cluster", "usage.cluster-empty", found=address) from None
        except ImportError:
            others = {"?"}
        if others:
            named = options.said("comma").join(sorted(others))
            raise options.refused("--cluster", "usage.cluster-version", found=named, expected=THIS)
        yield client.get_executor(), KilledWorker


def version() -> str:
    """Which daopai a worker has."""
    return str(THIS)


def seen_from_everywhere(portfolio: Portfolio, folder: Path) -> Portfolio:
    """A portfolio whose folders any machine finds: their whole paths, from the folder in which the command runs."""
    members = {key: replace(one, path=folder / one.path) for key, one in portfolio.members.items()}
    return replace(portfolio, members=members)
