"""One question behind every door: what is asked, how it is read from an address or a command, the rows that answer."""
