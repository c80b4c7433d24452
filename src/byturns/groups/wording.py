"""Words that the house lends to a new group until it has its own, and the consent that is asked apart.

Change `HEALTH_VERSION` when the words of the health consent change: members are then asked again.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LIMITS_FIT = 120  # the limits of confidentiality stay under so many words (D40)

LIMITS = _(
    "What is said here stays here. We do not tell anybody outside who is in the group or what they said.\n\n"
    "There are limits. If somebody’s life is in danger, or a child or an adult who cannot protect "
    "themselves is being badly hurt, a steward may ring for help. They tell you first if they safely can.\n\n"
    "Nobody can stop a member from copying words, so leave out what you could not bear to have repeated. "
    "Whoever looks after the server could read what is kept on it.\n\n"
    "We are carers helping each other. Nobody watches this page day and night."
)

AGREEMENT = _(
    "1. What is said here stays here.\n"
    "2. We speak about our own lives. We give advice when it is asked for.\n"
    "3. We leave out the full names, addresses and dates of birth of the people we care for.\n"
    "4. Feelings are welcome, the ugly ones too. We do not judge.\n"
    "5. We may disagree, and we do it kindly.\n"
    "6. Nobody sells anything, and nobody uses what is said here for study or news.\n"
    "7. We may read and never write. We may rest, and come back.\n"
    "8. If something here hurts us or worries us, we press Report or tell a steward."
)

WELCOME = _(
    "We look after somebody, or we used to. We help each other by turns: some days by listening, some days "
    "by knowing which form to fill in. You need not call yourself a carer to be welcome."
)

QUESTIONS = (
    _("Who do you look after, or did you? A few words are enough. Please leave out names."),
    _("What do you hope to find here?"),
    _("Is there anything you would like to ask us first?"),
)

REFUSAL = _(
    "Thank you for writing to us. We are sorry: we cannot take you into the group at the moment. This does "
    "not mean that what you carry is not heavy. Your GP surgery or your council can tell you which other "
    "groups for carers there are near you."
)

HEALTH_VERSION = 1
