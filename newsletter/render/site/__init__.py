"""Published editions -> the public pages as files. Pure, except that it reads template files; asks no clock.

It is given nothing but public pages: what it has never read it cannot give away.
"""

from newsletter.render.site.pages import SiteRenderer
from newsletter.render.site.shown import PublicEdition

__all__ = ["PublicEdition", "SiteRenderer"]
