"""The fence, and who is inside it: groups, memberships, circles, the door.

A row of one group is never seen from another: a query outside any group raises.
"""
