"""The commands of `python -m data_loaders`, one module a group; each returns an exit code."""

FAIT, MAUVAIS_USAGE, REFUSE, INJOIGNABLE = 0, 2, 3, 75
