"""How the files of other tools end. This module must never know how one is read."""

FOREIGN = (
    *(".mpp", ".mpt", ".xml", ".pmxml", ".mpx", ".gan", ".pod", ".planner", ".pp", ".sp", ".mpd", ".prx", ".stx"),
    *(".fts", ".pep", ".cdpx", ".cdpz", ".cdptz", ".ppx", ".gnt", ".pc", ".sdef", ".schedule_grid", ".bk3"),
)
"""The endings of the files that are handed to MPXJ; what they are is told by their content."""
