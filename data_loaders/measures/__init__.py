"""Frame in, frame or NamedTuple out; no file, no clock, no screen."""
