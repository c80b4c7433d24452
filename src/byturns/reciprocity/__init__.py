"""Giving and receiving: asks and offers of concrete help, who is asked, and what comes of it.

Always true: a member's own pace limits how often she is asked, a break stops everything, and nobody is
asked across a block. A no needs no reason, is told to nobody and is not kept. Nobody's help depends on
what she gave, and nothing here counts one person against another.
"""
