"""The parts of a record, in the order of the life cycle. A part that the round has not come to is not there."""
