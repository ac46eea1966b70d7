"""Territories: communes, zonings, perimeters and the shapes drawn from them."""

import pandas as pd

# Frames here are short and read cell by cell: there, texts held as Python holds them are a fifth quicker than Arrow's.
pd.set_option("mode.string_storage", "python")
