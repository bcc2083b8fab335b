"""A workbook's sheets → values; also a program of its own, for the forms of workbook whose reader may take us down.

The library that reads cells is written in Rust. A damaged binary workbook (`.xls`, `.et`, `.xlsb`) makes it panic, or
ask for more memory than there is, which ends the whole program. So such a file is read apart:

    python sheets_bridge.py ROWS COLUMNS SHEETS MEGABYTES < WORKBOOK

Standard output gets what `sheets_of` returns, pickled. This module must never import the rest of the project.
"""

from __future__ import annotations

import pickle
import sys
from io import BytesIO
from typing import Any

SHEETS, LOCKED, TOO_LARGE, TOO_MANY, UNREADABLE = "sheets", "locked", "too-large", "too-many", "unreadable"
_PANIC = "pyo3_runtime"
"""The module of the exception that a panic becomes; it is no `Exception`, and can be imported from nowhere."""


def sheets_of(data: bytes, rows: int, columns: int, number: int) -> tuple[str, Any]:
    """`SHEETS` and each sheet's name, rows and merged ranges; or else why not, and what is said about it.

    `rows` and `columns` are the most that a sheet may have, `number` the most sheets of a workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            names, sheets = workbook.sheet_names, []
            if len(names) > number:
                return TOO_MANY, str(len(names))
            for name in names:
                sheet = workbook.get_sheet_by_name(name)
                if sheet.total_width > columns or sheet.total_height > rows:
                    return TOO_LARGE, f"{sheet.total_height} × {sheet.total_width}"
                sheets.append((name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or ()))
    except PasswordError:
        return LOCKED, ""
    except (CalamineError, OSError, ValueError) as error:
        return UNREADABLE, str(error) or type(error).__name__
    except BaseException as error:
        if type(error).__module__ != _PANIC:
            raise
        return UNREADABLE, next(iter(str(error).splitlines()), type(error).__name__)
    return SHEETS, sheets


def main(rows: str, columns: str, number: str, megabytes: str) -> int:
    """Read a workbook from standard input; returns the exit code."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        pass
    else:
        most = int(megabytes) << 20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pickle.dump(sheets_of(sys.stdin.buffer.read(), int(rows), int(columns), int(number)), sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
