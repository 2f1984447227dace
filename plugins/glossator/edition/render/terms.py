"""Words of the vocabulary as a page shows them: linked to their meaning, or counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from markupsafe import Markup, escape

from glossator.edition.charts import Figure
from glossator.edition.profile import Profile
from glossator.edition.words import Words
from glossator.records.vocabulary import Kind, Sourcing, SourcingGroup, Term


def explained(words: Words, method: str, scheme: str, term: Term | Kind) -> Markup:
    """A word of the vocabulary, as a link to its meaning.

    Args:
        words: the words of the site.
        method: the address of the page that explains the words; empty where there is none.
        scheme: the id of its `vocabulary.Scheme`, or `kind`.
        term: the word.
    """
    label = escape(words(term.label))
    id_ = term.id if isinstance(term, Kind) else term.value
    return Markup(f'<a href="{escape(method)}#{scheme}-{id_}">{label}</a>') if method else label


def figure(words: Words, scheme: str, term: Term, count: int, *, counted: str = "", more: Iterable[str] = ()) -> Figure:
    """How often a word of the vocabulary occurs, with its meaning.

    Args:
        words: the words of the site.
        scheme: the vocabulary whose colours it has.
        term: the word.
        count: how often.
        counted: the count with its noun; default: the count.
        more: what more there is to say of it.
    """
    sign = getattr(term, "sign", "")
    said = " ".join([words(term.meaning), *more])
    return Figure(scheme, term.value, sign, words(term.label), said, count, counted or str(count))


def behind(words: Words, group: SourcingGroup, passages: int, kinds: Iterable[tuple[Sourcing, int]] = ()) -> Figure:
    """How many passages rest on a group of origins, and on which kinds of origin in it."""
    more = [f"{words.labelled(words(kind.label), count)}." for kind, count in kinds]
    counted = words.counted(passages, "{} passage", "{} passages")
    return figure(words, "group", group, passages, counted=counted, more=more)


def resting(figures: Profile, words: Words) -> Markup:
    """Who stands behind the claims of a source, in a sentence: `15 of 36 passages rest on people without a name …`."""
    passages = len(figures.assessments)
    parts = [(len(share.passages), _what(share.group, words)) for share in figures.shares]
    (first, what), rest = parts[0], parts[1:]
    counted = words.plural(passages, "{count} of {all} passage", "{count} of {all} passages")
    start = words("{passages} rest on {what}", passages=counted.format(count=first, all=passages), what=what)
    others = (words("{count} on {what}", count=count, what=what) for count, what in rest)
    sentence = escape(words.listed([start, *others]))
    return Markup(f"{sentence}.")


def _what(group: SourcingGroup, words: Words) -> str:
    """What stands behind a claim, as the end of the sentence “3 passages rest on …”."""
    match group:
        case SourcingGroup.UNNAMED:
            return words("people without a name or papers nobody can read")
        case SourcingGroup.AUTHOR:
            return words("the author’s own word")
        case SourcingGroup.NAMED:
            return words("somebody named")
        case SourcingGroup.PUBLISHED:
            return words("something published")
        case SourcingGroup.NOT_RATED:
            return words("what is not rated yet")
        case _:
            assert_never(group)
