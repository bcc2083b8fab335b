"""Charts: one function each, drawn on an Axes."""

NAMES = (
    *("gantt", "critical", "weeks", "late", "wall", "ladder", "network", "float", "milestones", "curve"),
    *("why", "windows"),
)
"""What each chart is called, in the order of the album; here, because matplotlib is loaded only to draw one."""
