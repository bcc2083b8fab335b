"""What every chart stands on: paper, type, ink, the rows and the axis of time, and where everything goes."""
