"""What Discord refuses and its published OpenAPI document does not say.

Each rule is one function that yields a `Fault` for each place where it is broken, and names its source. They hold
with and without the document; what the document says well (lengths, counts, kinds) is not written again, except
where the document is wrong. Words of faults are Discord's own where they are publicly known.
"""
