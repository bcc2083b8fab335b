"""The words of the two charts of the finish-move ledger, in Chinese and English; merged into the charts' words.

This module must never know a ledger.
"""

from __future__ import annotations

from collections.abc import Mapping

LEDGER: Mapping[str, tuple[str, str]] = {
    # titles
    "moved": ("{task}：{before} → {after}，{amount}", "{task}: {before} → {after}, {amount}"),
    "moved.not": ("{task}：仍是 {after}，没有变动", "{task}: still {after}, not moved"),
    "moved.reached": (
        "{task}：已于 {after} 完成，原预计 {before}，{amount}",
        "{task}: finished on {after}, forecast for {before}, {amount}",
    ),
    "moved.not.reached": ("{task}：已于 {after} 完成，与预计相同", "{task}: finished on {after}, as forecast"),
    "moved.later": ("晚 {amount}", "{amount} later"),
    "moved.earlier": ("早 {amount}", "{amount} earlier"),
    "moved.between": (
        "为什么变动、算谁的（{since} → {until}）",
        "Why it moved, and whose it is ({since} → {until})",
    ),
    # amounts
    "share.of": ("分摊 {amount}", "share {amount}"),
    # the rows of a window
    "forecast.at": ("{day}预计", "Forecast on {day}"),
    "effect.more": ("遇周末、假期多出 {amount}", "days off made it {amount} more"),
    "effect.more.gained": ("遇周末、假期多早 {amount}", "days off made it {amount} more"),
    "effect.absorbed": ("{amount}被余地、假期吸收", "{amount} absorbed by float or days off"),
    "effect.kept": ("{amount}变成余地", "{amount} became float"),
    "alone.later": ("单独就晚 {amount}", "alone {amount} later"),
    "alone.earlier": ("单独就早 {amount}", "alone {amount} earlier"),
    "alone.nothing": ("单独不影响完工", "alone it moves nothing"),
    "range": ("先后不同，从 {least} 到 {most}", "by order, from {least} to {most}"),
    "body.cause": ("{body}：{cause}", "{body}: {cause}"),
    "rest": ("其余 {count} 项合计", "{count} others together"),
    "absorbed": ("有快有慢，没有影响完工的", "What lost or gained days of its own without moving it"),
    "absorbed.more": ("另有 {count} 项", "{count} more"),
    "calm": ("各项工作都照上次的预计进行。", "Everything went as forecast."),
    "calm.absorbed": (
        "有快有慢，都没有影响完工。",
        "Some work lost or gained days; none of it moved the finish.",
    ),
    # several at once
    "bond.concurrent": ("并行延误 {amount}", "Concurrent delay: {amount}"),
    "bond.later": ("合起来晚 {amount}", "Together {amount} later"),
    "bond.earlier": ("同时追回 {amount}", "Won back together: {amount}"),
    "bond.why.concurrent": ("只追回一项，提前不了", "making up one alone saves none"),
    "bond.why.partly": ("这几天不能只算一家", "these days are not one body's"),
    "bond.why.joint": ("缺一项都不成", "it took all of them"),
    # legend
    "legend.own": ("细线：自身耽误（空心：追回）的工作日", "Thin bar: working days of its own (hollow: gained)"),
    "legend.bar": ("粗条：影响完工的日历日", "Thick bar: calendar days that the finish moved"),
    "legend.bond": ("斜纹：几项同时，不能只算一项", "Striped: several at once, not one's alone"),
    "legend.sampled": ("分摊为抽样估计", "Shares are estimates from samples"),
    # windows
    "windows.between": (
        "每期变了几天、算谁的（{since} → {until}，{count} 期）",
        "How far each window moved it, and whose it is ({since} → {until}, {count} windows)",
    ),
    "forecast": ("预计完成", "Forecast finish"),
    "each": ("每期变动（天）：向上是晚，向下是早", "Days moved in each window: up is later, down is earlier"),
    "account": ("算谁的（天）", "Whose (days)"),
    "total": ("合计", "Total"),
    "in-order": ("按先后", "In order"),
    "fair": ("公平分摊", "Fair share"),
    "total.all": ("总变动", "Whole move"),
    "windows.bond.concurrent": ("并行 {amount}", "concurrent {amount}"),
    "windows.bond.later": ("合起来 {amount}", "together {amount}"),
    "windows.bond.earlier": ("同时追回 {amount}", "won together {amount}"),
    "windows.more": ("另有 {count} 家", "and {count} more"),
    "windows.side-by-side": (
        "斜纹左右并排：几项同时，不能只算一家。按先后一栏只记在其中一家账上，公平分摊一栏取所有先后的平均。",
        "Striped, side by side: several at once, not one body's alone. The column In order books the days to one of"
        " them; Fair share is the average over all orders.",
    ),
    "windows.still": ("这段时间没有变动", "It did not move in this time"),
}
"""Key → (Chinese, English)."""
