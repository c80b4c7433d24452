"""Reading what a group brings with it: a chat export, a mailing list's archive, a list of members.

Pure: bytes in, plain dataclasses out; no models, no database, nothing kept on disk. Every line of a
file ends up in a message, among the notices of the program that wrote it, among the lines not
understood, or is blank; `report.accounting` proves it. A file that is not what it says raises
`report.NotThisKind` with a sentence for the person who brought it.
"""
