"""The words of the finish-move ledger, in Chinese and in English: what happened, whose it is, and what a figure means.

A reader need not know what float is: every column has its line in the legend. This module must never know a ledger.
"""

from __future__ import annotations

from collections.abc import Mapping

WHY: Mapping[str, tuple[str, str]] = {
    # the headline
    "why.moved.later": (
        "{task}的预测由 {before} 变为 {now}，晚 {days}（{since} → {until}）",
        "The forecast of {task} moved from {before} to {now}, {days} later ({since} → {until})",
    ),
    "why.moved.earlier": (
        "{task}的预测由 {before} 变为 {now}，早 {days}（{since} → {until}）",
        "The forecast of {task} moved from {before} to {now}, {days} earlier ({since} → {until})",
    ),
    "why.moved.same": (
        "{task}的预测没有变动，仍是 {now}（{since} → {until}）",
        "The forecast of {task} did not move: it is still {now} ({since} → {until})",
    ),
    "why.reached.later": (
        "{task}已于 {now} 完成，比原来预测的 {before} 晚 {days}（{since} → {until}）",
        "{task} was finished on {now}, {days} later than the forecast of {before} ({since} → {until})",
    ),
    "why.reached.earlier": (
        "{task}已于 {now} 完成，比原来预测的 {before} 早 {days}（{since} → {until}）",
        "{task} was finished on {now}, {days} earlier than the forecast of {before} ({since} → {until})",
    ),
    "why.reached.same": (
        "{task}已于 {now} 完成，与原来的预测相同（{since} → {until}）",
        "{task} was finished on {now}, as forecast ({since} → {until})",
    ),
    "why.moved.later-today": (
        "{task}的预测仍是 {now}，只晚 {days}（{since} → {until}）",
        "The forecast of {task} is still {now}, {days} later in the day ({since} → {until})",
    ),
    "why.moved.earlier-today": (
        "{task}的预测仍是 {now}，只早 {days}（{since} → {until}）",
        "The forecast of {task} is still {now}, {days} earlier in the day ({since} → {until})",
    ),
    "why.reached.later-today": (
        "{task}已于 {now} 完成，只比原来的预测晚 {days}（{since} → {until}）",
        "{task} was finished on {now}, {days} later in the day than forecast ({since} → {until})",
    ),
    "why.reached.earlier-today": (
        "{task}已于 {now} 完成，只比原来的预测早 {days}（{since} → {until}）",
        "{task} was finished on {now}, {days} earlier in the day than forecast ({since} → {until})",
    ),
    "why.as-forecast": (
        "各单位都照上次的预测进行，没有快慢",
        "Everything went as forecast: nobody was late or early",
    ),
    # the table
    "column.what": ("出了什么事", "What happened"),
    "column.cause": ("原因", "Cause"),
    "column.own_days": ("自身耽误(工作日)", "Own days lost"),
    "column.effect_days": ("放大/吸收", "Calendar, room"),
    "column.moved_days": ("影响完工(天)", "Finish (days)"),
    "column.moved_hours": ("影响完工(小时)", "Finish (hours)"),
    "column.in_order": ("按先后", "In order"),
    "column.alone": ("单独", "Alone"),
    "column.but_for": ("若没有它", "But for it"),
    "column.extremes": ("最少～最多", "Least to most"),
    "column.least": ("最少", "Least"),
    "column.most": ("最多", "Most"),
    "column.shapley": ("公平分摊", "Fair share"),
    "column.owen": ("按单位分摊", "Shared by body"),
    "column.error": ("误差(±)", "Error (±)"),
    "why.range": ("{least}～{most}", "{least} to {most}"),
    "why.total": ("合计", "Sum"),
    "why.side-by-side": ("{what}（并行）", "{what} (concurrent)"),
    "why.kind.revision": ("计划调整", "Plan revision"),
    "why.kind.calendar": ("日历公告", "Announced calendar"),
    "why.kind.calendar-found": ("日历变动", "Calendar change"),
    "why.calendar": ("日历", "Calendar"),
    "why.kind.progress": ("工作进展", "Progress"),
    "why.waiting.superior": ("等待上级审批", "Waiting for a higher authority"),
    "why.waiting.money": ("等待资金到位", "Waiting for money"),
    "why.held": ("其中：{account}", "of it: {account}"),
    "why.kind.edited": ("未说明的改动", "Unexplained edit"),
    "why.kind.self-test": ("时间推移", "Data date alone"),
    "why.nobodys": ("{what}，不算任何单位", "{what}; nobody's delay"),
    "why.edited": (
        "计划现在算出的日期与批准的基准不同，没有计划调整说明为什么",
        "the plan no longer gives the dates that were approved, and no revision says why",
    ),
    "why.self-test": (
        "一切照上次预测进行，日期也会变动：是计算规则造成的，不算任何单位",
        "the dates move though everything goes as forecast: the scheduling rules do it; nobody's delay",
    ),
    "why.settings": ("计划的设置改了：{fields}", "settings of the plan changed: {fields}"),
    "why.logic.gone": ("不再等：{relations}", "no longer waits for: {relations}"),
    "why.logic.new": ("改为要等：{relations}", "now waits for: {relations}"),
    "why.hours": ("工作时间改了", "its working hours changed"),
    "why.instead": ("{now}（原来：{was}）", "{now} (before: {was})"),
    "why.causes": ("各单位报告的原因，和调整计划的理由", "Causes as reported, and reasons of the decisions"),
    "why.because": ("{whose}：{cause}", "{whose}: {cause}"),
    "why.approved": ("{reason}（{approved_by}批准）", "{reason} (approved by {approved_by})"),
    # what happened to a task
    "why.unreported": ("未报告，按没有进展计：{days}", "not reported, counts as no progress: {days}"),
    "why.unreported.start": ("未报告，按没有开工计：{days}", "not reported, counts as not started: {days}"),
    "why.unreported.milestone": ("未报告，按没有完成计：{days}", "not reported, counts as not reached: {days}"),
    "why.idle": ("能开工没有开工：{days}", "could have started and did not: {days}"),
    "why.start.later": ("开工晚了 {days}", "started {days} late"),
    "why.start.earlier": ("开工早了 {days}", "started {days} early"),
    "why.milestone.idle": ("能完成没有完成：{days}", "could have been reached and was not: {days}"),
    "why.milestone.later": ("晚了 {days}", "reached {days} late"),
    "why.milestone.earlier": ("早了 {days}", "reached {days} early"),
    "why.work.more": ("剩余工期比预计多 {days}", "{days} more left than expected"),
    "why.work.less": ("剩余工期比预计少 {days}", "{days} less left than expected"),
    "why.took.more": ("用时比预计多 {days}", "took {days} more than expected"),
    "why.took.less": ("用时比预计少 {days}", "took {days} less than expected"),
    "why.corrected": (
        "实际日期更正：原报 {before} 完成，改为 {now}",
        "actual date corrected: finished on {now}, not on {before}",
    ),
    "why.changed": ("日期有变动", "its dates changed"),
    "why.rest": (
        "另有 {count}有变动，都没有影响完工（加 --all 全部列出）",
        "And {count} that moved nothing (--all lists them)",
    ),
    # who was late beside whom
    "why.concurrent": (
        "并行延误 {days}：{tasks}同时耽误，单独追回任何一个，这 {days}也提前不了",
        "Concurrent delay of {days}: {tasks} were late side by side; making up for one alone wins none of it back",
    ),
    "why.joint": (
        "同时追回 {days}：{tasks}都提前了才有这 {days}，不是哪一家单独追回的",
        "Won back together, {days}: it took {tasks}, all of them; none alone would have won it",
    ),
    "why.sampled": (
        "变动的工作太多，分摊是抽样算的，误差大约 ±{days}",
        "Too many tasks changed to try every order: the shares are estimated, within about ±{days}",
    ),
    "why.found": (
        "计划调整是比较两份文件找出来的，文件里没有写理由和批准人",
        "The plan's revisions were found by comparing the files, which give no reason and no approver",
    ),
    "why.fair": ("先后不同、算法不同，各算多少天", "The same days in other orders and by other rules"),
    "why.float": ("余地账（对全部工作的完成）", "Room used and given back (to the finish of the whole plan)"),
    "why.float.none": ("余地账：没有人用掉余地，也没有人还回", "Room: nobody used any or gave any back"),
    "column.float_spent": ("用掉余地(天)", "Room used (days)"),
    "column.float_regained": ("还回(天)", "Given back (days)"),
    "column.float_since": ("自基准以来净用(天)", "Net since the baseline (days)"),
    "column.float_left": ("还剩最少", "Least left"),
    "why.left": ("{days}（{task}）", "{days} ({task})"),
    # the legend
    "why.legend": ("怎么看", "How to read this"),
    "why.legend.own": (
        "自身耽误：这项工作自己多用或空等的天数，按它自己的日历算；等别人的天数不算；负数是抢回来的",
        "Own days lost: working days that the task itself idled or worked longer, on its own calendar; waiting for"
        " others is not counted; negative: won back",
    ),
    "why.legend.effect": (
        "放大/吸收：放大(+)是遇上周末、节假日，耽误一个工作日，完工晚几天；吸收(-)是有余地、落在假期里，或者别的事项同时耽误，没有再影响完工",
        "Calendar, room: a working day lost before a weekend or a holiday costs several days (+); room, a holiday"
        " or another task's delay beside it takes it up (-)",
    ),
    "why.legend.moved": (
        "影响完工：按先后顺序，一项一项把预计换成实际，完工日期跟着动几天；相加正好等于总变动",
        "Finish: expected replaced by reported, task by task in order; the days sum exactly to the move",
    ),
    "why.legend.alone": ("单独：只有它变、别的都照预计，完工动几天", "Alone: the move if only this had changed"),
    "why.legend.but_for": (
        "若没有它：别的都照实际、只有它照预计，完工少动几天",
        "But for it: what would be saved if only this had gone as expected",
    ),
    "why.legend.extremes": (
        "最少～最多：换各种先后顺序，算到它头上的最少和最多",
        "Least to most: the smallest and the largest figure over all orders",
    ),
    "why.legend.shapley": (
        "公平分摊：所有先后顺序的平均（Shapley 值），几家同时耽误时看这一栏；"
        "按单位分摊：先分到单位，再分到事项（Owen 值）",
        "Fair share: the average over all orders (Shapley value), the one to read where several were late at once;"
        " shared by body: first among bodies, then among their tasks (Owen value)",
    ),
    "why.legend.float": (
        "余地：晚几天也不影响全部工作完成的天数；用掉了，后面就没有缓冲",
        "Room: days that a task can lose without moving the finish of the whole plan; once used it is gone",
    ),
    # many windows
    "column.until": ("到", "Until"),
    "column.sum": ("合计", "Sum"),
    "column.concurrent_days": ("其中并行", "Of it concurrent"),
    "column.weeks": ("哪几期", "When"),
    "why.start": ("{day} 起", "from {day}"),
    "why.baseline": ("基准", "baseline"),
    "why.fair-total": ("公平分摊合计", "Fair shares"),
    "why.weeks": ("每期算谁的（天）", "Whose it is, by window (days)"),
    "why.largest": ("影响最大的事项", "What moved it most"),
    "why.reconciled": (
        "核对：各期合计 {sum} 天 = 总变动 {moved} 天（{before} → {now}），没有差额",
        "Reconciled: the windows sum to {sum} days, the forecast moved by {moved} days ({before} → {now})",
    ),
    # in the meeting
    "meeting.why": ("为什么变动、算谁的（{move}）", "Why it moved, and whose it is ({move})"),
    "why.move.later": ("{before} → {now}，晚 {days}", "{before} → {now}, {days} later"),
    "why.move.earlier": ("{before} → {now}，早 {days}", "{before} → {now}, {days} earlier"),
    "why.move.same": ("没有变动，仍是 {now}", "not moved, still {now}"),
    "why.concurrent.short": (
        "并行延误 {days}：{count}同时耽误，单独追回任何一项，这 {days}也提前不了",
        "Concurrent delay of {days}: {count} late side by side; making up for one alone wins none of it back",
    ),
    "why.joint.short": (
        "同时追回 {days}：{count}都提前了才有这 {days}，不是哪一家单独追回的",
        "Won back together, {days}: it took {count}; none alone would have won it",
    ),
    "why.part": ("{whose}：{what}，影响完工 {days}", "{whose}: {what}; moved the finish by {days}"),
    "why.part.shared": ("{whose}：{what}，公平分摊 {days}", "{whose}: {what}; fair share {days}"),
    "why.part.none": ("{whose}：{what}，没有影响完工", "{whose}: {what}; did not move the finish"),
    "why.more": ("另有 {count}，合计 {days}，见 ledger.csv", "{count} more, together {days}: see ledger.csv"),
    "why.float.used": ("用掉余地：{bodies}", "Room used: {bodies}"),
    "why.float.regained": ("还回余地：{bodies}", "Room given back: {bodies}"),
    "why.float.body": ("{body} {days}", "{body} {days}"),
    "why.decided": ("{what}，理由：{cause}", "{what}; reason: {cause}"),
    # usage errors
    "usage.one-export": (
        "只有一份 {plan}，没有可以比较的；再给一份后来导出的：daopai why {plan} LATER.xer",
        "{plan} alone has nothing to compare it with: give a later export too, daopai why {plan} LATER.xer",
    ),
    "usage.exports-only": (
        "给几份文件时，都要是 P6 这类软件导出的文件，{plan} 不是",
        "several files must all be exports of P6 or another tool, and {plan} is none",
    ),
    "usage.rising": (
        "{plan} 的数据日期是 {day}，不比前一份（{before}）晚；请按数据日期先后排列",
        "the data date of {plan} is {day}, not after that of the file before it ({before}): give them in order",
    ),
    "usage.other-project": (
        "这些文件不像同一个项目：相同代号的工作只有 {shared} 项（较小的一份有 {number} 项）",
        "these do not look like exports of one project: only {shared} tasks of {number} have the same code",
    ),
    "usage.folder-only": (
        "只用于计划文件夹，几份文件比较时不用",
        "is for a plan's folder, not for a series of exports",
    ),
    "usage.first-meeting": (
        "{day} 以前没有周报，没有可以比较的；可以写 --from baseline 或 --from 日期",
        "there is no update before {day} to compare with; say --from baseline or --from DATE",
    ),
    "usage.no-baseline": (
        "{day} 以前没有批准的基准计划；可以写 --from 日期",
        "no baseline was approved by {day}; say --from DATE",
    ),
    "usage.from-after-to": ("{since} 不早于 {until}", "{since} is not before {until}"),
    "usage.spans": (
        "“{found}”是汇总或伴随工作，只跟着别的工作走，没有自己的预测；请选一项工作或节点",
        "“{found}” is a summary or a level of effort, which only goes with others: choose a task or a milestone",
    ),
    "usage.not-yet": (
        "“{found}”在 {day} 的计划里没有；用 --milestone 选另一项，或者改 --from",
        "“{found}” is not in the plan of {day}: choose another with --milestone, or another --from",
    ),
    "count.change.one": ("{number} 项", "{number} change"),
    "count.change.many": ("{number} 项", "{number} changes"),
}
"""Key → (Chinese, English); merged into `schedule.output.words.catalogue`."""
