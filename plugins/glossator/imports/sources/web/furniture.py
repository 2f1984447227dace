"""Lines of a page that speak to its readers about the site, and not about the subject of its text.

They are told by what they say, in the languages of many sites: a label such as “Related articles”, a line that sends on
to another text, a call to subscribe, a credit of a picture that is not imported.  Names of classes say the same on
some sites only, and other readings of pages often take such lines for text.
"""

from __future__ import annotations

import re
from typing import Final

# More words are a sentence of the text that happens to begin like a label.
_LONGEST_LABEL: Final = 12
_LONGEST_LEAD: Final = 45
_LONGEST_CALL: Final = 70
_LONGEST_CREDIT: Final = 14

_TEXTS: Final = (
    r"(?:articles?|stor(?:y|ies)|posts?|pages?|news|content|links?|topics?|reading|videos?|items|coverage|artikel|beitr[aä]ge?"
    r"|seite|meldung(?:en)?|pressemitteilungen|nachrichten|themen|informationen|neuigkeiten|infos|noticias?|art[ií]culos?"
    r"|artigos?|not[ií]cias?|articoli|notizie|artykuły|wiadomości|artiklar|artikelen|berichten|sujets?|actualités?)"
)
_LABELS: Final = (
    # comments of readers
    r"(?:(?:leave|write|post|add|view|show|see|read|join|hide|no|all|your|your thoughts|reader|latest|a|the|\d+) )*"
    r"(?:comments?|replies|reply|responses?|discussion|conversation)(?: \d+| off| closed| are closed| below| here)?",
    r"(?:(?:noch|bisher|keine?|einen?|\d+|alle|zum|zu den|den|deinen?|ihren?) )*kommentare?n?"
    r"(?: (?:schreiben|verfassen|hinterlassen|abgeben|anzeigen|lesen|hinzufügen|zum artikel|insgesamt|\d+))*",
    r"(?:(?:laisser|ajouter|un|aucun|les|vos|voir|\d+) )*commentaires?",
    r"(?:(?:deja|deje|dejar|ver|un|una|los|sin|\d+|nenhum|deixe|lascia|nessun) )*(?:comentarios?|comentários?|commento|commenti)",
    r"(?:dodaj |brak )?komentarz[ey]?y?|reacties?|(?:plaats|geef) (?:een )?reactie|kommentarer",
    # share, follow, print
    r"(?:be sociable )?(?:please )?share(?: (?:this|it|on|via|with|the|your|now|friends|facebook|twitter|email|" + _TEXTS + r"))*",
    r"(?:(?:diese[nr]?|den|die|das|jetzt|auf|per|" + _TEXTS + r") )*(?:teilen|weiterempfehlen|drucken|ausdrucken|merken|vorlesen)"
    r"(?: (?:auf|per|facebook|twitter|whatsapp|mail|e mail))*",
    r"empfiehl dies deinen freunden|(?:partage[rz]?|compart[ae](?:r|ir)?|compartilh[ae]r?|condividi|udostępnij|delen|deel|dela)"
    r"(?: (?:cet|cette|este|esta|questo|en|sur|su|na|no|via|dit|" + _TEXTS + r"))*",
    r"(?:follow us|folgen sie uns|folge uns|folgt uns|suivez nous|s[ií]guenos|siga nos|seguici|volg ons|följ oss)"
    r"(?: (?:on|auf|sur|en|no|su|op|på|and|und|facebook|twitter|instagram|telegram|youtube|linkedin|x|social media))*",
    r"(?:print|imprimir|imprimer|stampa|drukuj)(?: (?:this|esta|cette|" + _TEXTS + r"))*",
    # other texts
    r"(?:(?:our|the|see|our other|other|and|us|all) )?(?:related|recommended|suggested|trending|popular|similar|latest|recent|further|more|other)"
    r" (?:for you|stuff|on this topic|on this|(?:(?:news|top|related|popular) )?" + _TEXTS + r")(?: (?:on|about|for|from|in|by) .*)?",
    r"(?:related|recommended|trending|read (?:more|next|also|this next|full article|the full (?:story|article))"
    r"|see also|don t miss|must read|what to read next|up next|more like this|learn more|show more|load more|view all|see all)",
    r"more from .+|(?:you )?(?:may|might|ll) also (?:like|be interested in|enjoy)(?: .*)?|you may like",
    r"most (?:read|popular|viewed|shared|commented|discussed)(?: .*)?",
    r"(?:mehr|weitere[sr]?|ähnliche|passende|verwandte|aktuelle|empfohlene|kommentierte|beliebte(?:ste)?|meist\w+|neue(?:ste)?)"
    r" " + _TEXTS + r"(?: (?:zum|zu|zur|aus|von|dieses|dieser|über|auf|rund|in|im|für|des|der) .*)?",
    r"(?:mehr|alles) (?:zum thema|dazu|zu diesem thema|aus|von|lesen|anzeigen|erfahren)(?: .*)?|alle anzeigen|weiterlesen|auch interessant"
    r"|(?:das )?(?:könnte|dürfte) (?:sie|dich|ihnen|dir) (?:auch )?(?:interessieren|gefallen)|das könnte (?:sie|dich) auch"
    r"|lesen sie (?:auch|mehr|weiter|dazu)(?: .*)?|(?:auch |schon |meist)gelesen|meistgelesene?|zum thema|verwandte themenbereiche",
    r"(?:à )?lire (?:aussi|également|la suite)|sur le même (?:sujet|thème)|voir aussi|en savoir plus|dans la même rubrique"
    r"|(?:" + _TEXTS + r" )?(?:les plus lus|similaires|liés|relacionad[ao]s|correlati|collegati)|plus d " + _TEXTS,
    r"(?:le[ae]|lee|ver|mira|mire|vea|leia|veja) (?:también|tambien|también:|más|mas|mais|também)(?: .*)?|te puede interesar"
    r"|(?:te|le) (?:puede|podría|recomendamos).*|(?:más|mas|mais) (?:" + _TEXTS + r"|sobre .+|leíd[ao]s|lid[ao]s|vistos)"
    r"|no te pierdas|contexto de la noticia",
    r"leggi anche|potrebbe interessarti(?: anche)?|lees (?:ook|meer|verder)|meer (?:over .+|" + _TEXTS + r")"
    r"|(?:czytaj|zobacz|przeczytaj|polecamy|warto przeczytać)(?: (?:też|także|również|więcej|teraz))?|läs (?:även|mer|också)"
    r"|les også|læs også|lue myös|関連記事|相关(?:阅读|新闻|文章|链接)|延伸閱讀|相關(?:閱讀|新聞|文章)",
    # adverts, ratings, what scripts leave
    r"advertisements?|advertisement continues below|continue reading(?: the main story| below| with .*)?|skip ads?|sponsored(?: content)?"
    r"|anzeige|werbung|publicité|publicidad|pubblicità|publicidade|reklama|reklame|annons|annonce|advertentie|реклама|広告|广告",
    r"(?:noch )?(?:no|keine) (?:ratings|bewertungen)(?: yet)?(?: loading)?|loading|wird geladen|bitte warten|please wait",
    r"(?:\d+ )?d? ?bloggern gefällt das|gefällt mir(?: wird geladen)?|like this(?: like loading)?|found this helpful|was this (?:article |page )?(?:helpful|useful)"
    r"|(?:war|fanden sie) (?:der|dieser|diesen) (?:artikel|beitrag) (?:nützlich|hilfreich)(?: .*)?",
    r"bild (?:anzeigen|schließen|vergrößern)(?: bild (?:anzeigen|schließen))?|vergrößern|enlarge(?: (?:this )?image)?|open image in new window"
    r"|tap to unmute|play video|watch video|watch now|image gallery|zur bildergalerie",
    # where else to go
    r"(?:back|return|zurück|retour|volver|voltar|torna|nach oben|zum seitenanfang|home page)(?: (?:to|zu|zum|zur|à|au|aux|a|al|ao) .*)?"
    r"|(?:previous|next|older|newer|vorheriger?|nächster?) " + _TEXTS + r"|permalinks?|permalien|link copied",
    r"(?:about|über) (?:the|den|die) (?:authors?|autore?n?|autorin)|subscribe(?: now)?|sign up(?: now)?|newsletter|jetzt anmelden"
    r"|(?:hier )?kostenlos anmelden|jetzt abonnieren|log in|login|sign in|einloggen|register now|donate(?: now)?|jetzt spenden",
)  # fmt: skip
_LABEL: Final = re.compile("|".join(f"(?:{label})" for label in _LABELS))

_LEAD: Final = re.compile(
    r"\W*(?:read (?:more|also|next|the full)|also read|see also|must read|related(?: \w+)?|more:|more on |more about|watch:|listen:|next:"
    r"|don[’']t miss|lesen sie (?:auch|mehr|dazu|hier|weiter)|lies (?:auch|mehr)|mehr (?:dazu|zum thema|infos?|informationen|lesen)"
    r"|weitere (?:infos?|informationen|artikel)|siehe auch|auch interessant|hier geht es|zum (?:artikel|thema)|alles über"
    r"|(?:à )?lire(?: aussi| également)?\s*:|voir aussi|(?:le[ae]|lee|lea|mir[ae]|vea|ve[dr]|puedes? ver|te puede interesar|le recomendamos)"
    r"(?: también| tambien| más| aquí| además)?\s*:|le[ae] (?:también|tambien|más)|puedes? (?:ver|leer)|ver más|leia (?:também|mais)"
    r"|veja (?:também|mais)|saiba mais|leggi (?:anche|di più)|lees (?:ook|meer|verder)|czytaj(?: też| także| również| więcej)"
    r"|zobacz(?: też| także| również| więcej)|przeczytaj|läs (?:även|mer|också)|les også|læs også|lue (?:myös|lisää)|lisää aiheesta)",
    re.IGNORECASE,
)  # fmt: skip
_CALL: Final = re.compile(
    r"\b(?:subscribe (?:to|now|here|today)|to subscribe|please subscribe|sign[ -]up (?:here|for|to|now|today|below)|signing up"
    r"|get the latest (?:news|stories|updates)|for the latest (?:news|stories|updates)|(?:download|get) (?:the|our) .{0,40}\bapps?\b"
    r"|join (?:us|our) |follow (?:us|me|him|her|@\w+)\b|like us on|supporting? our work|support us|if you enjoyed|please (?:consider|share|donate|support)"
    r"|make a donation|submit your|send (?:us|your)|(?:e-?mail|contact) (?:us|me) |click here to|want to be informed|already a subscriber"
    r"|full (?:story|article|version).{0,20}subscri|subscri.{0,40}full (?:story|article|version)|terms apply to the offers|we may (?:receive|earn)"
    r"|abonnieren sie|abonniere |abonniert |melden? (?:sie sich|dich|euch) |jetzt (?:anmelden|abonnieren|bestellen|kaufen|spenden|lesen)"
    r"|(?:in den|einen) kommentar(?:en)?\b|klicken sie (?:auf|hier)|folgen sie uns|folge? uns|folgt uns|unterstützen? (?:sie )?uns"
    r"|newsletter (?:an|abonnieren)|kostenlos (?:testen|registrieren|abonnieren)|bestellen sie"
    r"|abonnez-vous|inscrivez-vous|suivez[ -](?:nous|l)|rejoignez[ -]|créez votre compte|pour (?:lire la suite|accéder)|soutenez[ -]"
    r"|suscr[ií]b[ae](?:te|se|nse)|s[ií]guenos|s[ií]gue ?nos|seguir a |únete|unete|descarga(?:te)? (?:la|nuestra)|regístrate|escribirnos|haz clic|clic aquí"
    r"|assine |inscreva-se|siga[ -](?:nos|o)|clique aqui|participe d|iscriviti|seguici|abbonati|zapraszamy|subskry\w+|zapisz się|obserwuj nas"
    r"|meld je aan|abonneer|volg ons|prenumerera|följ oss)",
    re.IGNORECASE,
)  # fmt: skip
_CREDIT: Final = re.compile(
    r"[\W_]*(?:(?:photo|picture|image|illustration|photograph|video|cover|header|featured|title)s?(?: (?:image|photo|credit|by|via|from|courtesy|source))*"
    r"(?: (?:by|via|courtesy of)\b|\s*:)|credits?\s*:|(?:via )?(?:foto|bild|titelbild|beitragsbild|titelfoto|headerbild|symbolbild|grafik|kuva|fot|fotografie)s?"
    r"(?:quelle|nachweis|rechte|autor)?\s?[.:]|bildquelle|bildnachweis|fotocredit|quellen?\s*:|source\s*:|fuente\s*:|fonte\s*:|źródło\s*:|bron\s*:"
    r"|crédits?(?: photos?)?\s*:|image illustrative|©|\(c\)\s|copyright\b)",
    re.IGNORECASE,
)  # fmt: skip
_DATED: Final = re.compile(
    r"\W*(?:(?:last |first )?(?:updated|published|posted|modified)|aktualisiert|publiziert|veröffentlicht|erstellt|stand|zuletzt \w+"
    r"|mis à jour|publié|modifié|actualizado|publicado|atualizado|aggiornato|pubblicato|opublikowano|aktualizacja|publicerad|uppdaterad)"
    r"\b[^.!?]{0,30}\d",
    re.IGNORECASE,
)


def is_label(text: str) -> bool:
    """Whether all of a short line names a part of the site, such as “Related articles” or “Share this”."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return 0 < len(words) <= _LONGEST_LABEL and _LABEL.fullmatch(" ".join(words)) is not None


def sends_on(text: str) -> bool:
    """Whether a line begins as those do that name another text: “Read more: …”; only with a link it does."""
    return _LEAD.match(text) is not None and len(text.split()) <= _LONGEST_LEAD


def calls(text: str) -> bool:
    """Whether a line asks its readers to do something with the site: to subscribe, to follow, to comment."""
    return _CALL.search(text) is not None and len(text.split()) <= _LONGEST_CALL


def is_credit(text: str) -> bool:
    """Whether a line says no more than whose a picture is, or where a text was taken from."""
    return _CREDIT.match(text) is not None and len(text.split()) <= _LONGEST_CREDIT


def is_dated(text: str) -> bool:
    """Whether a line says no more than when the page was published or changed."""
    return _DATED.match(text) is not None and len(text.split()) <= _LONGEST_LABEL
