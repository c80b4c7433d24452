"""The notices that WhatsApp writes between people's messages: somebody joined, the subject changed.

Compared casefolded, without marks of direction, apostrophes straight. A notice that is missing here
is listed among the lines not understood, unless it begins with the name of somebody who wrote.
"""

from __future__ import annotations

import re

from byturns.core import plain

# Sentences in which a whole line is a notice. `{}` is somebody's name, or "You".
_WHO = r"(?:[^:]{1,120}?)"
_NOTICES = [
    # English
    r"messages (?:and calls are|to this (?:group|chat)(?: and calls)? are|you send to this (?:group|chat))"
    r".*(?:end-to-end encrypt|secured).*",
    r"{} created (?:this |the )?(?:group|community)(?: [\"“'‘].*)?",
    r"{} (?:added|removed) {}",
    r"{} (?:was|were) (?:added|removed)(?: by {})?",
    r"{} left",
    r"{} joined(?: (?:using|via|from|by) .*)?",
    r"{} requested to join.*",
    r"{} changed (?:the subject|the group (?:name|description|icon)|this group's .*|the group's .*)",
    r"{} changed (?:their phone number.*|to \+?[\d ]+.*)",
    r"{} changed the (?:subject|group name|name of the group) (?:from .* )?to [\"“'‘].*",
    r"{} changed the group description to .*",
    r"{} changed from \+?[\d ]+ to \+?[\d ]+",
    r"{} (?:deleted|reset) this group's .*",
    r"{} changed (?:the settings|group settings|admin settings).*",
    r"{} turned (?:on|off) .*",
    r"{} (?:updated|set) the message timer.*",
    r"{} pinned a message",
    r"{} started a (?:video |voice )?call",
    r"{}(?:'s| is| are) (?:now an admin|no longer an admin|now a group admin)",
    r"you're (?:now|no longer) an admin",
    r"{} (?:now an admin|no longer an admin)",
    r"your security code with {} changed.*",
    r"{}'s security code changed.*",
    r"{} is a contact\.?",
    r"only (?:admins|people|messages that mention).*",
    r"this (?:chat|group) .{3,200}",
    r"(?:missed |silenced )?(?:group )?(?:voice|video|group) call(?:,.*| at .*|\..*)?",
    r"waiting for this message.*",
    r"disappearing messages .*",
    r"{} blocked this contact.*",
    r"{} unblocked this contact.*",
    r"group creator is .*",
    r"anyone can (?:join|add).*",
    # Cymraeg
    r"mae negeseuon a galwadau wedi'u hamgryptio.*",
    r"(?:creodd|creu?odd) {} y grŵp.*",
    r"(?:ychwanegodd|tynnodd) {}",
    r"gadawodd {}",
    r"ymunodd {}",
    r"newidiodd {} (?:y pwnc|enw'r grŵp|ddisgrifiad y grŵp|eicon y grŵp).*",
    # Deutsch
    r"(?:nachrichten und anrufe sind|nachrichten in dieser gruppe sind).*ende-zu-ende-verschlüsselt.*",
    r"{} hat die gruppe (?:[\"“„].* )?erstellt.*",
    r"{} (?:hat|haben|hast) (?:{} )?(?:hinzugefügt|entfernt)",
    r"{} wurden? (?:hinzugefügt|entfernt)",
    r"{} hat die gruppe verlassen",
    r"{} ist (?:der gruppe |mithilfe .*)?beigetreten.*",
    r"{} (?:hat|haben|hast) (?:den betreff|den gruppennamen|die gruppenbeschreibung|das gruppenbild).*",
    r"{} ha(?:t|ben|st) (?:die sicherheitsnummer|die telefonnummer|eine neue telefonnummer).*",
    r"(?:verpasster|entgangener) (?:sprach|video)anruf.*",
    # Français, Español, Italiano, Nederlands, Português, Polski
    r"les messages et (?:les )?appels sont chiffrés.*",
    r"{} a (?:créé le groupe|ajouté|retiré|quitté|rejoint|changé|modifié).*",
    r"los mensajes y (?:las )?llamadas están cifrados.*",
    r"{} (?:creó el grupo|añadió a|agregó a|eliminó a|salió del grupo|se unió|cambió el (?:asunto|nombre)).*",
    r"i messaggi e le chiamate sono crittografati.*",
    r"{} ha (?:creato il gruppo|aggiunto|rimosso|abbandonato|cambiato).*",
    r"berichten en gesprekken (?:zijn|worden) .*versleuteld.*",
    r"{} heeft (?:de groep|{} toegevoegd|{} verwijderd|de groepsnaam|het onderwerp).*",
    r"as mensagens e (?:as )?(?:chamadas|ligações) são protegidas.*",
    r"{} (?:criou o grupo|adicionou|removeu|saiu|entrou usando|alterou|mudou).*",
    r"wiadomości i połączenia są .*szyfrowane.*",
]
_NOTICE = re.compile("|".join(f"(?:{line.replace('{}', _WHO)})" for line in _NOTICES), re.DOTALL)

_ENCRYPTION = re.compile(_NOTICES[0])

# The notices that may hold a colon of their own: a name given to the group, words of a description.
_QUOTES = re.compile(r"[\"“„'‘]| call at |description to ")
_WITH_COLON = re.compile(
    "|".join(
        line.replace("{}", _WHO)
        for line in (
            r"{} created (?:the )?group [\"“'‘].*",
            r"{} changed the (?:subject|group name) (?:from [\"“'‘].* )?to [\"“'‘].*",
            r"{} changed the group description to .*",
            r"{} hat die gruppe [\"“„].* erstellt",
            r"{} hat den (?:betreff|gruppennamen) von [\"“„].*",
            r"(?:missed |silenced )?(?:group )?(?:voice|video) call at .*",
        )
    ),
    re.DOTALL,
)
# Nothing that a machine says in one line is longer; a longer line is somebody's.
_LONGEST = 400


def is_notice(body: str) -> bool:
    """Whether a line without a sender is a notice of the program."""
    return len(body) <= _LONGEST and _NOTICE.fullmatch(plain.casefolded(body)) is not None


def is_notice_despite_colon(body: str) -> bool:
    """Whether a line that could be "name: words" is a notice that quotes a colon."""
    if len(body) > _LONGEST or not _QUOTES.search(body):
        return False
    return _WITH_COLON.fullmatch(plain.casefolded(body)) is not None


def is_encryption_notice(words: str) -> bool:
    """The first line of each iPhone export, said there in the group's name."""
    return len(words) <= _LONGEST and _ENCRYPTION.fullmatch(plain.casefolded(words)) is not None
