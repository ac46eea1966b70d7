"""One module per producer's file format: file -> tables that keep their contract."""
