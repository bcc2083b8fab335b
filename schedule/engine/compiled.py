"""The passes at two speeds: as Python reads them, over lists, or compiled by numba, over numpy arrays.

There is one source: the functions of `schedule.calendars.worktime` and `schedule.engine.cpm`. numba (extra `fast`) is
imported only when a network is large enough (`WORTH_COMPILING`), so a meeting never waits for a compiler. What it
compiles is kept between runs; where nothing is kept yet, all but the very largest networks (`WORTH_WAITING`) run
interpreted, and `keep` compiles for those that come later. Both give the same integers. This module must never know a
plan.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

from schedule.calendars import worktime
from schedule.calendars.worktime import Clock
from schedule.engine import cpm, names, order
from schedule.engine.cpm import Arrays, Dates
from schedule.frozen import dataclass

WORTH_COMPILING = 20_000
"""Tasks in columns from which loading the compiled passes (half a second) costs about what it saves a new process."""
PLAN_WORTH_COMPILING = 200_000
"""The same of a plan, whose lists become arrays and lists again: of 100,000 tasks a process that finds the passes
compiled takes as long as one that reads them as Python, and a third more memory."""
WORTH_WAITING = 500_000
"""Tasks from which compiling, ten seconds and more, takes less than what it saves the network that waits for it."""

_SOURCES = (
    *(worktime.work_at, worktime.add, worktime.next_start, worktime.previous_finish, worktime.table_of),
    *(worktime.closing, worktime.period_end, worktime.period_begin, cpm.statutory_end, cpm.statutory_start),
    *(names.enter, names.find, order.group, order.topological),
    *(cpm.stretched, cpm.worked_finish, cpm.finish_for, cpm.start_for, cpm.latest_start, cpm.settled, cpm.last_start),
    *(cpm.on_its_day, cpm.shift_before, cpm.last_finish, cpm.bound, cpm.kept_finish),
    *(cpm.forward_over, cpm.forward, cpm.is_past_start, cpm.left_by, cpm.stand_over, cpm.stand),
    cpm.starts_a_period,
    *(cpm.end_of_what_remains, cpm.before_lag, cpm.last_stand, cpm.next_begin, cpm.last_begin),
    *(cpm.limit_where_it_stands, cpm.limit_where_it_waits),
    *(cpm.backward_over, cpm.backward),
    *(cpm.total_floats, cpm.relation_float, cpm.free_floats, cpm.driving_slacks),
)
"""What is compiled, each function after those that it calls."""

_OPTIONS: Mapping[str, Any] = {"cache": True, "_nrt": False}
"""Kept on disk, and with no reference to an array counted: no pass makes an array or keeps one, and whoever calls it
holds those that it is given. Counted, each look into a calendar takes three times as long as the search in it."""

_T = TypeVar("_T", Arrays, Clock)


@dataclass(frozen=True, slots=True)
class Speed:
    """The passes of `cpm` by name, and the kind of integers that they want."""

    functions: Mapping[str, Callable[..., Any]]
    compiled: bool

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return self.functions[name]

    def column(self, values: Any) -> Any:
        """Integers as these passes want them: an array, or a list, which is given as it is: no pass writes into them.

        The calendars of a plan of centuries are millions of integers, and every run wants them.
        """
        if self.compiled:
            return integers(values)
        if isinstance(values, list):
            return values
        return list(values) if isinstance(values, tuple) else values.tolist()

    def filled(self, count: int, value: int) -> Any:
        """So many integers, all of one value."""
        if self.compiled:
            import numpy as np

            return np.full(count, value, dtype=np.int64)
        return [value] * count

    def empty_dates(self, count: int) -> Dates:
        """Room for a pass over so many tasks."""
        return Dates(*(self.filled(count, value) for value in (0, 0, -1, -1)))

    def given(self, fields: _T) -> _T:
        """A network or a clock, each field as the passes want it."""
        return type(fields)(*map(self.column, fields))


def integers(values: Any) -> Any:
    """Integers as an array of int64. A list is walked once, and not, as by `asarray`, first to learn what it holds."""
    import numpy as np

    if isinstance(values, list):
        return np.fromiter(values, np.int64, len(values))
    return np.ascontiguousarray(values, dtype=np.int64)


def speed_for(count: int, compiled: bool | None = None) -> Speed:
    """The passes for a network of this many tasks: compiled where that pays and numba is there, or as asked.

    It pays where they are kept from an earlier run, or the network is worth the wait. Raises ImportError where compiled
    passes are asked for and numba is not installed.
    """
    if compiled is None:
        compiled = count >= WORTH_COMPILING and find_spec("numba") is not None
        compiled = compiled and (count >= WORTH_WAITING or (_kept_in() / _WHOLE).exists())
    return _compiled() if compiled else INTERPRETED


def keep() -> None:
    """Compile all passes and keep them, for every later process on this machine; nothing where they are kept already.

    For whoever installs: `python -c "from schedule.engine.compiled import keep; keep()"`. Raises ImportError where
    numba is not installed.
    """
    _compiled()


def speed_for_plan(count: int) -> Speed:
    """The passes for a plan of this many tasks, by `PLAN_WORTH_COMPILING`."""
    return speed_for(count, None if count >= PLAN_WORTH_COMPILING else False)


INTERPRETED = Speed({function.__name__: function for function in _SOURCES}, compiled=False)


@lru_cache(maxsize=1)
def _compiled() -> Speed:
    """The same functions compiled; the machine code of all of them is kept between runs."""
    import numba

    own = _kept_in()
    _sweep(own)
    options = vars(numba.config)
    before, options["CACHE_DIR"] = options["CACHE_DIR"], str(own)
    compiled = numba.njit(**_OPTIONS)
    done: dict[str, Any] = {}
    for name, source in (*_SEARCHES.items(), *((one.__name__, one) for one in _SOURCES)):
        same = FunctionType(source.__code__, {**source.__globals__, **done}, source.__name__)
        same.__module__, same.__qualname__ = source.__module__, source.__qualname__
        done[name] = compiled(same)
    options["CACHE_DIR"] = before
    speed = Speed(done, compiled=True)
    if not (own / _WHOLE).exists():
        _run_over_nothing(speed)
    with suppress(OSError):
        (own / _WHOLE).touch()
    return speed


def _sweep(own: Path) -> None:
    """Remove what was kept of sources that are no more: beside these sources any other, elsewhere what nobody uses.

    Nobody uses what was last used months before the latest: another checkout of this user may have used its own today.
    """
    import shutil

    used = {folder: _last_used(folder) for folder in own.parent.glob("daopai-*")}
    for other, when in used.items():
        if other != own and (own.parent == _BESIDE or max(used.values()) - when > _MONTHS):
            shutil.rmtree(other, ignore_errors=True)


def _last_used(kept: Path) -> float:
    """When a process last took what is kept in a folder, in seconds of the file system's clock."""
    with suppress(OSError):
        return (kept / _WHOLE).stat().st_mtime
    with suppress(OSError):
        return kept.stat().st_mtime
    return 0.0


_WHOLE = "whole"
"""A file in the folder of what is compiled, which says that all of it is there, and when it was used last."""
_MONTHS = 90 * 24 * 3600.0
_BESIDE = Path(__file__).parent / "__pycache__"


def _run_over_nothing(speed: Speed) -> None:
    """Every function that is called from outside, over a network without tasks: so numba compiles and keeps it."""
    none, dates = speed.filled(0, 0), speed.empty_dates(0)
    net, clock = Arrays(*[none] * len(Arrays._fields)), Clock(*[none] * len(Clock._fields))
    speed.group(none, speed.filled(1, 0), none)
    speed.topological(none, speed.filled(1, 0), none, none, none)
    speed.enter(none, speed.filled(1, -1))
    speed.find(none, speed.filled(1, -1), none, none)
    speed.forward(net, clock, dates, none, none)
    speed.stand(net, clock, dates, none, dates)
    speed.backward(net, clock, none, none, False, dates)
    speed.total_floats(net, clock, none, none, none)
    speed.free_floats(net, clock, dates, none, none, none)
    speed.driving_slacks(net, clock, dates, none, none)


@cache
def _kept_in() -> Path:
    """A folder of this user's, under a name made of the sources: beside them, or where the system keeps such things."""
    import hashlib
    import tempfile

    import numba
    from numba.misc import appdirs

    text = b"".join(
        Path(str(module.__file__)).read_bytes() for module in (worktime, cpm, names, order, sys.modules[__name__])
    )
    name = f"daopai-{hashlib.sha256(text + numba.__version__.encode()).hexdigest()[:16]}"
    try:
        with tempfile.TemporaryFile(dir=_BESIDE):
            return _BESIDE / name
    except OSError:
        users: Callable[..., str] = appdirs.user_cache_dir
        return Path(users("daopai", appauthor=False), name)


def _bisect_right(values: Any, x: int, low: int, high: int) -> int:
    """The place after all integers that are not greater, in order, of those between two places.

    It is looked for from where it would be if they rose evenly, as the days of a calendar nearly do: of thousands of
    shifts a few are looked at, by steps that grow where a closed season lies between.
    """
    if high - low > _FEW:
        first, last = values[low], values[high - 1]
        if x < first:
            return low
        if x >= last:
            return high
        k, step = low + int(float(x - first) * float(high - 1 - low) / float(last - first)), 1
        if values[k] <= x:
            low = k + 1
            while k + step < high and values[k + step] <= x:
                low = k + step + 1
                step <<= 2
            high = min(high, k + step)
        else:
            high = k
            while k - step >= low and values[k - step] > x:
                high = k - step
                step <<= 2
            low = max(low, k - step + 1)
    while low < high:
        middle = (low + high) >> 1
        if values[middle] <= x:
            low = middle + 1
        else:
            high = middle
    return low


def _bisect_left(values: Any, x: int, low: int, high: int) -> int:
    """The place before all integers that are not less: that after all that are not greater than the one below."""
    return _bisect_right(values, x - 1, low, high)


_FEW = 16
"""Values among which halving finds a place as soon as guessing does."""
_SEARCHES = {"_bisect_right": _bisect_right, "bisect_right": _bisect_right, "bisect_left": _bisect_left}
"""What numba does not know of the standard library, under the names by which it is called."""
