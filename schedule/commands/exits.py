"""How a command ends: every exit code once, with its one meaning, and which faults end it how.

No other module may call the interpreter's exit or click's. This module must never read a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import NoReturn

import click

from schedule.diagnostics import Diagnostic, Severity


class Exit(IntEnum):
    """An exit code. `meaning` is what it says, in Chinese and in English; the README prints both.

    Where several could be told, the first that stood in the way of the answer is: a faulty plan before everything else,
    a message that failed before the alerts that it was to tell.
    """

    meaning: tuple[str, str]

    def __new__(cls, code: int, chinese: str, english: str) -> Exit:
        """An integer that knows its words."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = (chinese, english)
        return member

    FINE = 0, "正常", "done, and nothing to tell"
    FAULTY = 1, "读入的计划、周报或别的文件有错", "a plan, an update or another file that was read is faulty"
    USAGE = 2, "命令、参数或选项写错了", "a command, an argument or an option is not right"
    ALERTED = 3, "有 --fail-on 那一级或更重的预警", "there are alerts at the level of `--fail-on` or worse"
    REFUSED = 4, "群机器人拒收", "a message was refused by the robot"
    SERVER = 5, "群机器人的服务器出错", "the robot's server failed"
    TIMEOUT = 6, "群机器人没有及时回答", "the robot gave no answer in time"
    UNREACHED = 7, "连不上群机器人", "the robot was not reached"
    UNCLEAR = 8, "群机器人的回答看不懂", "the robot's answer cannot be read"
    UNSETTLED = 9, "以前有一条不知道送到没有", "it is not known whether an earlier message arrived"
    CONFLICTS = 10, "填报表互相矛盾，要会上定", "forms give different answers, for the meeting to settle"
    UNRECORDED = (
        11,
        "周报已经写好，后交的没有登记",
        "the update was written before; what came later was not recorded",
    )
    CHANGED = 12, "过去的周报、基准或计划被改过", "a past update, a baseline or the plan is not as it was sealed"
    OCCUPIED = 13, "要写的文件已经在了，没有覆盖", "what was to be written is there already, and was left alone"
    BUSY = 14, "另一个 daopai 正在写", "another daopai is writing there"
    UNDRAWN = 15, "图画不出来，别的都写好了", "a chart could not be drawn; everything else was written"
    UNINSTALLED = 16, "缺一个扩展", "an extra is not installed"
    UNCONVERTED = 17, "别的软件的文件转换失败", "another tool's file could not be converted"
    SYSTEM = 18, "系统不让读写：盘满、只读、没有权限", "the system does not let it read or write: disk full, read-only"
    INTERRUPTED = 130, "中断（Ctrl-C）", "interrupted (Ctrl-C)"
    PIPE_CLOSED = 141, "接收输出的程序先关了", "whoever read the output closed it"


EXITS: Mapping[str, Exit] = {
    "unknown-project": Exit.USAGE,
    "several-projects": Exit.USAGE,
    "history-changed": Exit.CHANGED,
    "history-missing": Exit.CHANGED,
    "history-renamed": Exit.CHANGED,
    "history-inserted": Exit.CHANGED,
    "history-forked": Exit.CHANGED,
    "plan-edited-after-record": Exit.CHANGED,
    "file-exists": Exit.OCCUPIED,
    "form-exists": Exit.OCCUPIED,
    "update-exists": Exit.OCCUPIED,
    "baseline-exists": Exit.OCCUPIED,
    "folder-not-empty": Exit.OCCUPIED,
    "folder-locked": Exit.BUSY,
    "missing-font": Exit.UNDRAWN,
    "missing-glyph": Exit.UNDRAWN,
    "interop-missing": Exit.UNINSTALLED,
    "notify-missing": Exit.UNINSTALLED,
    "interop-failed": Exit.UNCONVERTED,
    "interop-timeout": Exit.UNCONVERTED,
}
"""How the faults that are not about what a file says end a command; all others are `FAULTY`."""

_WORDS_OF_THE_COMMAND = {"bad-id", "not-encodable"}
"""Faults that have no place in a file where it was an argument or an option that asked for what cannot be."""


def of_faults(diagnostics: Iterable[Diagnostic]) -> Exit:
    """How a command ends that these faults stopped: as they all ask, else `FAULTY`. Warnings ask nothing."""
    asked = {_of(one) for one in diagnostics if one.severity is Severity.ERROR}
    return asked.pop() if len(asked) == 1 else Exit.FAULTY


def _of(fault: Diagnostic) -> Exit:
    if fault.location is None and fault.code in _WORDS_OF_THE_COMMAND:
        return Exit.USAGE
    return EXITS.get(fault.code, Exit.FAULTY)


def leave(code: Exit) -> NoReturn:
    """End the command that runs."""
    click.get_current_context().exit(code)
