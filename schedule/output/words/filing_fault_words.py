"""The words of faults about applicants and about what happened to an approval's file.

This module must never know how a fault is found, nor how it is shown: that is `schedule.output.words.faults`.
"""

from __future__ import annotations

from collections.abc import Mapping

FILING_CODES: Mapping[str, tuple[str, str]] = {
    "applicant-without-body": (
        "“{found}”写了申报单位（applicant），没有写审批单位：请补上 body",
        "“{found}” has an applicant, but nobody who decides: add body",
    ),
    "applicant-without-duration": (
        "“{found}”没有自己的工期，不能写申报单位（applicant）：只有审批事项才有报送和办结",
        "“{found}” has no duration of its own and can have no applicant: only an approval is submitted and decided",
    ),
    "filing-without-applicant": (
        "“{found}”没有写 {expected}，不能报 {key}：先在计划里写明谁申报（applicant）、谁审批（body）",
        "“{found}” has no {expected}, so {key} cannot be reported: say in the plan who applies (applicant) and who"
        " decides (body)",
    ),
    "filing-order": (
        "{found} 之前还要有 {expected}：先报送，才能受理、退回、办结；退回以后要重新报送",
        "Before {found} there must be {expected}: a file is submitted before it is accepted, returned or decided, and"
        " again after it was returned",
    ),
    "filing-after-decision": (
        "{found} 不能再报：这件事已在 {expected} 办结",
        "{found} cannot follow: the matter was decided on {expected}",
    ),
    "decided-unfinished": (
        "“{found}”已在 {expected} 办结，却没有报完成：请补上 finished",
        "“{found}” was decided on {expected}, but is not reported finished: add finished",
    ),
    "finished-before-decided": (
        "完成 {found} 早于办结 {expected}，请核对",
        "The finish {found} is before the decision, {expected}; check both",
    ),
}
"""The sentence for each code, in Chinese and English, without its full stop."""
