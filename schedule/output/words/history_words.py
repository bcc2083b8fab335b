"""The words about the chain of a plan's records: what `verify` says, in Chinese and in English.

This module must never know how a chain is verified.
"""

from __future__ import annotations

from collections.abc import Mapping

HISTORY: Mapping[str, tuple[str, str]] = {
    "column.record": ("文件", "File"),
    "column.data_date": ("数据日期", "Data date"),
    "column.follows": ("上一份", "Follows"),
    "column.fingerprint": ("指纹", "Fingerprint"),
    "column.condition": ("核对", "Verified"),
    "history.sealed": ("相符", "ok"),
    "history.unsealed": ("未封存", "not sealed"),
    "history.changed": ("改过", "changed"),
    "history.missing": ("不见了", "missing"),
    "history.renamed": ("改了名", "renamed"),
    "history.inserted": ("后来插入", "put in later"),
    "history.forked": ("与另一份并列", "beside another"),
    "history.sound": (
        "没有改动：{number} 个文件与封存时一致。末一份的指纹 {fingerprint}，记进会议纪要，日后可以核对",
        "Nothing was changed: the files are as they were sealed ({number}). The fingerprint of the last one is"
        " {fingerprint}: put it into the minutes, to be compared later",
    ),
    "history.unbegun": (
        "历史还没有封存，改了查不出来。封存：daopai verify {plan} --seal",
        "The history is not sealed: a change would not be found. Seal it: daopai verify {plan} --seal",
    ),
    "history.tail": (
        "还没有封存：{names}。改了查不出来；封存：daopai verify {plan} --seal",
        "Not sealed yet: {names}. A change to it would not be found; seal it: daopai verify {plan} --seal",
    ),
    "history.empty": (
        "还没有周报，也没有基准计划：没有要核对的历史",
        "There is no update and no baseline yet: no history to verify",
    ),
    "history.first": ("最早对不上的是 {name}", "The first that is not as it was sealed is {name}"),
    "history.sealed-now": ("已封存 {names}", "Sealed {names}"),
    "history.sealed-too": (
        "前面手写的 {names} 一并封存，从此不能再改",
        "Sealed with it what was typed by hand before: {names}; it can no longer be changed",
    ),
    "version": ("daopai {product}、规则 {rules}", "daopai {product}, rules {rules}"),
    "papers.made-by": ("由 {version} 生成", "Made by {version}"),
    "papers.figures": ("全部数字在 {file}", "all figures are in {file}"),
    "rules.1": ("规则 1 是第一版", "rules 1 are the first"),
    "issued.rules": (
        "先前的材料由 {was} 生成，现在是 {now}",
        "The papers before these were made by {was}; this is {now}",
    ),
    "issued.made-by": ("先前的材料由 {was} 生成", "The papers before these were made by {was}"),
    "issued.sources": ("此后改过：{names}", "changed since: {names}"),
    "issued.unexplained": ("此后规则和文件都没有变", "neither the rules nor a file changed since"),
    "issued.equal": ("数字没有变化", "no figure differs"),
    "issued.differ": ("有 {count}不同", "{count} changed"),
    "count.figure.one": ("{number} 个数", "{number} figure"),
    "count.figure.many": ("{number} 个数", "{number} figures"),
    "issued.clause": ("；", "; "),
    "issued.unknown": (
        "{path} 里先前的材料没有读得出的 snapshot.json（0.2.0 以前的版本不写），不能核对数字",
        "The papers in {path} have no snapshot.json that can be read (before 0.2.0 there was none): their figures"
        " cannot be compared",
    ),
    "issued.headline": ("总的结论", "The headline"),
    "issued.ledger": ("变动明细 {part}", "Ledger: {part}"),
    "column.was": ("先前", "Was"),
    "column.is": ("现在", "Is"),
    "figure.there": ("有没有这一项", "There"),
    "figure.target": ("目标", "Target"),
    "figure.reached": ("已达到", "Reached"),
    "figure.baseline_moved": ("比基准变动", "Moved since the baseline"),
    "figure.project_start": ("项目开始", "Project start"),
    "figure.project_finish": ("项目完成", "Project finish"),
    "figure.critical_path": ("关键线路", "Critical path"),
    "figure.duration": ("工期", "Duration"),
    "figure.longest_path": ("在最长线路上", "On the longest path"),
    "figure.days": ("天数", "Days"),
    "figure.concurrent": ("并行延误", "Concurrent delay"),
    "figure.delay": ("等待", "Idle"),
    "figure.longer": ("多用", "Longer"),
    "figure.reported": ("已报", "Reported"),
    "figure.held": ("算谁的", "Held by"),
    "history.nothing-to-seal": ("没有要封存的文件", "There is nothing to seal"),
}
"""Key → (Chinese, English)."""

HISTORY_CODES: Mapping[str, tuple[str, str]] = {
    "history-changed": (
        "“{found}”封存之后被改过；请从备份恢复，更正写进新的一期",
        "{found} was changed after it was sealed: restore it, and put corrections into a new update",
    ),
    "plan-edited-after-record": (
        "{found} 在“{by}”封存之后改过：要调整计划，写进周报的 revisions，写明原因和批准人；不是调整，就恢复原样",
        "{found} was edited after {by} was sealed: make it a revision in an update, with its reason and who approved"
        " it, or restore the file",
    ),
    "history-missing": (
        "“{by}”接在“{found}”后面，“{found}”不见了；请从备份恢复",
        "{by} follows {found}, which is missing: restore it",
    ),
    "history-renamed": (
        "“{found}”封存时叫“{expected}”；请改回原名",
        "{found} was sealed as {expected}: give it back its name",
    ),
    "history-inserted": (
        "“{found}”是在更晚的“{by}”之后放进来的；请移走，内容写进新的一期",
        "{found} was put in after {by}, which is of a later date: take it away, and put what it says into a new update",
    ),
    "history-forked": (
        "“{found}”和“{by}”都接在“{follows}”后面，有一份是在另一处写的；请移走其中一份，用 daopai 重新登记",
        "{found} and {by} both follow {follows}; one was written elsewhere: take one away and record it again",
    ),
    "bad-version": (
        "“{found}”不是 daopai 的版本，要写成“{expected}”这样；这一行由 daopai 来写，不要手写",
        "“{found}” is no version of daopai like “{expected}”; daopai writes this line, no hand does",
    ),
    "newer-rules": (
        "这份记录是较新的 {found} 写的，现在用的是 {expected}：新规则下的意思可能不同，请升级",
        "A newer one wrote this record, {found}; this is {expected}, which may read it otherwise: install the newer",
    ),
    "bad-digest": (
        "“{found}”不是封存的指纹（{expected}）；封存由 daopai verify --seal 来写，不要手写",
        "“{found}” is no seal ({expected}); seals are written by daopai verify --seal, not by hand",
    ),
}
"""The sentence for each code of `schedule.files.records.chain`, as in `schedule.output.words.fault_words`."""
