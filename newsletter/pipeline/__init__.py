"""The order of the steps, and nothing else.

    collect   fetch -> parse -> which are unseen -> their pages -> store
    clip      one page -> article -> store
    compose   select -> group -> write -> lay out
    revise    one edit; one that does not apply is refused, not stored
    publish   fold -> render -> preflight -> outbox -> ledger
    deliver   outbox -> patrons
    try       one source, read and not stored
    site      outbox -> render -> no leak -> public pages

Each function takes only the ports that it uses; times come from the clock that is passed in.
"""

from newsletter.pipeline.articles import Clipped, clip, clip_sources
from newsletter.pipeline.collect import collect
from newsletter.pipeline.compose import compose, revise
from newsletter.pipeline.deliver import deliver
from newsletter.pipeline.publish import Proof, proof, publish, recover
from newsletter.pipeline.site import SiteReport, public_editions, publish_site
from newsletter.pipeline.tryout import Tried, find_feed, try_source

__all__ = [
    "Clipped",
    "Proof",
    "SiteReport",
    "Tried",
    "clip",
    "clip_sources",
    "collect",
    "compose",
    "deliver",
    "find_feed",
    "proof",
    "public_editions",
    "publish",
    "publish_site",
    "recover",
    "revise",
    "try_source",
]
