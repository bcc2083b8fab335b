"""Messages to the bodies' groups, and their deadlines as calendars."""
