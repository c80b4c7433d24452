"""What a WhatsApp export says in its own voice, in the languages our neighbours' phones speak.

Compared casefolded, without marks of direction, apostrophes straight. A phrase that is missing here
costs little: the words stand as they were, only without the sign that a picture was left out.
"""

from __future__ import annotations

import re

from .report import Medium

MORNING = {
    "am", "a", "yb", "vorm", "fm", "ap", "de", "öö", "sa", "pd", "pg", "πμ", "ص",
    "午前", "上午", "凌晨", "早上", "오전", "पूर्वाह्न",
}  # fmt: skip
AFTERNOON = {
    "pm", "p", "yh", "nachm", "em", "ip", "du", "ös", "ch", "md", "ptg", "μμ", "م",
    "午後", "下午", "中午", "晚上", "오후", "अपराह्न",
}  # fmt: skip

MEDIA_LEFT_OUT: dict[str, Medium] = {
    "<media omitted>": "other",
    "<hepgorwyd y cyfryngau>": "other",
    "<cyfryngau wedi'u hepgor>": "other",
    "<medien ausgeschlossen>": "other",
    "<medien weggelassen>": "other",
    "<médias omis>": "other",
    "<multimedia omitido>": "other",
    "<archivo omitido>": "other",
    "<media omessi>": "other",
    "<media weggelaten>": "other",
    "<mídia oculta>": "other",
    "<arquivo de mídia oculto>": "other",
    "<ficheiro não revelado>": "other",
    "<pominięto multimedia>": "other",
    "<media har utelämnats>": "other",
    "<medier udeladt>": "other",
    "<media jätettiin pois>": "other",
    "<medya dahil edilmedi>": "other",
    "<без медиафайлов>": "other",
    "<view once voice message omitted>": "sound",
    "null": "other",
    "image omitted": "picture",
    "photo omitted": "picture",
    "video omitted": "video",
    "video note omitted": "video",
    "audio omitted": "sound",
    "sticker omitted": "sticker",
    "gif omitted": "picture",
    "document omitted": "document",
    "contact card omitted": "contact",
    "hepgorwyd y ddelwedd": "picture",
    "delwedd wedi'i hepgor": "picture",
    "hepgorwyd y fideo": "video",
    "hepgorwyd y sain": "sound",
    "bild weggelassen": "picture",
    "video weggelassen": "video",
    "audio weggelassen": "sound",
    "sticker weggelassen": "sticker",
    "dokument weggelassen": "document",
    "image absente": "picture",
    "vidéo absente": "video",
    "audio omis": "sound",
    "imagen omitida": "picture",
    "video omitido": "video",
    "audio omitido": "sound",
    "immagine omessa": "picture",
    "video omesso": "video",
    "audio omesso": "sound",
    "afbeelding weggelaten": "picture",
    "imagem ocultada": "picture",
    "vídeo omitido": "video",
    "áudio ocultado": "sound",
}

DELETED = {
    "this message was deleted",
    "you deleted this message",
    "this message has been deleted",
    "dilëwyd y neges hon",
    "cafodd y neges hon ei dileu",
    "dilëwyd y neges hon gennych",
    "rydych wedi dileu'r neges hon",
    "diese nachricht wurde gelöscht",
    "du hast diese nachricht gelöscht",
    "ce message a été supprimé",
    "vous avez supprimé ce message",
    "se eliminó este mensaje",
    "este mensaje fue eliminado",
    "eliminaste este mensaje",
    "questo messaggio è stato eliminato",
    "hai eliminato questo messaggio",
    "dit bericht is verwijderd",
    "je hebt dit bericht verwijderd",
    "esta mensagem foi apagada",
    "mensagem apagada",
    "você apagou esta mensagem",
    "apagaste esta mensagem",
    "ta wiadomość została usunięta",
    "usunięto tę wiadomość",
}
DELETED_BY_ADMIN = re.compile(r"this message was deleted by admin .{1,100}")

EDITED = re.compile(
    r"[\s\u200e\u200f]*<(?:This message was edited|Golygwyd y neges hon|Cafodd y neges hon ei golygu"
    r"|Diese Nachricht wurde bearbeitet|Ce message a été modifié|Se editó este mensaje"
    r"|Questo messaggio è stato modificato|Dit bericht is bewerkt|Mensagem editada"
    r"|Ta wiadomość została edytowana"
    r")\.?>$",
    re.IGNORECASE,
)

# A file that came along: "<attached: 01-PHOTO.jpg>" on an iPhone, "IMG-1.jpg (file attached)" on Android.
ATTACHED = re.compile(r"<[^<>:\n]{3,30}?\s?:\s?(?P<name>[^<>:/\\\n]{1,120}\.\w{2,5})>")
FILE_ATTACHED = re.compile(
    r"(?P<name>[^\n/\\]{1,120}\.(?P<ext>\w{2,5})) \((?:file attached|ffeil wedi'i hatodi|ffeil ynghlwm"
    r"|datei angehängt|fichier joint|archivo adjunto|file allegato|bestand bijgevoegd|arquivo anexado"
    r"|ficheiro anexado|plik w załączniku)\)",
    re.IGNORECASE,
)
_MEDIUM_OF = {
    "picture": "jpg jpeg png gif heic bmp",
    "video": "mp4 mov 3gp avi mkv",
    "sound": "opus ogg mp3 m4a aac amr wav",
    "sticker": "webp",
    "contact": "vcf",
}


def medium_of(ending: str) -> Medium:
    """What kind of thing a file is, by the ending of its name."""
    for medium, endings in _MEDIUM_OF.items():
        if ending.casefold() in endings.split():
            return medium  # type: ignore[return-value]
    return "document"
