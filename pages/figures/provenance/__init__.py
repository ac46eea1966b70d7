"""« D’où vient ce chiffre ? »: what follows a figure back to its file and rows, one module a kind of figure."""
