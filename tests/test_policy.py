"""The content security policy, in a real browser: what the site needs runs, and nothing else does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import browser as driver
import pytest
import sites
from playwright.sync_api import Browser, Page

from glossator.hosts.mkdocs.policy import with_reloading
from glossator.publication.directives import START
from glossator.publication.finished.policy import into

Build = Callable[..., sites.Built]

TAG = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) =>
    violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
EVERY_KIND = {**{name: place for name, place in sites.PAGES.items() if place[0] == sites.REPOSITORY}}


def policy_of(html: str) -> dict[str, list[str]]:
    """The policy on a page, by directives."""
    (text,) = TAG.findall(html)
    return {words[0]: words[1:] for words in (part.split() for part in text.split(";"))}


@contextmanager
def watched(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A page whose console stays empty and whose policy is never met."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, reduced_motion="reduce", permissions=["clipboard-write"]
    )
    faults: list[str] = []
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address, wait_until="load")
        driver.settle(page)
        yield page
        faults += page.evaluate("violations")
    finally:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def address(addresses: dict[Path, str]) -> str:
    """Where our own site is served."""
    return addresses[sites.REPOSITORY]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_no_page_of_ours_is_refused_anything(kind: str, browser: Browser, address: str) -> None:
    """A page of each kind loads, turns dark, and prints without a word on the console."""
    with watched(browser, address + EVERY_KIND[kind][1]) as page:
        page.locator("label[for^=__palette]:visible").first.click()
        page.wait_for_selector("body[data-md-color-scheme=slate]")
        page.emulate_media(media="print")
        driver.settle(page)


def test_search_finds(browser: Browser, address: str) -> None:
    """The search’s scripts, its program and its index are allowed."""
    with watched(browser, address) as page:
        page.click("[data-gl-search]")
        page.wait_for_selector(".gl-search[open]")
        page.keyboard.type("quote")
        page.locator(".gl-search-results > li").first.wait_for()


def test_code_can_be_copied(browser: Browser, address: str) -> None:
    """A block of code keeps its ways."""
    with watched(browser, f"{address}first-source/") as page:
        assert page.locator("pre code").count()
        button = page.locator("button.md-clipboard, button.md-code__button").first
        if button.count():
            button.click()


def test_a_permalink_leads_on(browser: Browser, address: str, builds: dict[Path, tuple[Path, object]]) -> None:
    """The small page of a note runs its one script, which leads to the note in its place."""
    folder, _ = builds[sites.REPOSITORY]
    own = next(iter(sorted(folder.glob("sources/*/notes/*/index.html"))), None)
    if own is None:
        pytest.skip("no source with notes is published here")
    with watched(browser, address + own.parent.relative_to(folder).as_posix() + "/") as page:
        page.wait_for_url(re.compile(f"#note-{re.escape(own.parent.name)}$"))
        page.wait_for_selector(".gl-source[data-live]")


def test_every_page_has_the_same_policy(builds: dict[Path, tuple[Path, object]]) -> None:
    """One set of hashes for the site, before all that could load something; none of them lets any inline script run."""
    folder, _ = builds[sites.REPOSITORY]
    pages = [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]
    (policy,) = {text for page in pages for text in TAG.findall(page)}
    assert all(len(TAG.findall(page)) == 1 for page in pages)
    assert all("<script" not in page[: page.index("<meta http-equiv")] for page in pages)
    assert (
        "'unsafe-inline'"
        not in policy_of(f'<meta http-equiv="Content-Security-Policy" content="{policy}">')["script-src"]
    )
    assert len(policy) < 1_500


INSTANT = {"name": "material", "language": "en", "font": False, "features": ["navigation.instant", "content.code.copy"]}
CODE = "# About\n\n```text\nsome code\n```\n\n<script>window.about = 1</script>\n"


def test_pages_exchanged_without_loading_keep_the_policy(tmp_path: Path, browser: Browser) -> None:
    """With instant navigation the first page’s policy lets every other page’s scripts run; panel and copying work."""
    site = sites.copy(sites.FULL, tmp_path / "site", {"docs/about.md": CODE})
    folder = tmp_path / "built"
    folder.mkdir()
    with driver.served(folder) as address:
        sites.configure(
            site, site_url=address, theme=INSTANT, repo_url="https://github.example/netherby/papers",
            glossator={"content_security_policy": True},
        )  # fmt: skip
        built = sites.build(site, to=folder, strict=True)
        assert not built.failure, built.warnings
        with watched(browser, address) as page:
            page.evaluate("window.stays = true")
            page.evaluate("() => document.querySelector(`a[href*=about]`).click()")
            page.wait_for_selector("text=some code")
            page.wait_for_function("window.about === 1")
            page.locator("button.md-clipboard, .md-code__button").first.click()
            page.goto(f"{address}sources/bridge/", wait_until="load")
            page.wait_for_selector(".gl-source[data-live]")
            page.locator("[data-new-note]").first.click()
            page.wait_for_selector(".gl-panel")


INJECTED = "<script>document.title = 'Owned'</script><img src=x onerror=\"document.title = 'Owned'\">"


def test_what_is_put_into_a_page_later_does_not_run(small: Path, built_small: Build, browser: Browser) -> None:
    """A script and a handler that nobody knew when the site was built are refused, and the browser says so."""
    sites.configure(small, glossator={"content_security_policy": True})
    folder = built_small(strict=True).folder
    page_file = folder / "sources" / "bridge" / "index.html"
    page_file.write_text(page_file.read_text(encoding="utf-8").replace("<body>", f"<body>{INJECTED}"), encoding="utf-8")
    with driver.served(folder) as address, driver.opened(browser, f"{address}sources/bridge/", 1000) as page:
        assert page.title() != "Owned"
        assert page.evaluate("document.querySelectorAll('img[onerror]').length") == 1


def test_a_script_in_a_source_is_never_allowed(small: Path, built_small: Build) -> None:
    """What stands in a source’s text gets no hash, since strangers may have sent it, and is reported."""
    page = (small / "docs" / "sources" / "bridge.md").read_text(encoding="utf-8")
    hook = "def on_page_content(html, page, **_):\n    return html.replace('The mayor', '<script>evil()</script>The mayor')\n"
    sites.write(small, {"docs/sources/bridge.md": page, "hooks.py": hook})
    sites.configure(small, hooks=["hooks.py"], glossator={"content_security_policy": True, "raw_html": True})
    site = built_small()
    assert "sha256-" not in TAG.findall(site.page("sources/bridge/"))[0]
    assert any("script-blocked warning: " in text and "in the text of a source" in text for text in site.warnings)


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ('<p onclick="go()">Go</p>', "the attribute `onclick` of <p>"),
        ('<a href=" java\tscript:go()">Go</a>', "a link that begins with `javascript:`"),
    ],
)
def test_what_a_page_wants_to_run_inline_is_reported(markup: str, says: str, small: Path, built_small: Build) -> None:
    """A handler in an attribute, or a link that is a script, will not run: its page is named, and a strict build fails."""
    sites.write(small, {"docs/more.md": f"# More\n\n{markup}\n"})
    sites.configure(small, glossator={"content_security_policy": True})
    site = built_small(strict=True)
    assert any(says in text and "more/index.html" in text for text in site.warnings), site.warnings
    assert site.failure


def test_without_the_option_no_page_is_changed(built_small: Build) -> None:
    """A site that does not ask for a policy has none."""
    assert TAG.findall(built_small(strict=True).page("sources/bridge/")) == []


def test_the_sites_owner_adds_to_it(small: Path, built_small: Build) -> None:
    """What the option and MkDocs’ own options name on other hosts is allowed besides."""
    added = {"img-src": ["https://images.example.org"], "object-src": ["'self'"]}
    scripts = ["https://cdn.example.net/a.js"]
    sites.configure(small, extra_javascript=scripts, glossator={"content_security_policy": added})
    policy = policy_of(built_small(strict=True).page(""))
    assert policy["img-src"] == ["'self'", "data:", "https://images.example.org"]
    assert policy["script-src"][:3] == ["'self'", "'wasm-unsafe-eval'", "https://cdn.example.net"]
    assert policy["object-src"] == ["'self'"]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"img-source": ["https://e.org"]}, "did you mean 'img-src'?"),
        ({"img-src": "https://e.org"}, "must be a list"),
        ({"img-src": ["e.org; script-src *"]}, "must be a list of hosts"),
        ("yes please", "true, false or directives"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(value: object, says: str, small: Path, built_small: Build) -> None:
    """A misspelt directive or a source that would end it is an error with an example."""
    sites.configure(small, glossator={"content_security_policy": value})
    assert says in "".join([built_small().failure, *built_small().warnings])


@pytest.mark.parametrize(
    ("page", "where"),
    [
        ("<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8><title>A</title>", "<meta charset=utf-8>"),
        ('<!-- <head> --><html data-x="a>b"><head data-y>\n<title>A</title>', "<head data-y>"),
        ("<title>A</title>", ""),
        ("", ""),
        ("<header>A</header>", ""),
    ],
)
def test_the_policy_stands_before_all_that_it_rules(page: str, where: str) -> None:
    """It stands first in the head, behind the encoding; an older one of ours goes."""
    tag = START + b'a">'
    new = into(page.encode(), tag)
    assert new.replace(tag, b"") == page.encode()
    assert new.partition(tag)[0].decode().strip().endswith(where)
    assert into(new, START + b'b">') == new.replace(b'content="a"', b'content="b"')


def test_the_preview_may_reload_itself() -> None:
    """The script that MkDocs puts into a page as it answers is allowed, and no other."""
    script = b"var livereload = function(){};\nlivereload(1, 2);"
    page = b"<head>" + START + b"script-src 'self'\"></head><script>evil()</script><script>" + script + b"</script>"

    def app(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(page)))])
        return [page]

    started: list[tuple[str, list[tuple[str, str]]]] = []
    (body,) = with_reloading(app)({}, lambda status, headers: started.append((status, headers)))
    ((status, headers),) = started
    assert dict(headers)["Content-Length"] == str(len(body))
    (directives,) = [policy_of(body.decode())["script-src"]]
    assert len(directives) == 2
    assert status == "200 OK"
