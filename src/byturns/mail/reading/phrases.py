"""How mail programs speak, in many languages.

Words only. `reply` knows what to make of them; a language is added by adding its words here and a line to
tests/mail/test_reply.py.
"""

# ruff: noqa: E501 - tables of words, one language after the other

from __future__ import annotations

import re

# "On Tuesday Jane <jane@example.org> WROTE:"
VERBS = (
    r"wrote|writes|said|schrieb|schreibt|schrieben|a écrit|écrit|escribió|escribe|escribio|va escriure|ha scritto|scrive"
    r"|schreef|geschreven|escreveu|ysgrifennodd|skrev|skrifaði|kirjoitti|scríobh|sgrìobh|idatzi du|escribiu"
    r"|napisał(?:\(a\)|a)?|pisze|napsala?|napsal\(a\)|napísala?|pisal(?:a|je|o)?|je napisal[ao]?|napisao(?:/la)?|írta|írta a következőt"
    r"|a scris|написал(?:\(а\)|а)?|пишет|написав(?:ла)?|пише|написа|έγραψε|yazdı|şunu yazdı|şöyle yazdı|rašė|rakstīja|kirjutas"
    r"|menulis|đã viết|כתב/ה|כתב|כתבה|كتب(?:ت)?|ने लिखा|লিখেছেন|نے لکھا|ਨੇ ਲਿਖਿਆ"
)
# In writing that puts no space before it.
VERBS_JOINED = "写道|寫道|写到|さんは書きました|のメール|님이 작성|เขียนว่า"

# What a quoted mail's head is made of, by what each line says. Welsh beside English, then others.
HEADS = {
    "from": "From|Oddi wrth|Gan|O|Von|De|Da|Van|Fra|Från|Lähettäjä|Od|Ot|От|Від|Feladó|De la|Από|Kimden|Gönderen|Mittente|Remitente"
    "|Expéditeur|Nadawca|Odesílatel|Ó|Frá|发件人|寄件者|差出人|보낸 사람|מאת|من",
    "sent": "Sent|Date|Anfonwyd|Dyddiad|Gesendet|Datum|Envoyé le|Envoyé|Date d'envoi|Message du|Enviado el|Enviado|Enviada em|Enviada|Fecha"
    "|Data|Inviato|Verzonden|Dato|Sendt|Skickat|Lähetetty|Päivä|Päiväys|Wysłano|Wysłane|Odesláno|Odoslané|Poslano|Отправлено|Дата"
    "|Надіслано|Küldve|Elküldve|Dátum|Trimis|Ημερομηνία|Στάλθηκε|Tarih|Gönderildi|Sent at|Dyddiad anfon|发送时间|日期|寄件日期|送信日時|日付|보낸 날짜|날짜"
    "|נשלח|תאריך|تاريخ الإرسال|التاريخ|تم الإرسال",
    "to": "To|At|I|An|À|A|Para|Aan|Til|Till|Vastaanottaja|Do|Komu|Кому|Címzett|Către|Προς|Kime|Destinatario|Destinataire|Chuig"
    "|收件人|收件者|宛先|받는 사람|אל|إلى",
    "copied": "Cc|CC|Copi|Copïau|Kopie|Kopi|Copie à|Copie|Kopia|Kopio|DW|UDW|Копия|Másolatot kap|Copia|Con copia|抄送|副本|참조|עותק|نسخة",
    "about": "Subject|Pwnc|Testun|Betreff|Objet|Sujet|Asunto|Assunto|Oggetto|Onderwerp|Emne|Ämne|Aihe|Temat|Předmět|Predmet|Тема|Tárgy|Subiect"
    "|Θέμα|Konu|Ábhar|Efni|主题|主旨|件名|제목|נושא|الموضوع",
}

# "-----Original Message-----"
ORIGINALS = (
    "Original Message|Original Appointment|Forwarded message|Forwarded Message|Reply message|Neges Wreiddiol|Y neges wreiddiol"
    "|Neges a anfonwyd ymlaen|Ursprüngliche Nachricht|Originalnachricht|Weitergeleitete Nachricht|Ursprüngliche Mitteilung|Message d['’]origine"
    "|Message original|Message initial|Message transféré|Mensaje original|Mensaje reenviado|Missatge original|Messaggio originale"
    "|Messaggio inoltrato|Oorspronkelijk bericht|Doorgestuurd bericht|Mensagem original|Mensagem encaminhada|Oprindelig besked"
    "|Oprindelig meddelelse|Videresendt besked|Opprinnelig melding|Videresendt melding|Originalmeddelande|Ursprungligt meddelande"
    "|Vidarebefordrat meddelande|Alkuperäinen viesti|Välitetty viesti|Wiadomość oryginalna|Oryginalna wiadomość|Původní zpráva|Pôvodná správa"
    "|Исходное сообщение|Пересылаемое сообщение|Оригінальне повідомлення|Eredeti üzenet|Mesaj original|Αρχικό μήνυμα|Orijinal Mesaj"
    "|Teachtaireacht bhunaidh|原始邮件|原始郵件|元のメッセージ|원본 메일|הודעה מקורית|الرسالة الأصلية"
)

# "Sent from my iPhone": the telephone says it. "Sent from the hospital" is the writer's own and stays.
_SENT = (
    r"Sent (?:from|via|using|with|by)|Anfonwyd (?:o|oddi ar|gan|trwy)|Gesendet (?:von|mit|über|vom)|Von|Envoyé (?:de|depuis|à partir de|avec|par)"
    r"|Enviado (?:desde|de|do|da|a partir d[oe]|pelo|con)|Enviat des d[e']|Inviato (?:da|dal|dall'|con)|Verzonden (?:vanaf|met|via|vanuit|van)"
    r"|Verstuurd (?:vanaf|met|via)|Sendt (?:fra|via|med)|Skickat från|Lähetetty|Wysłan[eoy] (?:z|ze|za pomocą)|Odesláno z|Odoslané z"
    r"|Poslano (?:z|iz|s)|Отправлено (?:с|из)|Надіслано (?:з|із)|Küldve|Trimis de (?:pe|la)|Στάλθηκε από|Seolta ó(?:m)?|Sent frá|发自|發自"
)
_MINE = r"\b(?:my|fy|mein(?:em|er)?|mon|ma|mi|meu|minha|mio|mijn|min|mitt|mojego|mého|môjho|mog|моего|мого|meu|mu|我的)\b|我的"
_DEVICE = (
    r"iPhone|iPad|iPod|iOS|Android|BlackBerry|Samsung|Galaxy|Huawei|Xiaomi|Redmi|Nokia|Motorola|\bPixel\b|OnePlus|Windows|Outlook|Yahoo|AOL"
    r"|Gmail|\bMail\b|E-?Mail|smart ?phone|telefon|telefoon|téléphone|Handy|mobil|mobile|tablet|phone|ffôn|\bapp\b|\w+App\b|Sparrow|Spark\b"
    r"|Proton|Fairphone|Mailbird|Thunderbird|Zoho|GMX|WEB\.DE"
)
DEVICES = re.compile(
    rf"(?:{_SENT})\s?.{{0,40}}?(?:{_MINE}|{_DEVICE}).{{0,80}}"
    rf"|\S.{{0,30}}(?:{_DEVICE}).{{0,20}} (?:gesendet|lähetetty|gönderildi)|\S.{{1,24}}(?:から送信|에서 보냄)|Lähetetty \S{{3,30}}"
    r"|(?:Get|Obtener|Obter|Télécharger|Holen Sie sich|Hämta|Hent|Scarica|Pobierz|Download) (?:Outlook|BlueMail|TypeApp)\b.{0,80}"
    r"|Yahoo Mail:? .{1,60}|Outlook (?:for|für|pour|para) .{1,40}|Virus-free\. ?\S{1,40}",
    re.IGNORECASE,
)
# Among those, the ones that only a program can have written.
PROGRAMS = re.compile(
    rf"(?:{_SENT})\s?(?:{_MINE}|Outlook|iPhone|iPad)|(?:Get|Télécharger) Outlook", re.IGNORECASE
)
# Below such a line, words without a mark are those of the mail that was answered, unless they begin so.
AFTERTHOUGHT = re.compile(
    r"\s*(?:P\.?\s?P?\.?S\b|O\.?\s?N\b|N\.?B\b|Also|Sorry|Forgot|I forgot|And|But|Oh|One more|Hefyd|PD\b|Nachtrag)\b",
    re.IGNORECASE,
)

SMALL_PRINT = re.compile(
    r"\W*(?:(?:Disclaimer|Confidentiality(?: notice)?|Cyfrinachedd|Notice)\W{1,4})?(?:This|The (?:information|contents?) (?:contained )?(?:in|of) this"
    r"|Mae['’]r|Mae'r wybodaeth yn yr|Diese|Ce|Este|Questa|Questo|Dit|Denne) (?:e-?mail|e-?bost|message|neges|communication|transmission|Nachricht"
    r"|courriel|correo|mensaje|messaggio|bericht)\b.{0,200}?(?:confidential and|intended (?:only|solely|for)|privileged|scanned|checked for virus"
    r"|yn gyfrinachol|vertraulich|confidentiel|confidencial|riservat|vertrouwelijk|fortrolig)",
    re.IGNORECASE,
)
LISTS = re.compile(
    r"unsubscribe|mailing list|mailinglist|mailman|listinfo|listserv|jiscmail|groups\.io|google groups"
    r"|googlegroups|yahoo! groups|freelists|subscribed to (?:the|this)|to leave (?:this|the) (?:list|group)"
    r"|dad-?danysgrifio|rhestr bostio",
    re.IGNORECASE,
)
