"""Giving and receiving: somebody asks for one concrete thing, somebody else does it.

Always true: never more yeses stand than were wanted, and who helps whom is known to those two alone. A
member's own pace limits how often she is asked, a break stops everything, and nobody is asked across a
block. A no needs no reason, is told to nobody and is not kept. Nobody's help depends on what she gave, and
nothing here counts one person against another.
"""
