"""What the page Données lists: catalogue, dictionary, sources."""
