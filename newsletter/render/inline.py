"""Style sheet -> style attributes, once per edition, because mail clients drop style blocks."""

from __future__ import annotations

import logging
import re

from premailer import Premailer

from newsletter.errors import TemplateError


def inline(html: str) -> str:
    """The same page with every rule of its first style block in attributes; media queries stay where they are.

    The options are measured ones: premailer's defaults drop `!important` and style blocks, which costs dark mode and
    phones. `allow_network=False`, so that nothing is ever fetched.
    """
    try:
        inlined = Premailer(
            html,
            keep_style_tags=True,
            strip_important=False,
            disable_validation=True,
            allow_network=False,
            # Sizes and colours that Outlook wants as attributes stand in the templates, where they belong.
            disable_basic_attributes=["width", "height", "text-align", "vertical-align", "background-color"],
            cssutils_logging_level=logging.CRITICAL,
        ).transform(pretty_print=False)
    except Exception as error:  # premailer lets lxml's, cssselect's and cssutils' errors through, all unrelated
        raise TemplateError(
            f"the styles of mail.html cannot be inlined: {' '.join(str(error).split())[:200]}",
            template="mail.html",
            hint="look at the style block: plain class and element selectors, one declaration a line",
        ) from error
    # lxml adds its own declaration of the encoding behind ours, and one is enough.
    inlined = re.sub(r'<meta http-equiv="Content-Type" content="text/html; charset=[\w-]+">', "", str(inlined))
    return re.sub(r"\s*\n\s*", "\n", inlined).strip() + "\n"
