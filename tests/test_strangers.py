"""What strangers may bring: one policy for the texts of sources, their front matter, and addresses."""

from __future__ import annotations

from pathlib import Path

import pytest
import sites
from bs4 import BeautifulSoup

from glossator.files import markup

pytestmark = pytest.mark.build

EVIL = 'Evil <img src=x onerror=alert(1)> "quoted" &lt;/title&gt;&lt;script&gt;'
SOURCE = "source: {title: The ferry}\ntext: restated"


def source(front: str = SOURCE, body: str = "The ferry.") -> str:
    """A source's file."""
    return f"---\n{front}\n---\n\n{body}\n"


def material(folder: Path, files: dict[str, str | bytes | None]) -> Path:
    """The small site with Material and files of strangers."""
    root = sites.copy(sites.SMALL, folder / "site", files)
    sites.configure(root, theme={"name": "material", "font": False}, markdown_extensions=["attr_list", "md_in_html"])
    return root


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_front_matter_is_plain_in_every_theme(theme: str, tmp_path: Path) -> None:
    """No markup of a title, a description, an author or a heading survives in the pages of any theme."""
    front = f"title: {EVIL!r}\ndescription: {EVIL!r}\nauthor: {EVIL!r}\n{SOURCE}"
    pages = {
        "docs/sources/evil.md": source(front, f"# A {EVIL}\n\n## B {EVIL}\n\nThe ferry."),
        "annotations/evil/claim.md": "---\ntitle: A\nkind: context\nstatus: contested\n---\nWhy.\n",
        "docs/sources/none.md": f"---\ntitle: {EVIL!r}\ndescription: {EVIL!r}\n---\nText\n",
    }
    root = material(tmp_path, dict(pages))
    sites.configure(root, theme={"name": theme})
    built = sites.build(root, to=tmp_path / "out")
    for address in ("sources/evil/", "sources/evil/claims/", "sources/none/", "sources/bridge/"):
        page = BeautifulSoup(built.page(address), "html5lib")
        assert [element for element in page.find_all() if "onerror" in element.attrs] == []
        assert "alert(1)" not in " ".join(script.get_text() for script in page.find_all("script", type=False))


def test_what_extensions_make_stays() -> None:
    """Elements that nobody wrote in the text are the site's; those that somebody wrote are not."""
    made = '<p><svg viewBox="0 0 1 1"><path d="M0"></path></svg><iframe src="https://example.org/"></iframe></p>'
    assert markup.allowed(made, "A :smile: and the path to it").html == made
    assert "iframe" not in markup.allowed(made, "A <iframe src=https://example.org/>").html
    assert markup.allowed("<p>A <script>go()</script></p>", "nothing").html == "<p>A </p>"


GOOD = (
    '<figure class="wide" id="map"><img src="map.png" alt="A map"><figcaption>The town</figcaption></figure>',
    '<table><caption>A</caption><tbody><tr><td colspan="2" style="text-align:right">B</td></tr></tbody></table>',
    '<p lang="ar" dir="rtl">A <time datetime="2031">day</time>, <q cite="https://example.org/">B</q></p>',
    '<details open=""><summary>A</summary><p>B <a href="../b.md#c" title="D">C</a></p></details>',
    '<ul class="task-list"><li><input type="checkbox" disabled="">A</li></ul>',
)


@pytest.mark.parametrize("html", GOOD)
def test_what_texts_need_stays_as_it_is(html: str) -> None:
    """Figures, tables, languages, dates and quotations pass the list unchanged, and nothing is said."""
    assert markup.allowed(html, html) == markup.Allowed(html)


def test_an_owner_can_allow_all(tmp_path: Path) -> None:
    """With `raw_html: true` a source holds what it holds."""
    root = sites.copy(sites.SMALL, tmp_path / "site", {"docs/sources/own.md": source(body="<script>own()</script>")})
    assert "<script>own()" not in sites.build(root, to=tmp_path / "a").page("sources/own/")
    sites.configure(root, glossator={"raw_html": True})
    built = sites.build(root, to=tmp_path / "b")
    assert ("<script>own()" in built.page("sources/own/"), built.warnings) == (True, ())


def test_no_page_overwrites_a_source(tmp_path: Path) -> None:
    """A stranger's `NAME/index.md` is an error in check and in the build, and the notes stand on their page."""
    root = sites.copy(sites.SMALL, tmp_path / "site", {"docs/sources/bridge/index.md": source()})
    assert "docs/sources/bridge/index.md:1:1: address-taken" in sites.run(root, "check").output
    built = sites.build(root, to=tmp_path / "out")
    assert any("docs/sources/bridge.md has it already" in warning for warning in built.warnings)
    assert 'id="note-good"' in built.page("sources/bridge/")


def test_a_name_reads_as_what_it_is(tmp_path: Path) -> None:
    """A page or picture whose name turns letters round is named with an escape, and left out of the site."""
    files: dict[str, str | bytes | None] = {"docs/tide\u202egpj.md": "# Tide\n", "docs/a\u2066b.png": b"x"}
    root = sites.copy(sites.SMALL, tmp_path / "site", files)
    output = sites.run(root, "check").output
    assert r"docs/tide\u202egpj.md:1:1: bad-file-name" in output
    assert r"docs/a\u2066b.png:1:1: bad-file-name" in output
    assert not [name for name in sites.contents(sites.build(root, to=tmp_path / "out").folder) if "tide" in name]


def test_what_is_made_overwrites_nothing(tmp_path: Path) -> None:
    """A page where the claims of a source have to stand, and a file where an export does, are errors, and stay."""
    claim = "---\ntitle: A\nkind: context\nstatus: contested\npassage: 1\n---\nWhy.\n"
    files: dict[str, str | bytes | None] = {
        "docs/sources/bridge/claims.md": source(body="Mine."),
        "docs/exports/build.json": "{}",
        "annotations/bridge/claim.md": claim,
    }
    root = sites.copy(sites.SMALL, tmp_path / "site", files)
    assert "docs/sources/bridge/claims.md:1:1: address-taken" in sites.run(root, "check").output
    built = sites.build(root, to=tmp_path / "out")
    assert sum("address-taken" in warning for warning in built.warnings) == 2
    assert "Mine." in built.page("sources/bridge/claims/")
    assert built.page("exports/build.json") == "{}"


def test_deep_front_matter_does_not_end_the_build(tmp_path: Path) -> None:
    """A page of 100,000 levels, also behind an empty front matter, which MkDocs reads on, is named and left out."""
    levels = "[" * 100_000
    files: dict[str, str | bytes | None] = {
        "docs/deep.md": f"---\na: {levels}\n---\nText\n",
        "docs/behind.md": f"---\n---\n{levels}\n---\nText\n",
    }
    root = sites.copy(sites.SMALL, tmp_path / "site", files)
    assert sites.run(root, "check").output.count("yaml-too-deep") == 2
    result = sites.mkdocs(root, "build", "--site-dir", str(tmp_path / "out"))
    assert (result.returncode, result.stdout.count("yaml-too-deep")) == (1, 2), result.stdout
    assert not (tmp_path / "out" / "deep").exists()


@pytest.mark.parametrize(
    "text",
    ["".join(f"{'    ' * level}- a\n" for level in range(400)), f"{'*' * 3_000}a{'*' * 3_000}\n"],
    ids=["lists", "emphasis"],
)
def test_a_deep_source_does_not_end_the_build(tmp_path: Path, text: str) -> None:
    """A source that Python-Markdown cannot render is named by check and build, and ends no other command in a traceback."""
    deep = f"---\nsource: {{title: The deep}}\ntext: restated\n---\n\n{text}"
    root = sites.copy(sites.SMALL, tmp_path / "site", {"docs/sources/deep.md": deep})
    named = "docs/sources/deep.md:1:1: markdown-too-deep"
    assert sites.run(root, "check").output.count(named) == 1
    assert named in sites.run(root, "seal", "deep").errors
    built = sites.build(root, to=tmp_path / "out")
    assert (built.failure, sum(named in warning for warning in built.warnings)) == ("1 error", 1)
    assert 'id="note-good"' in built.page("sources/bridge/")


MARKDOWN = """A <script>alert(1)</script> and <b onclick="alert(1)" style="position:fixed">b</b>, <svg/onload=alert(1)>.

[x](javascript:alert(1)) [y](java&#115;cript:alert(1)) ![z](https://example.org/z.png)

A list of attributes.{: onclick="alert(1)" }

--8<-- "mkdocs.yml"

<figure><img src="a.png" alt="A"></figure>

Say `<script>`, see <https://example.org/>.
"""


def test_an_import_keeps_no_raw_html(tmp_path: Path) -> None:
    """What a source may not hold is left out of an imported Markdown file, and told; what it may hold stays."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    sites.write(tmp_path, {"evil.md": MARKDOWN})
    result = sites.run(root, "import", str(tmp_path / "evil.md"), "--slug", "evil", "--licence", "CC0-1.0")
    text = (root / "docs/sources/evil.md").read_text(encoding="utf-8")
    assert not any(word in text for word in ("<script>alert", "onclick", "javascript:", "<svg", "8<", "position"))
    assert MARKDOWN.partition("\n\n<figure>")[2] in text
    assert "left out, since a source may not hold it: <script>" in result.errors
    assert sites.run(root, "check").output == "no problems\n"
