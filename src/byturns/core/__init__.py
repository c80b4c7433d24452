"""What every other app stands on: time, ids, text, facts, jobs and the outbox.

It knows nothing of groups or carers, only the standard library and Django.
"""
