"""Who is told what, when and how.

Attention is shared: one module (audience.py) decides who may be interrupted. What a mail shows is each
member's choice, and the quietest until she has chosen. Nothing is told twice, and nobody who rests, has left,
or keeps away is told at all.
"""
