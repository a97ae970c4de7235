"""Edition -> mail, text, message, public page and data. Pure, except that it reads template files."""

from newsletter.render.renderer import Renderer

__all__ = ["Renderer"]
