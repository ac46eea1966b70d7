"""Explorer: any rows by any columns, what moved, two indicators face to face. Pure functions of `Tableau`s."""
