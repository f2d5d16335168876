"""site-annual-form-0131: the yearly form on a website's work is out by 31 January, prominently on the home page."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.annual_report.form_days import by_days
from checks.check import check, unseen
from checks.indicator import Indicator
from crawler.model import Verdict, cant_tell, failed, inapplicable
from crawler.reading.sites.website_forms import WebsiteForms


@check("site-annual-form-0131", version=1)
def website_form(forms: WebsiteForms, indicator: Indicator, on: date) -> Verdict:
    """A home page may lead there by a picture or by a name nobody listed: its silence never fails."""
    due = date.fromisoformat(f"{on.year}-{indicator.limits['by']}")
    data: dict[str, Any] = {"year": str(due.year - 1), "due": due.isoformat(), "words": indicator.limits["words"]}
    found = [form for form in forms.forms if form.year == due.year - 1]
    if found:
        return by_days(found, due, on, data)
    if on <= due:
        return inapplicable("not-due-yet", **data)
    return _missing(forms, due, data)


def _missing(forms: WebsiteForms, due: date, data: dict[str, Any]) -> Verdict:
    """Surely not there only where every link leads to lists that were read whole and hold earlier years' forms."""
    link = forms.link
    if link is None:
        return _unlinked(forms, data)
    if forms.fault:
        return unseen(forms.fault, link.url)
    data |= {"label": link.label, "url": link.url}
    unclear = [form for form in forms.forms if form.year is None or form.year >= due.year]
    if unclear:
        return cant_tell("year-unknown", title=unclear[0].title, **data)
    if forms.complete and forms.forms:
        return failed("not-published", newest=forms.forms[0].title, **data)
    return cant_tell("form-not-found", **data)


def _unlinked(forms: WebsiteForms, data: dict[str, Any]) -> Verdict:
    if forms.elsewhere:
        return cant_tell("not-on-home", title=forms.elsewhere.title, url=forms.elsewhere.url, **data)
    return cant_tell("no-link" if forms.absence_proven else "home-unread", **data)
