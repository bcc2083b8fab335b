"""The words of the faults that only an `.xer` or another tool's file has, read or written: in Chinese and in English.

They are addressed to somebody who has the file from P6 and can export it again, seldom to somebody who edits it. This
module must never know how a fault is found.
"""

from __future__ import annotations

from collections.abc import Mapping

XER_CODES: Mapping[str, tuple[str, str]] = {
    "calendar-too-short": (
        "日历“{found}”只在写明的日子上班，这些日子不够用：有工作在里面做不完",
        "The calendar “{found}” works on stated days alone, and they are too few: some work does not fit into them",
    ),
    "not-xer": (
        "这不是 P6 的 XER 文件：第一行应以“{expected}”开头，这里是“{found}”",
        "This is no XER file of P6: its first line begins with “{found}” instead of “{expected}”",
    ),
    "truncated-xer": (
        "文件不完整：没有最后的“{expected}”行，请从 P6 重新导出",
        "The file is cut off: its last line, “{expected}”, is missing; export it again from P6",
    ),
    "bad-line": (
        "这一行是“{found}”，这里应是“{expected}”行；请从 P6 重新导出",
        "This line is “{found}”, where a line with “{expected}” should be; export the file again from P6",
    ),
    "cell-count": (
        "{table} 表的这一行有 {found} 格，表头有 {expected} 格；请从 P6 重新导出",
        "This record of the table {table} has {found} cells, its header {expected}; export the file again from P6",
    ),
    "missing-table": ("文件里没有 {expected} 表", "The file has no table {expected}"),
    "missing-field": ("{table} 表里没有“{expected}”这一列", "The table {table} has no field “{expected}”"),
    "empty-cell": ("这一格（{expected}）是空的，不能没有", "This cell ({expected}) is empty and must not be"),
    "duplicate-record": (
        "{table} 表里“{found}”出现了两次",
        "“{found}” stands twice in the table {table}",
    ),
    "unknown-record": (
        "{table} 表里没有“{found}”，文件前后不一致",
        "The table {table} has no “{found}”: the file contradicts itself",
    ),
    "unknown-project": (
        "文件里没有项目“{found}”，有的是：{expected}",
        "The file has no project “{found}”; it has: {expected}",
    ),
    "several-projects": (
        "文件里有 {found} 个项目，请用 --project 指明要哪一个（简称或编号）：{expected}",
        "The file has {found} projects; say which one by --project and its short name or id: {expected}",
    ),
    "duplicate-activity": (
        "有两项作业的代号都是“{found}”：在 P6 里改一个，再导出",
        "Two activities have the id “{found}”: change one in P6 and export the file again",
    ),
    "actual-in-future": (
        "实际日期 {found} 在数据日期 {expected} 之后，仍照原样计算；请核对",
        "The actual date {found} is after the data date, {expected}; it is computed as it stands: check it",
    ),
    "bad-calendar": (
        "日历内容从“{found}”起读不懂；写法如：{expected}",
        "The calendar's data cannot be understood from “{found}” on; it should look like {expected}",
    ),
    "contradicting-status": (
        "状态是 {found}，实际日期却说明是 {expected}",
        "The status is {found}, but by its actual dates it is {expected}",
    ),
    "wbs-cycle": (
        "WBS 互为上级，绕成了圈，其中有“{found}”",
        "WBS nodes are each other's parents in a circle, “{found}” among them",
    ),
    "external-relation": (
        "前置作业在另一个项目（{project}）里，这个关系不参与计算；它的影响以作业上的外部日期为准",
        "The predecessor is in another project ({project}), and the relation is not computed: what it imposes is in the"
        " activity's external dates",
    ),
    # what a plan's folder cannot hold as it was
    "constraint-beside-another": (
        "“{task}”的 {found} 没有导入：不能和 {expected} 同时写",
        "{found} of “{task}” was not imported: it cannot stand beside {expected}",
    ),
    "constraint-without-effect": (
        "“{task}”的 {found} 没有导入：它定不了这项工作的日期",
        "{found} of “{task}” was not imported: it sets no date of this task",
    ),
    "deadline-left-out": (
        "“{task}”的期限 {found} 没有导入：早于项目开始 {expected}",
        "The deadline {found} of “{task}” was not imported: it is before the project's start, {expected}",
    ),
    "suspension-left-out": (
        "“{task}”的停工、复工日期没有导入，先后不对：{found}",
        "The suspension of “{task}” was not imported: its dates are incomplete or out of order ({found})",
    ),
    "suspension-mended": (
        "“{task}”的停工、复工日期不全或先后不对（{found}），导入为：{expected}",
        "The suspension of “{task}” is incomplete or out of order ({found}); it was imported as {expected}",
    ),
    "remaining-assumed": (
        "“{task}”已经开始，没有写剩余工期，按全部工期 {found} 导入",
        "“{task}” has started, but nothing says how much is left; its whole duration of {found} was imported",
    ),
    # other tools' files
    "interop-missing": (
        "读写这种文件要先装一个扩展（还没有 {found}），安装命令：{expected}",
        "This kind of file needs an extra ({found} is not installed); to install it: {expected}",
    ),
    "interop-failed": ("“{found}”转换失败：{problem}", "“{found}” could not be converted: {problem}"),
    "interop-timeout": (
        "“{found}”转换超过 {expected} 秒，已停止",
        "Converting “{found}” took longer than {expected} seconds; it was stopped",
    ),
    "interop-manual-tasks": (
        "“{path}”有 {found} 项手动计划的任务，按其开始时间固定",
        "{path} has manually scheduled tasks ({found}); they are fixed at their starts",
    ),
    "interop-inactive-tasks": (
        "“{path}”有 {found} 项停用的任务，没有读入",
        "{path} has inactive tasks ({found}); they were left out",
    ),
    "interop-external-tasks": (
        "“{path}”有 {found} 项其他项目的任务，没有读入",
        "{path} has tasks of other projects ({found}); they were left out",
    ),
    "interop-summary-links": (
        "“{path}”有 {found} 条摘要任务的关系，已改为其下各任务的关系",
        "{path} has links of summary tasks ({found}); they became links of the tasks below them",
    ),
    "interop-summary-starts": (
        "“{path}”有 {found} 条从摘要任务的开始出发的关系，没有读入",
        "{path} has links from the start of a summary task ({found}); they were left out",
    ),
    "other-rules": (
        "计划按 {found} 的规则计算，这种文件的软件按 {expected} 的规则，由它重新计算后日期可能不同",
        "The plan is computed by the rules of {found}, its file's tool works by those of {expected}: dates may change"
        " when it reschedules",
    ),
    "xer-no-deadline": (
        "“{found}”的要求完成日期没有写：P6 用约束表示，而它已有别的约束",
        "The deadline of {found} was not written: P6 says it by a constraint, and other constraints take its place",
    ),
    "xer-lag-calendar": (
        "“{task}”的“{found}”在这种文件里不能按原来的日历计，写成了按现在的日期折算的工时，日期会有出入，请核对",
        "The lag “{found}” of {task} cannot count on its own calendar in such a file; it was written as the working"
        " hours that it takes now: check its dates",
    ),
    "xer-third-constraint": (
        "P6 的作业至多两个约束，“{task}”的 {found} 没有写",
        "An activity of P6 has two constraints at most; {found} of {task} was not written",
    ),
    "not-encodable": (
        "编码 {encoding} 里没有“{found}”这个字，可以改用：{expected}",
        "The encoding {encoding} has no “{found}”; use one of: {expected}",
    ),
    "file-exists": (
        "“{found}”已经存在；要覆盖它，请加 --force",
        "“{found}” exists already; to replace it, add --force",
    ),
}
"""The sentence for each code, in Chinese and English, without its full stop. Names in braces are facts."""
