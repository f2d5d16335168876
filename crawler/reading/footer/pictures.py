"""Pictures at the foot of a page that nobody can name: one of them may be the badge, or the way to report an error."""

from __future__ import annotations

from typing import Any

from crawler.reading.footer.text import find

LONGEST_FOOT = 800  # letters of a block that is a footer and nothing else
WORDLESS = frozenset({"script", "style", "title", "option", "noscript", "textarea"})
SOURCES = ("src", "data-src", "data-original")
FEWEST_WORDS = 2  # letters that name a picture


def unnamed_pictures(root: Any) -> tuple[bool, bool]:
    """(a picture that could show anything, one that also leads somewhere) in the block around the last footer words."""
    block = foot_block(root)
    unnamed = [image for image in block.iter("img") if not is_known(image)] if block is not None else []
    return bool(unnamed), any(leads(image) for image in unnamed)


def foot_block(root: Any) -> Any:
    """The largest element around the last words of a footer that holds little else; None where there are none."""
    for node in reversed(list(root.iter())):
        if isinstance(node.tag, str) and node.tag not in WORDLESS:
            words = f"{node.text or ''}{node.tail or ''}"
            if len(words) > 1 and find("block_words", words):
                return grown(node)
    return None


def grown(block: Any) -> Any:
    for around in block.iterancestors():
        if around.tag in {"body", "html"} or is_long(around):
            break
        block = around
    return block


def is_long(block: Any) -> bool:
    """More letters than a footer has; counted no further than needed."""
    letters = 0
    for node in block.iter():
        if node.text and node.tag not in WORDLESS:
            letters += len(node.text.strip())
        if node.tail and node is not block:
            letters += len(node.tail.strip())
        if letters > LONGEST_FOOT:
            return True
    return False


def is_known(image: Any) -> bool:
    """Its name, its words or its address tell what it shows; counting pixels show nothing."""
    if any((image.get(side) or "").rstrip("px") in {"0", "1"} for side in ("width", "height")):
        return True
    words = f"{image.get('alt') or ''}{image.get('title') or ''}"
    file = source_of(image).rsplit("/", 1)[-1]
    target = next((link.get("href") or "" for link in image.iterancestors("a")), "")
    named = sum(not letter.isascii() for letter in words) >= FEWEST_WORDS
    return named or not file or bool(find("other_picture", file) or (target and find("known_target", target)))


def source_of(image: Any) -> str:
    """Where the picture is, without its query; pictures that load late keep it in another attribute."""
    return max((image.get(name) or "" for name in SOURCES), key=len).split("?")[0]


def leads(image: Any) -> bool:
    """The picture can be clicked."""
    around = (image, *image.iterancestors("a"))
    return any(element.get("href") or element.get("onclick") for element in around)
