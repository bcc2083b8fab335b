"""The command line: read, call, print.

Each command is a module of this room with a click command called `command`, imported when it is used, so that
`daopai --help` reads nothing but this file. Only this room reads the clock, the locale or the environment, and no
arithmetic on dates or durations may ever be done here.

Answers go to stdout, talk to stderr. How a command ends stands in `schedule.commands.conduct.exits`.
"""

from __future__ import annotations

import gc
import io
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn, TypeGuard

import click

from schedule.commands.conduct.exits import Exit, end_process, leave, of_faults
from schedule.diagnostics import PlanError, nearest
from schedule.version import THIS

COMMANDS: Mapping[str, str] = {
    "meeting": "周例会全套材料  The weekly run: headline, alerts, charts, tables",
    "check": "检查计划  Report every fault and the schedule's quality",
    "schedule": "全部日期  The computed dates of every task",
    "deadlines": "工期倒排表  The backward-scheduled deadline table",
    "portfolio": "一区多园：多个计划开一次会  One meeting over many plans of a zone",
    "page": "手机网页  The meeting on one HTML page that opens offline on a phone",
    "gantt": "横道图  One Gantt chart: PNG, SVG or PDF",
    "figures": "全部图表和总览  All charts of a meeting, and one sheet of them",
    "alerts": "预警清单  Slippage alerts, by what they cost the deadline",
    "custody": "责任倒逼：材料在谁手上  Who holds the file of each approval, and for how long",
    "law": "法定期限：有效的、用到的、要核实的  Statutory periods in force, used, to be confirmed",
    "funds": "资金：到位多少、卡住哪几项  What money there is, and which dates wait for it",
    "level": "班组不够：怎么错开  The plan with its crews never asked for more than there is",
    "explain": "为什么是这一天  Why a task stands where it stands",
    "why": "为什么变动、算谁的  Why a forecast moved, and whose each day is",
    "paths": "哪几条线路决定日期  The paths that decide a date, and those that come next",
    "baseline": "批准基准计划  Store approved dates to measure against",
    "update": "登记一周进展  Record a week's progress in a new file",
    "decide": "登记决定：调整计划  Record a decision that changes the plan, and what it moves",
    "preview": "先看再定：这样改期限动几天  What a change would do to every deadline, before it is decided",
    "recover": "守不住怎么办：最省的合法措施  The cheapest lawful measures that keep a deadline",
    "forms": "发填报表  One form for each body: its open tasks, to fill in",
    "collect": "收填报表  Read forms back and write one new update",
    "verify": "核对历史  Whether a past update, baseline or plan was changed",
    "new": "新建计划  Start a plan from a template",
    "schema": "编辑器补全和查错  What an editor completes keys and marks faults by",
    "import": "导入 P6 等软件的文件  Turn a file of P6 or another tool into a plan's folder",
    "export": "导出给 P6、Project  Write the plan as a file of P6 or Microsoft Project",
}
"""Name and short help of every command, in the order that `--help` lists them."""

_MODULES = {"import": "importing", "export": "exporting"}
"""The modules that are called otherwise than their commands: Python does not import `import`; `export` is its half."""

LANG = "daopai.lang"
_SPOKEN = "daopai.spoken"
"""The words of the command, for what is said before they are understood."""
"""Where the language of the command that runs stands in click's context (`ctx.meta`)."""


_BORDER = re.compile("(?<=。)(?=[A-Z])")
"""Where a Chinese sentence ends and its English begins."""


class Manual(click.HelpFormatter):
    """Help as it is read on a terminal: a Chinese character is two cells wide, and no language begins in mid-line.

    Two blanks part the languages of a definition; each stands on lines of its own where both do not fit on one.
    """

    def write_text(self, text: str) -> None:
        """Paragraphs, broken to the width. One that begins with a backspace stays as it is, as click has it."""
        from schedule.output.tables.terminal import Screen, wrapped

        indent = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            self.write("\n" if number else "")
            if paragraph.startswith("\b\n"):
                self.write("".join(f"{indent}{line}\n" for line in paragraph.splitlines()[1:]))
                continue
            for part in _BORDER.split(paragraph):
                self.write("".join(f"{line}\n" for line in wrapped(part, Screen(self.width), indent=indent)))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 27, col_spacing: int = 2) -> None:
        """Terms, and behind them what they mean."""
        from rich.cells import cell_len

        from schedule.output.tables.terminal import Screen, wrapped

        listed = list(rows)
        column = min(max((len(term) for term, _ in listed), default=0), col_max) + col_spacing + self.current_indent
        for term, meaning in listed:
            head, lines = " " * self.current_indent + term, [""]
            for part in meaning.split("  "):
                whole = f"{lines[-1]}  {part}" if lines[-1] else part
                if cell_len(whole) <= self.width - column:
                    lines[-1] = whole
                else:
                    lines += wrapped(part, Screen(self.width - column))
            lines = [line for line in lines if line]
            if len(head) + col_spacing > column:
                self.write(f"{head}\n")
                head = ""
            for line in lines:
                self.write(f"{head:{column}}{line}\n")
                head = ""


class ManualContext(click.Context):
    """A command's context: its help is a `Manual`."""

    formatter_class = Manual


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is used, and turns failures into exit codes."""

    context_class = ManualContext

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's form
        """All commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"schedule.commands.{_MODULES.get(cmd_name, cmd_name)}")
        found: click.Command = module.command
        found.context_class = ManualContext
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest command named for an unknown one."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            meant = nearest(args[0], COMMANDS)
            ctx.fail(
                f"没有命令 {args[0]!r}。"
                + (f"是不是 {meant!r}？" if meant else "")
                + f"  No such command {args[0]!r}."
                + (f" Did you mean {meant!r}?" if meant else "")
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Speak UTF-8 on every machine and in every pipe: the same bytes whatever the locale says.

        A program that a timer or a window starts may have nobody to speak to: then it speaks to nobody. A command lives
        for seconds and leaves few cycles: the collector would only walk a large plan again and again.
        """
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            if getattr(sys, name) is None:
                setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 -- until the end
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace")
        collects = gc.isenabled()
        gc.disable()
        try:
            return super().main(*args, **kwargs)
        finally:
            if collects:
                gc.enable()

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """As click does; the help of all commands is printed here, and may find no room."""
        spoken = tuple(args)
        try:
            ctx = super().make_context(info_name, args, parent, **extra)
            ctx.meta[_SPOKEN] = spoken
            return ctx
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            with click.Context(self, info_name=info_name):
                _end(error, None)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command: faults go to stderr and say how it ends; a closed pipe and Ctrl-C are quiet.

        What nobody foresaw, also where a fault is told, ends in a sentence.
        """
        try:
            return self._told(ctx)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except Exception as error:
            command = self.get_command(ctx, ctx.invoked_subcommand or "")
            elsewhere = command is not None and any("-o" in param.opts for param in command.params)
            _end(error, ctx.meta.get(LANG), elsewhere=elsewhere)

    def _told(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PlanError as error:
            from schedule.output.words.faults import render_all
            from schedule.output.words.languages import DEFAULT

            click.echo(render_all(error.diagnostics, ctx.meta.get(LANG, DEFAULT)), err=True)
            leave(of_faults(error.diagnostics))
        except click.UsageError as error:
            from schedule.commands.conduct.options import heard, retold

            heard(ctx, ctx.meta[_SPOKEN])
            raise retold(error) from None
        except (KeyboardInterrupt, click.Abort):
            leave(Exit.INTERRUPTED)


def is_nameless(error: Exception) -> TypeGuard[UnicodeEncodeError]:
    """Whether a file's name has letters that this system's locale has no bytes for."""
    return isinstance(error, UnicodeEncodeError) and error.encoding == sys.getfilesystemencoding()


def _end(error: Exception, lang: str | None, *, elsewhere: bool = True) -> NoReturn:
    """End a command that the system or its own fault stopped. Where stderr takes nothing, the exit code has to do.

    `elsewhere` says whether the command can write to another place (`-o`).
    """
    if isinstance(error, BrokenPipeError):
        # What is left in the buffer has no reader: without this, Python complains about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        leave(Exit.PIPE_CLOSED)
    if isinstance(error, OSError) or is_nameless(error):
        from schedule.commands.conduct.system_errors import system_text
        from schedule.output.words.languages import DEFAULT

        text, code = system_text(error, lang or DEFAULT, elsewhere=elsewhere), Exit.SYSTEM
    else:
        from schedule.commands.conduct.unexpected import unexpected_text

        text, code = unexpected_text(error, lang), Exit.UNEXPECTED
    with suppress(OSError):
        click.echo(text, err=True)
    leave(code)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(str(THIS), message="%(version)s")
def main() -> None:
    """Backward scheduling: critical path, deadlines, slippage and a meeting's papers, from a plan written as text.

    倒排工期：从一份文本计划，到关键线路、最迟日期、滞后预警、周例会材料。

    PLAN is a plan's folder, a plan file or P6's .xer（计划文件夹、计划文件，或 P6 的 .xer 文件）.
    """


def run() -> None:
    """The command `daopai`, a process of its own, which ends here.

    The collector stays off to its end: put on again, it would walk the whole plan before the process is gone.
    """
    gc.disable()
    try:
        main()
    except SystemExit as exit_:
        end_process(exit_)
