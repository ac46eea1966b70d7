"""What explains: the words of the observatory, and the commands of who loads its data."""
