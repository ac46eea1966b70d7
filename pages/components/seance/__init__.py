"""The observatory in a meeting: screens run again without a reader, and what a room asks of the server."""
