"""What Zotero, libraries and social networks read: tags in the head, ContextObjects at the notes, the bibliography."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl

import citeproc.source.json
import pytest
import sites
from bs4 import BeautifulSoup
from publications import BASE, HOSTILE, UNWRITABLE, changes, publication, restated

from glossator.publication import Publication, Published
from glossator.publication.exports.addresses import beside
from glossator.publication.exports.metadata import coins, coins_of_source, head
from glossator.publication.exports.references import references
from glossator.publication.exports.schema_org import linked_data
from glossator.records.csl import CSLItem
from glossator.references import bibliography
from glossator.repository.provenance import History


def of(site: Publication, slug: str) -> Published:
    """A source by its slug."""
    return next(source for source in site.sources if source.page.source.slug == slug)


def tags(html: str) -> dict[str, list[str]]:
    """The contents of the tags by their names."""
    by_name: dict[str, list[str]] = {}
    for tag in BeautifulSoup(html, "html5lib").select("head > meta"):
        by_name.setdefault(str(tag.get("name") or tag["property"]), []).append(str(tag["content"]))
    return by_name


class TestTheHead:
    def test_a_full_text_is_cited_as_the_original_at_our_address(self) -> None:
        """Author, title and date are the original's; the address is where it was read."""
        site = publication(sites.FULL)
        tags_of_head = tags(head(site, of(site, "bridge")))
        assert tags_of_head["z:itemType"] == ["report"]
        assert (
            tags_of_head["citation_title"]
            == tags_of_head["dcterms.title"]
            == tags_of_head["og:title"]
            == ["Minutes of the town council"]
        )
        assert tags_of_head["citation_author"] == tags_of_head["dcterms.creator"] == ["Town council of Netherby"]
        assert tags_of_head["citation_publication_date"] == ["2031/03/04"]
        assert tags_of_head["article:published_time"] == tags_of_head["dcterms.issued"] == ["2031-03-04"]
        assert tags_of_head["citation_public_url"] == tags_of_head["og:url"] == [f"{BASE}sources/bridge/"]
        assert tags_of_head["dcterms.isVersionOf"] == ["https://example.org/minutes"]

    def test_a_report_keeps_its_number(self, tmp_path: Path) -> None:
        """By which documents of parliaments and the United Nations are known."""
        text = "---\nsource: {type: report, title: T, number: S/2024/92, publisher: UN, DOI: 'https://doi.org/10.1/x'}\ntext: full\nlicence: CC0-1.0\n---\n\nThe council voted by six votes to three.\n"
        site = publication(sites.copy(sites.SMALL, tmp_path, {"docs/sources/bridge.md": text}))
        tags_of_head = tags(head(site, site.sources[0]))
        assert tags_of_head["citation_technical_report_number"] == ["S/2024/92"]
        assert tags_of_head["citation_technical_report_institution"] == ["UN"]
        assert tags_of_head["citation_doi"] == ["10.1/x"]
        assert '"sameAs":"https://doi.org/10.1/x"' in linked_data(site, site.sources[0])

    def test_a_restated_text_is_cited_as_a_page_of_the_site(self, tmp_path: Path) -> None:
        """The original's author wrote none of these words and is not named as their author, nor its date as theirs."""
        site = restated(tmp_path)
        tags_of_head = tags(head(site, of(site, "bridge")))
        assert tags_of_head["z:itemType"] == ["webpage"]
        assert tags_of_head["citation_title"] == ["The vote on the Mill Bridge (Restated)"]
        assert tags_of_head["prism.publicationName"] == [site.name]
        assert not {"citation_author", "dcterms.creator", "citation_publication_date"} & {*tags_of_head}
        assert "Town council of Netherby" in tags_of_head["og:description"][0]

    def test_a_restated_page_is_dated_by_git(self, tmp_path: Path) -> None:
        """What git knows of the page is when the page was published and changed."""
        history = History(changes("docs/sources/bridge.md", "2026-03-01", "2026-03-09"))
        site = restated(tmp_path, history=history)
        tags_of_head = tags(head(site, of(site, "bridge")))
        assert tags_of_head["article:published_time"] == ["2026-03-01"]
        assert tags_of_head["article:modified_time"] == ["2026-03-09"]

    def test_persons_are_named_family_first(self, tmp_path: Path) -> None:
        """Particles go where CSL puts them, and every author has a tag of their own."""
        names = "[{family: Beethoven, given: Ludwig, dropping-particle: van}, {family: Vaux, given: Ann, non-dropping-particle: de}]"
        text = f"---\nsource:\n  type: article-journal\n  title: On bridges\n  author: {names}\n  container-title: Bridges\n  page: 12–15\n  DOI: 10.1/x\ntext: full\nlicence: CC0-1.0\n---\n\nThe council voted by six votes to three.\n"
        site = publication(sites.copy(sites.SMALL, tmp_path, {"docs/sources/bridge.md": text}))
        tags_of_head = tags(head(site, site.sources[0]))
        assert tags_of_head["citation_author"] == ["Beethoven, Ludwig van", "de Vaux, Ann"]
        assert tags_of_head["z:itemType"] == ["journalArticle"]
        assert tags_of_head["citation_journal_title"] == ["Bridges"]
        assert (tags_of_head["citation_firstpage"], tags_of_head["citation_lastpage"]) == (["12"], ["15"])
        assert tags_of_head["citation_doi"] == ["10.1/x"]

    @pytest.mark.parametrize("base", [BASE, ""])
    def test_the_other_forms_of_the_page_are_linked(self, base: str) -> None:
        """Feeds, annotations and references are found from the page, absolute or on the way from the page."""
        site = publication(sites.FULL, base=base)
        links = BeautifulSoup(head(site, of(site, "bridge")), "html5lib").select('link[rel~="alternate"]')
        addresses = [str(link["href"]) for link in links]
        if base:
            assert addresses[:2] == [f"{BASE}sources/bridge/feed.xml", f"{BASE}feed.xml"]
        else:
            assert addresses == [
                "feed.xml",
                "../../feed.xml",
                "../../corrections.xml",
                "annotations.jsonld",
                "../../exports/references.json",
                "schema-org.jsonld",
            ]

    def test_files_beside_a_page_lie_in_a_folder_of_its_own(self) -> None:
        """Two sources never share a file, with directory addresses or without."""
        site = publication(sites.SMALL)
        source = site.sources[0]
        flat = Published(source.page, source.sidecar, "sources/bridge.html")
        assert beside(source, "feed.xml") == beside(flat, "feed.xml") == "sources/bridge/feed.xml"


class TestCOinS:
    def test_a_note_is_cited_by_its_author_title_site_date_and_address(self) -> None:
        """The ContextObject holds what a citation needs, the title before the type, as Zotero reads it."""
        site = publication(sites.FULL)
        source = of(site, "bridge")
        note = next(note for note in source.page.apparatus.notes if note.id == "long")
        pairs = parse_qsl(coins(site, source, note), strict_parsing=True)
        fields = dict(pairs)
        assert fields["rft_val_fmt"] == "info:ofi/fmt:kev:mtx:dc"
        assert fields["rft.title"] == note.annotation.front.title
        assert fields["rft.au"] == "Ada Quill"
        assert fields["rft.date"] == "2031-05-03"
        assert fields["rft.source"] == site.name
        assert fields["rft_id"] == f"{BASE}sources/bridge/#note-long"
        assert fields["rft.description"].startswith("“asked that their names be written down” · Contested · Moderate")
        assert [name for name, _ in pairs].index("rft.title") < [name for name, _ in pairs].index("rft.type")

    def test_an_unsigned_note_is_the_sites(self) -> None:
        """Without an author Zotero would look one up elsewhere."""
        site = publication(sites.SMALL)
        source = site.sources[0]
        fields = dict(parse_qsl(coins(site, source, source.page.apparatus.notes[0])))
        assert fields["rft.aucorp"] == site.name
        assert "rft.date" not in fields

    def test_the_list_of_a_restated_page_offers_the_page_and_the_original(self, tmp_path: Path) -> None:
        """Whoever wants to cite the original can, without our address; of a full text there is one work only."""
        site = restated(tmp_path)
        page, original = (dict(parse_qsl(entry)) for entry in coins_of_source(site, of(site, "bridge")))
        assert (page["rft.type"], page["rft_id"]) == ("webpage", f"{BASE}sources/bridge/")
        assert (original["rft.type"], original["rft.aucorp"]) == ("report", "Town council of Netherby")
        assert original["rft.date"] == "2031-03-04"
        assert "rft_id" not in original
        full = publication(sites.FULL)
        assert len(coins_of_source(full, of(full, "bridge"))) == 1

    def test_hostile_titles_do_no_harm(self, tmp_path: Path) -> None:
        """Tags and ContextObjects hold the title and nothing that ends them."""
        files = {
            "docs/sources/bridge.md": f"---\nsource:\n  title: {json.dumps(HOSTILE)}\n  author: [{{literal: {json.dumps(HOSTILE)}}}]\ntext: full\nlicence: CC0-1.0\n---\n\nThe council voted.\n",
            "annotations/bridge/good.md": f"---\nquote: The council\nkind: context\ntitle: {json.dumps(HOSTILE)}\n---\nWhy.\n",
            "annotations/bridge/sourcing.yml": None,
        }
        by_path = changes("annotations/bridge/good.md", "2031-06-01", author=f"Eve{UNWRITABLE}")
        site = publication(sites.copy(sites.SMALL, tmp_path, files), history=History(by_path))
        source = site.sources[0]
        html = head(site, source)
        html.encode()
        soup = BeautifulSoup(html, "html5lib")
        assert not soup.find_all("script")
        assert len(soup.select("head > *")) == len(html.splitlines())
        assert tags(html)["citation_title"] == [" ".join(HOSTILE.split())]
        fields = dict(parse_qsl(coins(site, source, source.page.apparatus.notes[0])))
        assert fields["rft.title"] == HOSTILE
        assert fields["rft.au"] == "Eve[2J"


class TestReferences:
    @pytest.mark.parametrize("root", [sites.FULL, sites.SMALL])
    def test_our_own_reader_reads_them_as_they_were(self, root: Path, tmp_path: Path) -> None:
        """Out and in again, every reference is the same, `checked` included."""
        site = publication(root)
        path = tmp_path / "references.json"
        path.write_text(references(site), encoding="utf-8")
        library, problems = bibliography.read([path], tmp_path)
        assert problems == []
        assert site.site.bibliography.references
        for key, reference in site.site.bibliography.references.items():
            assert library.references[key] == reference

    def test_only_fields_of_csl_are_written(self) -> None:
        """A date is date-parts, a name a mapping, and what is ours stands under `custom`."""
        records = json.loads(references(publication(sites.FULL)))
        names = {field.alias or name for name, field in CSLItem.model_fields.items()} | {"id", "custom"}
        assert all({*record} <= names for record in records)
        survey = next(record for record in records if record["id"] == "survey-2030")
        assert survey == {
            "id": "survey-2030",
            "type": "report",
            "title": "Survey of the bridges of Netherby",
            "author": [{"family": "Hale", "given": "Ruth"}],
            "issued": {"date-parts": [[2030, 11]]},
            "URL": "https://example.org/survey",
            "custom": {"checked": "full"},
        }

    def test_references_written_in_place_are_among_them_once(self, tmp_path: Path) -> None:
        """Two notes that write the same address in place share one reference, with an id that stays."""
        note = "---\nquote: six votes\nkind: context\ntitle: T\nevidence:\n  - {title: A later letter, relation: qualifies, URL: 'https://example.org/letter', checked: full, nature: party, locator: p. 1}\n---\n"
        root = sites.copy(sites.SMALL, tmp_path, {f"annotations/bridge/{name}.md": note for name in ("one", "two")})
        records = json.loads(references(publication(root)))
        letter = [record for record in records if record["title"] == "A later letter"]
        assert letter == [
            {
                "id": "in-place-b7a926552d",
                "type": "document",
                "title": "A later letter",
                "URL": "https://example.org/letter",
                "custom": {"checked": "full", "nature": "party"},
            }
        ]
        assert [record["id"] for record in records] == sorted(record["id"] for record in records)

    @pytest.mark.filterwarnings("ignore:.*unsupported. custom")  # it says of `custom` that it passes over it
    @pytest.mark.parametrize("root", [sites.FULL, sites.SMALL])
    def test_citeproc_reads_them(self, root: Path) -> None:
        """A program that knows CSL finds every reference, and its dates."""
        records = json.loads(references(publication(root)))
        entries = citeproc.source.json.CiteProcJSON(records)
        assert len(entries) == len(records)
        dated = next(record for record in records if len(record.get("issued", {}).get("date-parts", [[]])[0]) == 3)
        assert entries[dated["id"]].issued.day == dated["issued"]["date-parts"][0][2]
