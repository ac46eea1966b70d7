"""Portrait of a territory: a document in blocks, then laid out in HTML, PDF or CSV."""
