"""Series over time: what is drawn, its drawing, the words around it."""
