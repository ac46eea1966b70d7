"""Frame in, frame or NamedTuple out; no file but the parameters, no clock, no screen."""
