"""The read API, `/api/v1`: public data over plain HTTP, for scripts and for harvesters. Nothing is written nor kept."""
