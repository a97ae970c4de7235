"""Pictures: foreign bytes -> checked, made small, encoded anew, stored by content hash.

Nothing of the foreign file reaches a reader: what is shown is encoded by us from the pixels. Decoding happens in
another process (`studio`), because what decodes pictures is written in C and has had holes before.
"""

from newsletter.pictures.folder import PictureFolder, name_of
from newsletter.pictures.studio import Studio

__all__ = ["PictureFolder", "Studio", "name_of"]
