"""foot-sponsor: the footer names the owner and a way to reach it."""

from __future__ import annotations

from checks.check import check
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.footer.footer import Footer


@check("foot-sponsor", version=2)
def sponsor(footer: Footer) -> Verdict:
    """The holder of the copyright is often the owner, but only a person can say so."""
    if footer.owner is None:
        return cant_tell("not-told")
    if footer.owner is False and isinstance(footer.copyright_holder, str):
        return cant_tell("only-copyright", holder=footer.copyright_holder)
    if footer.owner is False:
        return failed("no-sponsor")
    if footer.contact is None:
        return cant_tell("contact-not-told", owner=footer.owner)
    if footer.contact is False:
        return failed("no-contact", owner=footer.owner)
    return passed("sponsor-shown", owner=footer.owner)
