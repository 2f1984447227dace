"""Lines of a page that speak to its readers about the site, and not about the subject of its text.

They are told by what they say, in the languages of many sites: a label such as “Related articles”, a line that sends o
    + n
to another text, a call to subscribe, a credit of a picture that is not imported.  Names of classes say the same on
some sites only, and other readings of pages often take such lines for text.

The patterns are lists of alternatives; a line that begins with a plus sign goes on with the one above.
"""

from __future__ import annotations

import re
from typing import Final

# More words are a sentence of the text that happens to begin like a label.
_LONGEST_LABEL: Final = 12
_LONGEST_LEAD: Final = 45
_LONGEST_CALL: Final = 70
_LONGEST_CREDIT: Final = 14


def _any(alternatives: str) -> str:
    alternatives = re.sub(r"\n *\+ ", "", alternatives)
    return f"(?:{'|'.join(filter(None, map(str.strip, alternatives.splitlines())))})"


_TEXTS: Final = _any("""
    articles?|stor(?:y|ies)|posts?|pages?|news|content|links?|topics?|reading|videos?|items|coverage
    artikel|beitr[aä]ge?|seite|meldung(?:en)?|pressemitteilungen|nachrichten|themen|informationen|neuigkeiten|infos
    sujets?|actualités?|noticias?|art[ií]culos?|artigos?|not[ií]cias?|articoli|notizie
    artykuły|wiadomości|artiklar|artikelen|berichten
""")
_COMMENTS: Final = _any(r"""
    (?:(?:leave|write|post|add|view|show|see|read|hide|no|all|your|your thoughts|reader|latest|a|the
    + |\d+) )*(?:comments?|reply|replies)(?: \d+| off| closed| are closed| below| here)?
    join the (?:discussion|conversation)|(?:\d+|no|leave a) responses?
    (?:(?:noch|bisher|keine?|einen?|\d+|alle|zum|zu den|den|deinen?|ihren?) )*kommentare?n?(?: (?:schreiben
    + |verfassen|hinterlassen|abgeben|anzeigen|lesen|hinzufügen|geschlossen|zum artikel|insgesamt|\d+))*
    (?:(?:laisser|ajouter|un|aucun|les|vos|voir|\d+) )*commentaires?
    (?:(?:deja|deje|dejar|ver|un|una|los|sin|\d+|nenhum|deixe|lascia|nessun) )*(?:comentarios?|comentários?
    + |commento|commenti)
    (?:dodaj |brak )?komentarz[ey]?y?|reacties?|(?:plaats|geef) (?:een )?reactie|kommentarer
""")
_SHARE: Final = _any(rf"""
    (?:be sociable )?(?:please )?share(?: (?:this|it|on|via|with|the|your|now|friends|facebook|twitter|email
    + |{_TEXTS}))*
    (?:(?:diese[nr]?|den|die|das|jetzt|auf|per|{_TEXTS}) )*(?:teilen|weiterempfehlen|(?:aus)?drucken|merken
    + |vorlesen)(?: (?:auf|per|mit|in|facebook|twitter|whatsapp|mail|e mail))*
    empfiehl dies deinen freunden
    (?:partage[rz]?|compart(?:e|ir)|compartilh(?:e|ar)|condividi|udostępnij|delen|deel|dela)(?: (?:cet|cette
    + |este|esta|questo|en|sur|su|na|no|via|dit|facebook|twitter|whatsapp|{_TEXTS}))*
    (?:follow us|folgen sie uns|folge uns|folgt uns|suivez nous|s[ií]guenos|siga nos|seguici|volg ons
    + |följ oss)(?: (?:on|auf|sur|en|no|su|op|på|and|und|facebook|twitter|instagram|telegram|youtube|linkedin|x
    + |social media))*
    (?:print|imprimir|imprimer|stampa|drukuj)(?: (?:this|esta|cette|{_TEXTS}))*
""")
_OTHERS: Final = _any(rf"""
    (?:(?:our|the|see|our other|other|and|us|all) )?(?:related|recommended|suggested|trending|popular|similar
    + |latest|recent|further|more|other) (?:for you|stuff|on this topic|on this|(?:(?:news|top|related
    + |popular) )?{_TEXTS})(?: (?:on|about|for|from|in|by) .*)?
    related|recommended|trending|read (?:more|next|also|this next|full article|the full (?:story|article))
    don t miss|must read|what to read next|up next|more like this|learn more|show more|load more|view all
    + |see all|more from .+
    (?:you )?(?:may|might|ll) also (?:like|be interested in|enjoy)(?: .*)?|you may like
    most (?:read|popular|viewed|shared|commented|discussed)(?: .*)?
    (?:mehr|weitere[sr]?|ähnliche|passende|verwandte|aktuelle|empfohlene|kommentierte|beliebte(?:ste)?|meist\w+
    + |neue(?:ste)?) {_TEXTS}(?: (?:zum|zu|zur|aus|von|dieses|dieser|über|auf|rund|in|im|für|des|der) .*)?
    (?:mehr|alles) (?:zum thema|dazu|zu diesem thema|aus|von|lesen|anzeigen|erfahren)(?: .*)?|alle anzeigen
    + |weiterlesen
    (?:das )?(?:könnte|dürfte) (?:sie|dich|ihnen|dir) (?:auch )?(?:interessieren|gefallen)|das könnte (?:sie
    + |dich) auch
    lesen sie (?:auch|mehr|weiter|dazu)(?: .*)?|(?:auch |schon |meist)gelesene?|auch interessant|zum thema
    + |verwandte themenbereiche
    (?:à )?lire (?:aussi|également|la suite)|sur le même (?:sujet|thème)|voir aussi|en savoir plus
    + |dans la même rubrique
    (?:{_TEXTS} )?(?:les plus lus|similaires|liés|relacionad[ao]s|correlati|collegati)|plus d {_TEXTS}
    (?:le[ae]|lee|ver|mira|mire|vea|leia|veja) (?:también|tambien|más|mas|mais|também)(?: .*)?|(?:te
    + |le) (?:puede|podría|recomendamos).*
    (?:más|mas|mais) (?:{_TEXTS}|sobre .+|leíd[ao]s|lid[ao]s|vistos)|no te pierdas|contexto de la noticia
    leggi anche|potrebbe interessarti(?: anche)?|lees (?:ook|meer|verder)|meer (?:over .+|{_TEXTS})
    (?:czytaj|zobacz|przeczytaj|polecamy|warto przeczytać)(?: (?:też|także|również|więcej|teraz))?
    läs (?:även|mer|också)|les også|læs også|lue myös
    関連記事|相关(?:阅读|新闻|文章|链接)|延伸閱讀|相關(?:閱讀|新聞|文章)
""")
_WAYS: Final = _any(rf"""
    advertisements?|advertisement continues below|continue reading(?: the main story| below| with .*)?|skip ads?
    sponsored(?: content)?|anzeige|werbung|publicité|publicidad|pubblicità|publicidade|reklama|reklame|annons|annonce
    advertentie|реклама|広告|广告
    (?:noch )?(?:no|keine) (?:ratings|bewertungen)(?: yet)?(?: loading)?|loading|wird geladen|bitte warten|please wait
    (?:\d+ )?d? ?bloggern gefällt das|gefällt mir(?: wird geladen)?|like this(?: like loading)?|found this helpful
    was this (?:article |page )?(?:helpful|useful)|(?:war|fanden sie) (?:der|dieser
    + |diesen) {_TEXTS} (?:nützlich|hilfreich)(?: .*)?
    bild (?:anzeigen|schließen|vergrößern)(?: bild (?:anzeigen|schließen))?|vergrößern|enlarge(?: (?:this )?image)?
    open image in new window|tap to unmute|play video|watch video|watch now|image gallery|zur bildergalerie
    (?:back|return|zurück|retour|volver|voltar|torna|nach oben|zum seitenanfang)(?: (?:to|zu|zum|zur|à|au|aux|a
    + |al|ao) .*)?
    (?:previous|next|older|newer|vorheriger?|nächster?) {_TEXTS}|permalinks?|permalien|link copied
    (?:about|über) (?:the|den|die) (?:authors?|autore?n?|autorin)|newsletter|subscribe(?: now)?|sign up(?: now)?
    jetzt (?:anmelden|abonnieren|spenden)|(?:hier )?kostenlos anmelden|log in|login|sign in|einloggen|register now
    donate(?: now)?
""")
_LABEL: Final = re.compile(_any("\n".join((_COMMENTS, _SHARE, _OTHERS, _WAYS))))

_LEAD: Final = re.compile(
    r"\W*" + _any(r"""
    read (?:more|also|next|the full)|also read|see also|must read|related(?: \w+)?|more:|more on |more about
    + |watch:|listen:
    next:|don[’']t miss
    lesen sie (?:auch|mehr|dazu|hier|weiter)|lies (?:auch|mehr)|mehr (?:dazu|zum thema|infos?|informationen|lesen)
    weitere (?:infos?|informationen|artikel)|siehe auch|auch interessant|hier geht es|zum (?:artikel|thema)|alles über
    (?:à )?lire(?: aussi| également)?\s*:|voir aussi
    (?:le[ae]|lee|mir[ae]|vea|ve[dr]|puedes? ver|te puede interesar|le recomendamos)(?: también| tambien| más
    + | aquí| además)?\s*:
    le[ae] (?:también|tambien|más)|puedes? (?:ver|leer)|ver más|leia (?:também|mais)|veja (?:também|mais)|saiba mais
    leggi (?:anche|di più)|lees (?:ook|meer|verder)|czytaj(?: też| także| również| więcej)|przeczytaj
    zobacz(?: też| także| również| więcej)|läs (?:även|mer|också)|les også|læs også|lue (?:myös|lisää)|lisää aiheesta
    """),
    re.IGNORECASE,
)  # fmt: skip
_CALL: Final = re.compile(
    r"\b" + _any(r"""
    subscribe (?:to|now|here|today)|to subscribe|please subscribe|already a subscriber|sign[ -]up (?:here|for
    + |to|now|today|below)
    signing up|full (?:story|article|version).{0,20}subscri|subscri.{0,40}full (?:story|article|version)
    (?:get|for) the latest (?:news|stories|updates)|(?:download|get) (?:the|our) .{0,40}\bapps?\b|join (?:us|our)\b
    follow (?:us|me|him|her|@\w+)\b|like us on|supporting? our work|support us|if you enjoyed|make a donation
    please (?:consider|share|donate|support)|submit your|send (?:us|your)|(?:e-?mail|contact) (?:us|me) |click here to
    want to be informed|terms apply to the offers|we may (?:receive|earn)
    abonnieren sie|abonniere |abonniert |melden? (?:sie sich|dich|euch) |(?:in den|einen) kommentar(?:en)?\b
    + |klicken sie (?:auf|hier)
    jetzt (?:anmelden|abonnieren|bestellen|kaufen|spenden|lesen)|folgen sie uns|folge? uns|folgt uns
    + |unterstützen? (?:sie )?uns
    newsletter (?:an|abonnieren)|kostenlos (?:testen|registrieren|abonnieren)|bestellen sie
    abonnez-vous|inscrivez-vous|suivez[ -](?:nous|l)|rejoignez[ -]|créez votre compte|pour (?:lire la suite
    + |accéder)|soutenez[ -]
    suscr[ií]b[ae](?:te|se|nse)|s[ií]gue ?nos|seguir a |[uú]nete|descarga(?:te)? (?:la|nuestra)|regístrate|escribirnos
    haz clic|clic aquí|assine |inscreva-se|siga[ -](?:nos|o)|clique aqui|participe d|iscriviti|seguici|abbonati
    zapraszamy|subskry\w+|zapisz się|obserwuj nas|meld je aan|abonneer|volg ons|prenumerera|följ oss
    """),
    re.IGNORECASE,
)  # fmt: skip
_CREDIT: Final = re.compile(
    r"[\W_]*" + _any(r"""
    (?:photo|picture|image|illustration|photograph|video|cover|header|featured|title)s?(?: (?:image|photo
    + |credit|by|via|from|courtesy|source))*(?: (?:by|via|courtesy of)\b|\s*:)
    credits?\s*:|crédits?(?: photos?)?\s*:|image illustrative
    (?:via )?(?:foto|bild|titelbild|beitragsbild|titelfoto|headerbild|symbolbild|grafik|kuva|fot
    + |fotografie)s?(?:quelle|nachweis|rechte|autor)?\s?[.:]
    bildquelle|bildnachweis|fotocredit|(?:quellen?|source|fuente|fonte|źródło|bron)\s*:|©|\(c\)\s|copyright\b
    """),
    re.IGNORECASE,
)  # fmt: skip
_DATED: Final = re.compile(
    r"\W*" + _any(r"""
    (?:last |first )?(?:updated|published|posted|modified)|aktualisiert|publiziert|veröffentlicht|erstellt
    + |stand|zuletzt \w+
    mis à jour|publié|modifié|actualizado|publicado|atualizado|aggiornato|pubblicato|opublikowano|aktualizacja
    + |publicerad
    uppdaterad|veröffentlichung|news date|asked|viewed|created
    (?:letzte|zuletzt) (?:änderung|aktualisierung|geändert|bearbeitet)
    """) + r"\b[^.!?]{0,30}\d|"
    # a day alone, and how long reading takes
    r"\W*(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})"
    r"(?:[\s,|–-]+\d{1,2}[:.]\d\d(?: Uhr)?)?\W*$|"
    r"\W*\d{1,3}\s?(?:minutes?|mins?|minuten|minutos|minuti|minut)\.?\s"
    r"(?:read|reading(?: time)?|lesezeit|lesedauer|de lecture|de lectura|di lettura|czytania|leestijd)\W*$",
    re.IGNORECASE,
)  # fmt: skip
_AGENCIES: Final = _any("""
    Getty Images|iStock(?:\\.com)?|Shutterstock(?:\\.com)?|Unsplash|Pixabay|[Ss]tock\\.adobe\\.com|REUTERS|Reuters|AFP
    dpa|imago|Alamy|EPA|WENN\\.com
""")
_CREDITED: Final = re.compile(
    r"\((?:Fotos?|Photos?|Bild(?:er)?|Images?|Credits?|Crédits?|Quelle)\s?(?::|by\b)[^()]{0,60}\)\W*$"
    r"|\((?:Symbol|Archiv)(?:bild|foto)\)\W*$"
    rf"|[(|–/]\s*{_AGENCIES}\)?\W*$|\({_AGENCIES}\s?/[^()]{{0,30}}\)\W*$"
    r"|(?:Foto|Photo|Bild|Kuva)\s?: [^.!?]{2,40}$|\s(?:©|\([Cc]\))\s?[^.!?]{2,60}$"
)
_LONGEST_CAPTION: Final = 50
_RIGHTS: Final = re.compile(
    _any(r"""
    all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados
    tutti i diritti riservati|wszelkie prawa zastrzeżone|materiał chroniony prawem|alle angaben ohne gewähr
    copyrighted property of
    enthält (?:affiliate|werbung|produktplatzierung)|affiliate[ -]links?|bei den (?:links|verlinkungen) handelt es sich
    (?:earn|receive) (?:a |an affiliate )?commission|as an amazon associate
    (?:stehen|steht) (?:die )?inhalte dieser website|sie sind (?:aktuell )?nicht (?:eingeloggt|angemeldet)
    not responsible for the (?:opinions|content)|our standards: the
    """),
    re.IGNORECASE,
)  # fmt: skip


def is_label(text: str) -> bool:
    """Whether all of a short line names a part of the site, such as “Related articles” or “Share this”."""
    words = re.findall(r"[^\W_]+", text.lower())
    return 0 < len(words) <= _LONGEST_LABEL and _LABEL.fullmatch(" ".join(words)) is not None


def sends_on(text: str) -> bool:
    """Whether a line begins as those do that name another text, such as “Read more: …”: with a link it does."""
    return len(text.split()) <= _LONGEST_LEAD and _LEAD.match(text) is not None


def calls(text: str) -> bool:
    """Whether a line asks its readers to do something with the site: to subscribe, to follow, to comment."""
    return len(text.split()) <= _LONGEST_CALL and _CALL.search(text) is not None


def is_credit(text: str) -> bool:
    """Whether a line says no more than whose a picture is and what it shows, or where a text was taken from."""
    words = len(text.split())
    alone = words <= _LONGEST_CREDIT and _CREDIT.match(text) is not None
    return alone or (words <= _LONGEST_CAPTION and _CREDITED.search(text[-120:]) is not None)


def is_dated(text: str) -> bool:
    """Whether a line says no more than when the page was published or changed."""
    return len(text.split()) <= _LONGEST_LABEL and _DATED.match(text) is not None


def is_about_rights(text: str) -> bool:
    """Whether a line says who may use a page, who paid for it, or who answers for it."""
    return len(text.split()) <= _LONGEST_CALL and _RIGHTS.search(text) is not None
