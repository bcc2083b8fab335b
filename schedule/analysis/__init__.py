"""What a schedule means for a meeting: deadlines, comparison, alerts, as codes and facts."""
