"""A simulated year: the real bot in a virtual time, among people and faults that a seed decides."""
