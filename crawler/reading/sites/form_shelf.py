"""What a visit saw of a website's yearly forms, put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from crawler.model import Digest, Fault, FaultKind
from crawler.reading.columns.column import navigation_is_complete
from crawler.reading.listings.listing import data_calls
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.page import Page
from crawler.reading.sites.seen import PATH_SEPARATOR, Seen
from crawler.reading.sites.sought import VisitedColumn
from crawler.reading.sites.website_forms import (
    WebsiteForm,
    WebsiteForms,
    form_links,
    forms_in,
    read_forms,
    with_alike,
    year_of,
)


@dataclass(slots=True)
class FormShelf:
    """Takes the pages behind links of the home page that name the form."""

    forms: dict[str, list[WebsiteForm]] = field(default_factory=dict)  # by the address key asked for
    whole: dict[str, bool] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    digests: list[Digest] = field(default_factory=list)

    def take(self, seen: Seen) -> None:
        """The page behind such a link of the home page, which may be a column of the navigation."""
        label, key = seen.label.split(PATH_SEPARATOR)[-1], address_key(seen.requested)
        page = seen.rendered or seen.page
        self.digests.extend(seen.digests)
        if page is None:
            self.faults[key] = seen.fault or Fault(FaultKind.NOT_HTML, "", seen.requested)
            return
        forms, self.whole[key] = read_forms(page, label)
        self.forms[key] = [*forms]

    def fact(self, home: Page, columns: Iterable[VisitedColumn]) -> WebsiteForms:
        """``columns``: all that were visited; what they list stands elsewhere."""
        links = form_links(home)
        keys = [address_key(link.url) for link in links]
        others = [column for column in columns if address_key(column.link.url) not in keys]
        beside = [form for column in others for form in forms_in(column.items, inside=False)]
        host = urlsplit(home.url).netloc
        away = {key for key, link in zip(keys, links, strict=True) if urlsplit(link.url).netloc != host}
        forms = [replace(form, own=key not in away) for key in keys for form in self.forms.get(key, ())]
        forms += [WebsiteForm(year_of(link.label), link.label, link.url) for link in links if year_of(link.label)]
        return WebsiteForms(
            link=links[0] if links else None,
            absence_proven=not links and navigation_is_complete(home) and not data_calls(home),
            forms=with_alike(forms),
            complete=bool(keys) and not away and all(self.whole.get(key, False) for key in keys),
            elsewhere=max(beside, key=lambda form: form.year or 0, default=None),
            fault=next((self.faults[key] for key in keys if key in self.faults), None),
            captures=tuple(dict.fromkeys(self.digests)),
        )
