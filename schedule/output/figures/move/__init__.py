"""Why a forecast moved, as charts: one window as a waterfall, many windows side by side."""
