"""sources.yaml -> records of model/. Every error names file, line, column and what is allowed there."""

from __future__ import annotations

from newsletter.config.load import load, text_of

__all__ = ["load", "text_of"]
