"""The convention: cockpit, registers, series and files to take away."""
