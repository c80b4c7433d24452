"""Replies as mail programs write them, in our own words: what was typed, and all that the program put around it."""

# ruff: noqa: E501 - mails as programs write them

from __future__ import annotations

SAID = "Thank you, that helped.\n\nI will ring them on Tuesday.\nBest wishes,\nMair"

# How the head of a quote reads, by program and language. What follows is quoted with ">".
ATTRIBUTIONS = {
    "Gmail, English": "On Tue, 3 Mar 2026 at 10:12, Jane Hill <jane@example.org> wrote:",
    "Gmail, folded": "On Tue, 3 Mar 2026 at 10:12, Jane Hill via Tuesday Carers <\nreply.abc@example.org> wrote:",
    "Apple Mail": "On 3 Mar 2026, at 10:12, Jane Hill <jane@example.org> wrote:",
    "folded three times": "On Tue, 3 Mar 2026,\nat 10:12,\nJane Hill <jane@example.org> wrote:",
    "Thunderbird": "On 03/03/2026 10:12, Jane Hill wrote:",
    "Horde": "Quoting Jane Hill <jane@example.org>:",
    "Roundcube": "On 2026-03-03 10:12, Jane Hill wrote:",
    "Apple Mail, Welsh": "Ar 3 Maw 2026, am 10:12, ysgrifennodd Jane Hill <jane@example.org>:",
    "mutt": "Jane Hill wrote:",
    "Evolution": "On Tue, 2026-03-03 at 10:12 +0000, Jane Hill wrote:",
    "K-9": "On 3 March 2026 10:12:09 GMT, Jane Hill <jane@example.org> wrote:",
    "Proton": "On Tuesday, March 3rd, 2026 at 10:12, Jane Hill <jane@example.org> wrote:",
    "Gmail, Welsh": "Ar Maw, 3 Maw 2026 am 10:12 Jane Hill <jane@example.org> ysgrifennodd:",
    "Welsh, folded": "Ar ddydd Mawrth, 3 Mawrth 2026 am 10:12\nJane Hill <jane@example.org>\nysgrifennodd:",
    "Welsh, verb first": "Ysgrifennodd Jane Hill <jane@example.org> ar 3 Mawrth 2026 10:12:",
    "German": "Am Di., 3. März 2026 um 10:12 Uhr schrieb Jane Hill <jane@example.org>:",
    "French": "Le mar. 3 mars 2026 à 10:12, Jane Hill <jane@example.org> a écrit :",
    "Spanish": "El mar, 3 mar 2026 a las 10:12, Jane Hill (<jane@example.org>) escribió:",
    "Italian": "Il giorno mar 3 mar 2026 alle ore 10:12 Jane Hill <jane@example.org> ha scritto:",
    "Dutch": "Op di 3 mrt 2026 om 10:12 schreef Jane Hill <jane@example.org>:",
    "Portuguese": "Jane Hill <jane@example.org> escreveu (terça, 3/03/2026 à(s) 10:12):",
    "Polish": "wt., 3 mar 2026 o 10:12 Jane Hill <jane@example.org> napisał(a):",
    "Danish": "Den tirs. 3. mar. 2026 kl. 10.12 skrev Jane Hill <jane@example.org>:",
    "Swedish": "Den tis 3 mars 2026 kl 10:12 skrev Jane Hill <jane@example.org>:",
    "Norwegian": "tir. 3. mars 2026 kl. 10:12 skrev Jane Hill <jane@example.org>:",
    "Finnish": "ti 3. maalisk. 2026 klo 10.12 Jane Hill (jane@example.org) kirjoitti:",
    "Russian": "вт, 3 мар. 2026 г. в 10:12, Jane Hill <jane@example.org>:",
    "Ukrainian": "вт, 3 бер. 2026 р. о 10:12 Jane Hill <jane@example.org> пише:",
    "Czech": "út 3. 3. 2026 v 10:12 odesílatel Jane Hill <jane@example.org> napsal:",
    "Hungarian": "Jane Hill <jane@example.org> ezt írta (időpont: 2026. márc. 3., K, 10:12):",
    "Romanian": "mar., 3 mar. 2026 la 10:12, Jane Hill <jane@example.org> a scris:",
    "Turkish": "Jane Hill <jane@example.org>, 3 Mar 2026 Sal, 10:12 tarihinde şunu yazdı:",
    "Greek": "Στις Τρί 3 Μαρ 2026 στις 10:12 π.μ., ο/η Jane Hill <jane@example.org> έγραψε:",
    "Irish": "Ar Mháirt 3 Márta 2026 ag 10:12, scríobh Jane Hill <jane@example.org>:",
    "Chinese": "Jane Hill <jane@example.org> 于2026年3月3日周二 10:12写道：",
    "Japanese": "2026年3月3日(火) 10:12 Jane Hill <jane@example.org>:",
    "Korean": "2026년 3월 3일 (화) 오전 10:12, Jane Hill <jane@example.org>님이 작성:",
    "Arabic": "في الثلاثاء، 3 مارس 2026 في 10:12 ص تمت كتابة ما يلي بواسطة Jane Hill <jane@example.org>:",
    "Hebrew": "בתאריך יום ג׳, 3 במרץ 2026 ב-10:12 מאת Jane Hill <jane@example.org>:",
    "Urdu": "منگل، 3 مارچ 2026 کو 10:12 AM پر Jane Hill <jane@example.org> نے لکھا:",
    "Bengali": "মঙ্গল, 3 মার্চ 2026 এ 10:12 AM টায়, Jane Hill <jane@example.org> লিখেছেন:",
    "Punjabi": "ਮੰਗਲ, 3 ਮਾਰਚ 2026 ਨੂੰ 10:12 ਪੂ.ਦੁ. ਵਜੇ, Jane Hill <jane@example.org> ਨੇ ਲਿਖਿਆ:",
}

# Heads below which nothing is marked: from there on the mail is the one that was answered.
BLOCKS = {
    "Outlook": "From: Jane Hill <jane@example.org>\nSent: 03 March 2026 10:12\nTo: Mair Rees\nSubject: A message from your group",
    "Outlook, rule above": "________________________________\nFrom: Jane Hill <jane@example.org>\nSent: 03 March 2026 10:12\n"
    "To: Mair Rees\nSubject: A message from your group",
    "Outlook on a Mac": "From: Jane Hill <jane@example.org>\nDate: Tuesday, 3 March 2026 at 10:12\nTo: Mair Rees\nSubject: Re: Tea",
    "Outlook, on one line": "From: Jane Hill <jane@example.org> Sent: 03 March 2026 10:12 To: Mair Rees Subject: Tea",
    "eM Client": '------ Original Message ------\nFrom "Jane Hill" <jane@example.org>\nTo "Mair" <mair@example.com>\nDate 03/03/2026 10:12\nSubject Tea',
    "Outlook, Welsh": "Oddi wrth: Jane Hill <jane@example.org>\nAnfonwyd: 03 Mawrth 2026 10:12\nAt: Mair Rees\nPwnc: Te",
    "Outlook, stars": "*From:* Jane Hill <jane@example.org>\n*Sent:* 03 March 2026 10:12\n*To:* Mair Rees\n*Subject:* Tea",
    "Outlook, German": "Von: Jane Hill <jane@example.org>\nGesendet: Dienstag, 3. März 2026 10:12\nAn: Mair\nBetreff: Tee",
    "Outlook, French": "De : Jane Hill <jane@example.org>\nEnvoyé : mardi 3 mars 2026 10:12\nÀ : Mair Rees\nObjet : Thé",
    "Outlook, Spanish": "De: Jane Hill <jane@example.org>\nEnviado: martes, 3 de marzo de 2026 10:12\nPara: Mair\nAsunto: Té",
    "Outlook, Polish": "Od: Jane Hill <jane@example.org>\nWysłano: wtorek, 3 marca 2026 10:12\nDo: Mair Rees\nTemat: Herbata",
    "Outlook, Chinese": "发件人: Jane Hill <jane@example.org>\n发送时间: 2026年3月3日 10:12\n收件人: Mair\n主题: 茶",
    "Outlook, Arabic": "من: Jane Hill <jane@example.org>\nتاريخ الإرسال: 03/03/2026 10:12\nإلى: Mair\nالموضوع: شاي",
    "Windows Live Mail": "-----Original Message----- \nFrom: Jane Hill\nSent: Tuesday, March 3, 2026 10:12 AM\nTo: Mair\nSubject: Tea",
    "Yahoo": "On Tuesday, 3 March 2026 at 10:12:09 GMT, Jane Hill <jane@example.org> wrote:",
    "BT Mail": "------ Original Message ------\nFrom: jane@example.org\nTo: mair@example.com\nSent: Tuesday, March 3rd 2026, 10:12\n"
    "Subject: Tea",
    "Samsung": "-------- Original message --------\nFrom: Jane Hill <jane@example.org>\nDate: 03/03/2026 10:12 (GMT+00:00)\n"
    "To: mair@example.com\nSubject: Tea",
    "Welsh separator": "-----Neges Wreiddiol-----\nOddi wrth: Jane Hill\nAnfonwyd: 3 Mawrth 2026 10:12\nAt: Mair\nPwnc: Te",
    "forwarded": "---------- Forwarded message ---------\nFrom: Jane Hill <jane@example.org>\nDate: Tue, 3 Mar 2026 at 10:12\n"
    "Subject: Tea\nTo: Mair <mair@example.com>",
    "Zoho": "---- On Tue, 03 Mar 2026 10:12:09 +0000 Jane Hill <jane@example.org> wrote ----",
    "AOL": "On Tuesday, 3 March 2026 at 10:12, Jane Hill <jane@example.org> wrote:",
    "our own line": "~ ~ ~ Please write above this line ~ ~ ~",
    "our own line, Welsh": "~ ~ ~ Ysgrifennwch uwchben y llinell hon ~ ~ ~",
    "our own line below a head that nobody knows": "Ar an 3 Mar 2026 dúirt Jane Hill mar seo:\n\n~ ~ ~ Scríobh os cionn ~ ~ ~",
}

QUOTE = "Dear all,\n\nDid anybody try the day centre?\nIt opens on Monday.\n\nJane"

DEVICES = [
    "Sent from my iPhone", "Sent from my iPad", "Sent from my Galaxy", "Sent from my Samsung Galaxy smartphone.",
    "Sent from Outlook for iOS", "Get Outlook for Android", "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "Sent from Yahoo Mail on Android", "Sent from Mail for Windows", "Anfonwyd o fy iPhone", "Sent from AOL on Android",
    "Von meinem iPhone gesendet", "Gesendet mit der GMX Mail App", "Envoyé de mon iPhone", "Enviado desde mi iPhone",
    "Inviato da iPhone", "Verzonden vanaf mijn iPhone", "Sendt fra min iPhone", "Skickat från min iPhone",
    "Lähetetty iPhonesta", "Wysłane z iPhone'a", "Отправлено с iPhone", "Enviado do meu iPhone", "发自我的iPhone",
    "iPhoneから送信", "나의 iPhone에서 보냄", "Sent with Proton Mail secure email.", "Sent from my mobile phone",
    "[Sent from my BlackBerry]", "Virus-free. www.example.com",
]  # fmt: skip

# A member's own words that look like what a program writes, and must stay whole.
OWN_WORDS = [
    "From: my experience of nights.\nSent: with love, and hope it helps.",
    "From: my heart\nTo: all of you\nSubject: a cup of tea",
    "To: do today\nDate: none",
    "On Tuesday my sister wrote:\n\nMum ate all her soup!",
    "On 3 March the council wrote:\n\nDear Mrs Rees, we have looked at your case.",
    "At 10:30 the nurse wrote:\n\nSlept well.",
    "Sent from the hospital waiting room",
    "Sent from heaven, that woman.",
    "Get well soon, all of you",
    "Sent with love and biscuits",
    "I said:\n\nnever again.",
    "My list\n--\n"
    + "\n".join(
        f"{number}. Something that I must not forget to do, and why it matters so" for number in range(20)
    ),
    "What helped us\n----\nsleep\n----\nwalks",
    "Here is the timetable:\n\n10:00 tea\n11:00 talk\n12:00 home",
    "The doctor wrote to me about the tablets: two a day.",
    "Subject: benefits\n\nDoes anybody know about the allowance?",
    "~ I am so tired ~",
    "The man from Age Cymru said: ring us\n\nSo I did.",
    "- first\n- second\n\n-- not a signature, a dash\n\nthird",
    "On average I sleep 4 hours.\nOn Sunday at 10 I rest.\nOn 1 March she wrote.",
    "Dear Jane,\n\nYou wrote: how do you cope?\n\nBadly :)",
    "I wrote this at 10:15:\n\nI am still here.",
    "Von Herzen alles Liebe",
]
