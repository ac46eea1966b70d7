"""What invents the demonstration: figures with the shape of the real ones, shipped in `data_loaders/demo/tables`.

Size follows the population of each zone, structure follows the families of métiers, vintages follow a trend, and every
state a screen must draw is present (hidden, not surveyed, not collected, provisional…). Nothing here names a person, an
organisation, a meeting or an approval; nothing is invented for the convention, whose values belong to signatories.
Perimeters and populations are real and are not made here.
"""
