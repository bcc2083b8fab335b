"""The words of `explain` and `paths`, in Chinese and in English: what set a date, what holds it, what room is left.

Every reason of the engine has its words under `explain.` and its own name; `{day}` is the date that it names. This
module must never know a schedule.
"""

from __future__ import annotations

from collections.abc import Mapping

EXPLANATION: Mapping[str, tuple[str, str]] = {
    # a task's own line
    "explain.finished": ("已于 {finish} 完成", "finished on {finish}"),
    "explain.running": (
        "{start} 已开始，还需 {days}，预计 {finish} 完成",
        "started on {start}, {days} left, forecast for {finish}",
    ),
    "explain.dates": ("{start} 开始，{finish} 完成", "from {start} to {finish}"),
    "explain.room": ("还有 {days}余地", "{days} left to lose"),
    "explain.no-room": ("已经没有余地", "nothing left to lose"),
    "explain.short": ("已经来不及，缺 {days}", "already short by {days}"),
    "explain.ahead": (
        "先后颠倒：没等{points}就已开始，要核对先后关系",
        "Out of sequence: it started before {points}; check what it waits for",
    ),
    # why not earlier, why not later
    "explain.early": ("为什么不能更早", "Why not earlier"),
    "explain.late": ("为什么不能更晚", "Why not later"),
    "explain.waits-start": ("要等{point}", "waits for {point}"),
    "explain.waits-finish": ("完成要等{point}", "its finish waits for {point}"),
    "explain.finish-of": ("{task}完成", "the finish of {task}"),
    "explain.start-of": ("{task}开始", "the start of {task}"),
    "explain.also": ("同时要等：{tasks}", "Also waits for: {tasks}"),
    "explain.skipped": ("…… 中间还有 {count}，加 --all 全部列出", "… {count} in between; --all lists them"),
    "explain.latest": ("最迟 {start} 启动，最迟 {finish} 完成", "start by {start}, finish by {finish}"),
    "explain.latest-finish": ("最迟 {finish} 完成", "finish by {finish}"),
    "explain.whole-plan": ("全部工作预计 {day} 完成", "the whole plan is forecast to finish on {day}"),
    # what set each date
    "explain.four": (
        "四个日期由什么决定（最晚日期从全部工作的完成往回算）",
        "What set each date (late dates count back from the finish of the whole plan)",
    ),
    "explain.early-start": ("最早开始 {day}", "Early start {day}"),
    "explain.early-finish": ("最早完成 {day}", "Early finish {day}"),
    "explain.late-start": ("最晚开始 {day}", "Late start {day}"),
    "explain.late-finish": ("最晚完成 {day}", "Late finish {day}"),
    "explain.rest-early-start": ("剩余工作最早 {day} 做", "Early start of what is left {day}"),
    "explain.rest-late-start": ("剩余工作最晚 {day} 做", "Late start of what is left {day}"),
    "explain.earliest": ("最早 {day}", "Earliest {day}"),
    "explain.latest-of": ("最晚 {day}", "Latest {day}"),
    "explain.on": ("从开始往后算 {days}", "{days} on from the start"),
    "explain.back": ("从完成往回算 {days}", "{days} back from the finish"),
    "explain.resources-on": ("从开始算，到投入的力量都做完", "from the start until all its resources are done"),
    "explain.resources-back": ("从完成往回算投入力量要用的时间", "back from the finish by what its resources take"),
    "explain.holds": ("要赶在{point}以前", "no later than {point}"),
    "explain.late-start-of": ("{task}最晚开始（{day}）", "the late start of {task} ({day})"),
    "explain.late-finish-of": ("{task}最晚完成（{day}）", "the late finish of {task} ({day})"),
    # reasons
    "explain.relation": ("要等别的工作", "it is tied to another task"),
    "explain.project-start": ("没有等别的工作，从项目开始起算", "waits for nothing, counted from the project's start"),
    "explain.data-date": ("没有等别的工作，从本次数据日期起算", "waits for nothing, counted from the data date"),
    "explain.actual": ("按实际日期 {day}", "its actual date, {day}"),
    "explain.resumed": ("停工后 {day} 复工", "work was suspended and resumes on {day}"),
    "explain.deadline": ("期限 {day}", "the deadline is {day}"),
    "explain.project-finish": (
        "不推迟全部工作的预计完成日 {day}",
        "so as not to delay the finish of the whole plan, {day}",
    ),
    "explain.must-finish-by": ("计划规定全部工作最迟 {day} 完成", "the whole plan must finish by {day}"),
    "explain.open-end": (
        "后面没有工作等它，按它自己的最早完成算",
        "nothing waits for it, so that it counts from its own early finish",
    ),
    "explain.as-late-as-possible": (
        "计划要它尽量晚做，以不推迟后面的工作为限",
        "the plan wants it as late as can be without moving what waits for it",
    ),
    "explain.span": (
        "跟着它所跨的工作走，从其中最早的到最晚的",
        "goes with the tasks that it spans, from the first to the last of them",
    ),
    "explain.start_no_earlier_than": ("计划规定开始不早于 {day}", "the plan lets it start no earlier than {day}"),
    "explain.finish_no_earlier_than": ("计划规定完成不早于 {day}", "the plan lets it finish no earlier than {day}"),
    "explain.start_no_later_than": ("计划规定开始不晚于 {day}", "the plan lets it start no later than {day}"),
    "explain.finish_no_later_than": ("计划规定完成不晚于 {day}", "the plan lets it finish no later than {day}"),
    "explain.start_on": ("计划规定 {day} 开始", "the plan sets its start on {day}"),
    "explain.finish_on": ("计划规定 {day} 完成", "the plan sets its finish on {day}"),
    "explain.mandatory_start": (
        "计划强制 {day} 开始，不管前后的工作",
        "the plan forces its start on {day}, whatever it is tied to",
    ),
    "explain.mandatory_finish": (
        "计划强制 {day} 完成，不管前后的工作",
        "the plan forces its finish on {day}, whatever it is tied to",
    ),
    "explain.external_early_start": (
        "要等别的项目，{day} 以前不能开始",
        "another project lets it start no earlier than {day}",
    ),
    "explain.external_late_finish": ("别的项目要它最迟 {day} 完成", "another project needs it by {day}"),
    "explain.expected_finish": ("承办单位预定 {day} 完成", "it is expected to finish on {day}"),
    # what a day less would gain
    "gain.title": ("下面哪一项少用一天，它能提前多少", "What a day less of one of these would gain it"),
    "gain.lag": ("“{point}”的间隔", "the wait until {point}"),
    "gain.both": ("开始、完成都{moved}", "starts and finishes {moved}"),
    "gain.start": ("开始{moved}", "starts {moved}"),
    "gain.finish": ("完成{moved}", "finishes {moved}"),
    "gain.reached": ("{moved}", "{moved}"),
    "gain.rest": ("（省去中间的休息日）", " (days off in between fall away)"),
    "gain.nothing": ("少用一天也不能提前", "nothing gained"),
    "gain.nothing-also": ("少用一天也不能提前，它同时还要等别的工作", "nothing gained, as others hold it just as much"),
    "gain.comma": ("、", "; "),
    "gain.fixed": ("规定的时限，不能再少", "no shorter than the rules allow"),
    # paths
    "paths.title": ("哪几条线路决定{task}的日期（预计 {day}）", "The paths that decide {task} (forecast for {day})"),
    "paths.number": ("线路 {number}", "Path {number}"),
    "paths.decides": ("没有余地，决定这个日期", "nothing to spare, sets the date"),
    "paths.tight": ("没有余地", "nothing to spare"),
    "paths.spare": ("余地 {days}", "{days} to spare"),
    "paths.joins": ("在“{task}”汇入线路 {path}", "joins path {path} at {task}"),
    "paths.separator": (" · ", " · "),
    "paths.near": (
        "快要变成关键的工作（比关键工作多出的余地不超过 {days}）",
        "Nearly critical (at most {days} more to spare than the critical tasks)",
    ),
    "paths.more": ("多 {days}余地", "{days} more to spare"),
    "paths.no-near": (
        "快要变成关键的工作（比关键工作多出的余地不超过 {days}）：没有",
        "Nearly critical (at most {days} more to spare than the critical tasks): none",
    ),
    "paths.none": (
        "{task}已经完成，或只是跨着别的工作，没有线路可查",
        "{task} has finished or only spans other tasks: no path leads to it",
    ),
    "paths.part.path": ("线路", "path"),
    "paths.part.near": ("快要关键", "nearly critical"),
    "column.part": ("类别", "Kind"),
    "column.path": ("线路号", "Path"),
    "column.slack_days": ("线路余地(天)", "To spare (days)"),
    "column.joins": ("汇入", "Joins"),
}
"""Key → (Chinese, English)."""
