"""The words about files of other tools: what importing and comparing them says, in Chinese and in English.

This module must never know how such a file is read.
"""

from __future__ import annotations

from collections.abc import Mapping

IMPORTS: Mapping[str, tuple[str, str]] = {
    "usage.import-first": (
        "{plan} 是别的软件的文件，不往里写。先导入：daopai import {plan} -o {folder}",
        "{plan} is another tool's file, and nothing is written into it. Import it first:"
        " daopai import {plan} -o {folder}",
    ),
    "usage.one-project": (
        "{plan} 只有一个项目，--project 只用于 .xer 等别的软件的文件",
        "{plan} is one project; --project is for files of other tools, such as .xer",
    ),
    "usage.no-stored": (
        "计划没有自带的日期，只有 .xer 等别的软件的文件才有",
        "The plan brings no dates of its own; only files of other tools do, such as .xer",
    ),
    "usage.undated": (
        "文件没有 {task} 等 {number} 项工作的日期：保存之前没有计算过",
        "The file has not all dates of {task} (tasks: {number}); it was saved without being scheduled",
    ),
    "usage.stored-date": (
        "文件自带的日期只有 {date} 这一个数据日期的",
        "The dates in the file are those of its own data date, {date}",
    ),
    "usage.stored-profile": (
        "文件自带的日期不用计算，--profile 和 --stored 不能一起用",
        "The dates in the file are not computed: --profile and --stored exclude each other",
    ),
    "usage.not-imported": (
        "{plan} 不是别的软件的文件；能导入的有：{suffixes}",
        "{plan} is no file of another tool. What can be imported: {suffixes}",
    ),
    "imported": (
        "已写好 {path}：{tasks}，{updates}。下一步：daopai check {folder}",
        "Wrote {path}: {tasks}, {updates}. Next: daopai check {folder}",
    ),
    "imported.renamed": (
        "{number} 项的代号改成计划文件能写的样子，原代号记在 stated，例如 {old} → {new}",
        "Ids that a plan file cannot hold are changed ({number}), the former ones kept as `stated`: {old} → {new}",
    ),
    "check.equal": (
        "与文件自带的日期核对：{equal} / {compared} 项未完成工作的最早、最晚日期和时差全部相同，一分钟不差",
        "Compared with the dates in the file: {equal} of {compared} unfinished tasks equal to the minute"
        " (early and late dates, total and free float)",
    ),
    "check.no-value": ("没有", "nothing"),
    "column.early_start": ("最早开始", "Early start"),
    "column.early_finish": ("最早完成", "Early finish"),
    "column.free_float": ("自由时差", "Free float"),
    "column.compared": ("不同处", "What"),
    "column.stored": ("文件", "In the file"),
    "column.ours": ("计算", "Computed"),
    "column.rule": ("计算的依据", "Computed because"),
}
"""Key → (Chinese, English)."""
