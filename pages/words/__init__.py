"""Words that every statement is made of: places, dates, verdicts; nothing here knows a screen."""
