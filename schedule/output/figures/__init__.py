"""Charts: one function each, drawn on an Axes, and registered by the `Chart` beside it."""

from schedule.output.words.catalogue import words
from schedule.output.words.languages import DEFAULT

_NAMED = "chart.name."
NAMES = tuple(key.removeprefix(_NAMED) for key in words(DEFAULT) if key.startswith(_NAMED))
"""What each chart is called, in the order of the album, which is that of their words; no chart is loaded for it."""
