"""A daily-review newsletter generator: feeds in, one edition a day out."""

__version__ = "0.1.0"
