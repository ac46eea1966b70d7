"""« D’où vient ce chiffre ? »: what follows a figure back to its file and rows, or to the document that attests it."""
