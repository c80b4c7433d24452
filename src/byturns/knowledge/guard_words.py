"""The words that the guard goes by."""

from __future__ import annotations

_RELATIONS = """
    husband wife partner mum mam mom mother dad father son daughter brother sister aunt auntie aunty uncle
    nan nana nanny gran granny grandma grandmother grandad grandfather cousin nephew niece friend neighbour
    Husband Wife Partner Mum Mam Mom Mother Dad Father Son Daughter Brother Sister Aunt Auntie Aunty Uncle
    Nan Nana Gran Granny Grandma Grandad mother-in-law father-in-law carer nurse doctor
"""
RELATIONS = _RELATIONS.split()

TITLES = "Mr|Mrs|Ms|Miss|Dr|Doctor|Nurse|Sister|Father|Professor"

ROADS = (
    "Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Way|Court|Gardens|Terrace|Crescent|Place|Square|Hill|Grove|"
    "Walk|Mews|Row|Rise|Parade"
)

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)

# Words that begin with a capital for other reasons, also names that are common words.
_NOT_NAMES = """
    i he she it they we you the a an and but so then when what who why how if in on at of to for from with
    without by as is was are were be been not no yes my our his her their your this that these those there
    here
    now never always after before because while until since once still also just even only both each every
    some any most all one two three
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter ramadan diwali eid
    english welsh scottish irish british polish indian chinese england wales scotland ireland britain london
    alzheimer alzheimers parkinson parkinsons nhs gp
    attendance carers carer allowance council social pip universal blue badge god lord
    will mark grace hope joy faith rose iris pat bill rob sue art dawn eve summer autumn penny
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())
