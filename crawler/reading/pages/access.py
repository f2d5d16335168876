"""Is this a page at all? Walls, soft errors and redirects that ordinary HTTP does not show."""

from __future__ import annotations

import re

from crawler.lexicon import load
from crawler.reading.pages.lines import page_text
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.notices import SAYS, SILENT_LETTERS, read_notice
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page
from crawler.reading.pages.redirects import is_thin, jump_target, scripts_of

__all__ = ["needs_script", "read_blocked", "read_notice", "read_redirect", "read_soft_404"]

LEXICON = load("access")
FLAGS = re.IGNORECASE
WALLS = tuple((wall["family"], re.compile(wall["source"], FLAGS)) for wall in LEXICON["walls"])
WORDS = {name: re.compile(pattern, FLAGS) for name, pattern in LEXICON["words"].items()}
SCRIPTED = {name: re.compile(pattern) for name, pattern in LEXICON["scripted"].items()}
OWN_PAGE = re.compile(LEXICON["marks"]["own_page"], FLAGS)
THIN = LEXICON["thin"]
WALL_STATUS = {412: "ruishu", 493: "wzws", 512: "jiasule", 521: "jiasule", 429: "rate-limit"}
REFUSALS = frozenset({401, 403, 405, 406, 418, 444, 503})
HEAD = 200_000  # characters of the source in which a wall's marks stand
LONGEST_REFUSAL = 200  # letters of a page that only asks for a login
DATED = re.compile(LEXICON["marks"]["dated"])
COOKIE = re.compile(r"document\s*\.\s*cookie\s*=|\bcookie\b.{0,40}path=/|\['cookie'\]|\[\"cookie\"\]", re.DOTALL)
RELOAD = re.compile(r"location|reload\s*\(|setTimeout", FLAGS)
OBFUSCATED = re.compile(r"_0x[0-9a-f]{3,6}|(?:\\x[0-9a-f]{2}){8}|eval\s*\(\s*function\s*\(\s*p\s*,\s*a\s*,\s*c", FLAGS)
TYPED = frozenset({"text", "password", "tel", "email", "number", "search"})
INLINE_ROWS = re.compile(r"<record>\s*<!\[CDATA\[|<recordset>", FLAGS)
TITLE_LINKS = 8  # a list has at least a few links with the length of a title


@once
def read_blocked(page: Page) -> str | None:
    """The family of the wall (``ruishu``, ``captcha``, ``wzws``, ``jiasule``, ``script-challenge`` ...), or None.

    Only a thin page can be a wall: an article may speak of captchas and firewalls as it likes.
    """
    if page.status in WALL_STATUS:
        return marked_wall(page) or WALL_STATUS[page.status]
    if not is_thin(page, THIN["wall_letters"], THIN["wall_links"]) or is_own_page(page):
        return None
    if SAYS["labelled_day"].search(page_text(page)):
        return marked_wall(page)  # what tells the day it was published speaks of walls, and is none
    return marked_wall(page) or worded_wall(page) or login_wall(page) or script_challenge(page)


def marked_wall(page: Page) -> str | None:
    """A wall by the marks in its source."""
    head = page.html[:HEAD]
    return next((family for family, marks in WALLS if marks.search(head)), None)


def worded_wall(page: Page) -> str | None:
    """A wall by what it says to the visitor."""
    text = page_text(page)
    title = read_metas(page).get("title", "")
    if WORDS["script"].search(page.html[:HEAD]):
        return "script-challenge"
    if WORDS["blocked_title"].match(title):
        return "waf"
    if WORDS["captcha_title"].match(title) or (WORDS["captcha"].search(text) and not asks_more(page)):
        return "captcha"
    if WORDS["blocked"].search(text) or WORDS["blocked"].search(title):
        return "waf"
    if page.status in REFUSALS and WORDS["refused"].search(f"{title}\n{text}"):
        return "waf"
    return None


def login_wall(page: Page) -> str | None:
    """A page that shows nothing to whoever is not logged in; a page with a form to log in on is a page."""
    text = page_text(page)
    alert = SAYS["alert"].search(scripts_of(page)) if len(text) <= SILENT_LETTERS else None
    said = f"{text}\n{alert[1]}" if alert else text
    if len(text) > LONGEST_REFUSAL or asks_password(page) or DATED.search(text):
        return None
    return "login" if WORDS["login"].search(said) else None


def script_challenge(page: Page) -> str | None:
    """No words, no links, only a script that sets a cookie and comes back, or one that hides what it does."""
    if len(page_text(page)) > SILENT_LETTERS or next(page.root.iter("a", "frame", "iframe", "form"), None) is not None:
        return None
    scripts = [script for script in page.root.iter("script") if not script.get("src")]
    source = "\n".join(script.text or "" for script in scripts)[:HEAD]
    hidden = OBFUSCATED.search(source) and next(page.root.iter("div", "img"), None) is None
    if hidden or (COOKIE.search(source) and RELOAD.search(source)):
        return "script-challenge"
    return None


def asks_password(page: Page) -> bool:
    """A login form asks for a captcha too, and is no wall."""
    return any((field.get("type") or "").lower() == "password" for field in page.root.iter("input"))


def asks_more(page: Page) -> bool:
    """A form that wants more than the letters of a picture: a login, a search for a certificate."""
    shown = [field for field in page.root.iter("input") if (field.get("type") or "text").lower() in TYPED]
    return len(shown) > 1 or asks_password(page) or next(page.root.iter("select", "textarea"), None) is not None


def is_own_page(page: Page) -> bool:
    """The site's own template: it carries an article's marks or the filings of a footer."""
    metas = read_metas(page)
    return bool(metas.get("ArticleTitle") or metas.get("SiteIDCode") or OWN_PAGE.search(page_text(page)))


def read_soft_404(page: Page) -> bool:
    """A page that shows nothing but a notice (see :func:`read_notice`), whatever its status says."""
    return read_notice(page) is not None


@once
def read_redirect(page: Page) -> str | None:
    """The absolute address a meta refresh or a one-line script sends the visitor to, or None."""
    return None if read_blocked(page) else jump_target(page)


@once
def needs_script(page: Page) -> str | None:
    """Why the static page has no content of its own (``empty-body``, ``script-list``, ``frame-only``), or None."""
    letters = len(page_text(page))
    framed = any(frame.get("src") for frame in page.root.iter("frame", "iframe"))
    if next(page.root.iter("frameset"), None) is not None or (framed and letters < SILENT_LETTERS):
        return "frame-only"
    scripted = next(page.root.iter("script"), None) is not None
    if letters < SILENT_LETTERS and (scripted or (letters == 0 and next(page.root.iter("img"), None) is None)):
        return "empty-body"
    if SCRIPTED["template"].search(page_text(page)) or (not has_list(page) and scripts_a_list(page)):
        return "script-list"
    return None


def has_list(page: Page) -> bool:
    """Dated lines, rows that stand in the source as data, or many links with the length of a title."""
    if INLINE_ROWS.search(page.html):
        return True
    if len(DATED.findall(page_text(page)[:HEAD])) > 1:
        return True
    long = (link for link in page.root.iter("a") if len((link.text_content() or "").strip()) >= TITLE_LINKS)
    return sum(1 for _, _ in zip(range(TITLE_LINKS), long, strict=False)) == TITLE_LINKS


def scripts_a_list(page: Page) -> bool:
    """The source holds a template to fill, or a call that fetches rows."""
    if is_thin(page, THIN["wall_letters"], 10_000) and SCRIPTED["call"].search(scripts_of(page)):
        return True
    return bool(SCRIPTED["template"].search(page.html[: 2 * HEAD]))
