"""What the dates of one schedule mean: deadlines, slippage, reasons, alerts."""
