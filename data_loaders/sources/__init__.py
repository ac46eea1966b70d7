"""One module per producer's file format."""
