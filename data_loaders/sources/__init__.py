"""The formats of producers and of our own workbooks.

A reader raises ErreurDonnees on a file that is unreadable, lacks a column, says nothing of the region, writes what is
unknown or contradicts itself: never a figure on doubt. What was odd and harmless is a remark. Of a workbook of ours, it
lists every faulty cell, and refuses one where nothing is filled.
"""
