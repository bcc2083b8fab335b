"""`daopai import`: a file of another tool becomes a plan's folder."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.commands.conduct import options
from schedule.commands.conduct.printing import tell
from schedule.commands.conduct.reading import sound, with_parties
from schedule.files.exchange.acceptable import acceptable
from schedule.files.exchange.formats import IMPORTED
from schedule.files.plans.as_text import writable
from schedule.files.records.plan_folder import write_project
from schedule.output.words.catalogue import word
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import voice_in


@click.command("import")
@click.argument("file", type=options.Place())
@options.project_name
@options.body_from
@options.out("新计划的文件夹  The new plan's folder.", folder=True, required=True)
@options.lang
def command(file: Path, project_name: str | None, body_from: str | None, out: Path, lang: str) -> None:
    """把 P6 的 .xer 等文件 FILE 变成计划文件夹。Turn FILE, P6's .xer or another tool's, into a plan's folder.

     The plan and its progress become text that computes to the same dates. The folder must be new or empty. Files of
     other tools than P6's .xer need the extra `interop`. P6 has no field for the responsible body
    （责任单位）: --body-from says what its planners used, and the plan keeps it.
    """
    if file.suffix.lower() not in IMPORTED:
        raise options.refused("FILE", "usage.not-imported", plan=file, suffixes=" ".join(IMPORTED))
    found, warnings = sound(file, project_name)
    (found,) = with_parties([found], [file], body_from)
    found, changes = acceptable(found)
    warnings += changes
    project, renamed = writable(found)
    path = write_project(out, project)[0]
    if warnings:
        tell([render_all(warnings, lang), ""])
    for old, new in list(renamed.items())[:1]:
        tell([word("imported.renamed", lang, number=len(renamed), old=old, new=new)])
    voice = voice_in(project.plan, lang)
    tasks, updates = voice.count(len(project.plan.tasks), "task"), voice.count(len(project.updates), "update")
    tell([voice.say("imported", path=path, tasks=tasks, updates=updates, folder=out)])
