"""The commands of `python -m data_loaders`, one module a group; each returns an exit code."""

FAIT, DEFAUT, MAUVAIS_USAGE, REFUSE, INJOIGNABLE = 0, 1, 2, 3, 75
