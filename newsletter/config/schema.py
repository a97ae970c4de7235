"""The shape of sources.yaml: every key, and the kind of value that it takes. `None` here means: not given."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from newsletter.config import fields as f


class Part(BaseModel):
    """A mapping of the file: no unknown keys, no guessing. A key without a value counts as not given."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, data: Any) -> Any:
        if isinstance(data, dict) and None in data.values():
            return {k: v for k, v in data.items() if v is not None}
        return data


class GroupingPart(Part):
    """Figures of grouping, where the newsroom's own are better; cosines, between 0 and 1."""

    same: f.Share | None = None
    maybe: f.Share | None = None
    meaning: f.MeaningName = "words"


class File(Part):
    """The top of the file; the parts are checked one by one, so that one's faults do not hide another's."""

    newsletter: dict[str, Any] | None = None
    reviews: dict[str, Any] = {}
    words: dict[str, Any] = {}
    store: f.StoreUrl = "sqlite:///var/newsletter.db"
    mailer: f.MailerUrl = "smtp://localhost:25"
    network: dict[str, Any] = {}
    grouping: dict[str, Any] = {}
    sections: list[Any] | None = None
    sources: list[Any] = []


class QuietPart(Part):
    below: f.Count = 5
    publishers: f.Count = 3
    then: f.AnswerName = "hold"


class PerPublisherPart(Part):
    section: f.Limit = 6
    edition: f.Limit = 15
    share: f.Share = 0.34


class ReviewPart(Part):
    """`newsletter:`; also what a further review changes of it."""

    title: f.RequiredLine | None = None
    language: f.Language | None = None
    timezone: f.Timezone | None = None
    sender: f.Address | None = None
    reply_to: f.AddressOrEmpty | None = None
    site: f.Site | None = None
    join: f.PageOrEmpty | None = None
    imprint: f.Text | None = None
    days: f.Days | None = None
    skip: list[f.Date] | None = None
    edition_at: f.TimeOfDay | None = None
    news_until: f.TimeOfDay | None = None
    draft_at: f.TimeOfDay | None = None
    approve_by: f.TimeOfDay | None = None
    approval: f.ApprovalName | None = None
    no_answer: f.AnswerName | None = None
    quiet: QuietPart | None = None
    deliver: f.Flag | None = None
    public_delay: f.Gap | None = None
    notify: list[f.Address] | None = None
    per_publisher: PerPublisherPart | None = None
    sensitive: list[f.RequiredLine] | None = None
    pictures: f.PicturesName | None = None
    theme: f.ThemeName | None = None


class FurtherReview(ReviewPart):
    """One of `reviews:`: keys of `newsletter:` beside `sections:` and `words:`."""

    newsletter: ReviewPart | None = None
    sections: list[Any] | None = None
    words: dict[str, Any] = {}


class WordsPart(Part):
    """Paths; empty: no such words."""

    opening: f.Line | None = None
    thanks: f.Line | None = None
    call: f.Line | None = None
    support: f.Line | None = None
    corrections: f.Line | None = None
    reuse: f.Line | None = None
    sponsor: f.Line | None = None


#: `sponsor:` with the days on which it stands there. Made like this because `from` cannot be written as a name.
_SPONSOR: dict[str, Any] = {
    "file": (f.RequiredLine, ...),
    "from": (f.Date | None, None),
    "until": (f.Date | None, None),
}
SponsorPart = create_model("SponsorPart", __base__=Part, **_SPONSOR)


class PerHostPart(Part):
    connections: f.Connections = 2
    gap: f.Gap | None = None


class NetworkPart(Part):
    allow: list[f.Network] = []
    per_host: PerHostPart = PerHostPart()


class TakePart(Part):
    tags: list[f.RequiredLine] = []
    words: list[f.RequiredLine] = []
    sources: list[f.RequiredLine] = []
    publishers: list[f.RequiredLine] = []
    languages: list[f.PrimaryLanguage] = []
    within: f.Duration | None = None
    min_publishers: f.Limit = 1


class SectionPart(Part):
    title: f.Title
    style: f.StyleName | None = None
    take: TakePart | None = None
    limit: f.Limit | None = None
    fill: f.FillName = "normal"
    public: f.Flag = True


class TopicsPart(Part):
    style: f.StyleName | None = None
    limit: f.Limit = 4
    min_stories: f.Limit = 2
    quiet_days: f.Limit = 5
    public: f.Flag = True


class TopicsEntry(Part):
    topics: TopicsPart = TopicsPart()


class TermsPart(Part):
    quote: f.Count = 300
    link: f.LinkRequired = True
    credit: f.Line = ""
    image: f.Flag = False


class SourcePart(Part):
    url: f.SourceUrl
    name: f.RequiredLine | None = None
    publisher: f.RequiredLine | None = None
    language: f.LanguageOrNone = None
    tags: list[f.RequiredLine] = []
    weight: f.Weight = 1.0
    every: f.Duration | None = None
    format: f.FormatName | None = None
    article: f.ArticleName = "no"
    ours: f.Flag = False
    must_read: f.Flag = False
    label: f.Line = ""
    trust: f.TrustName | None = None
    terms: TermsPart = Field(default_factory=TermsPart)
    lines: list[Any] = []
    no_report: f.NoReportName = "say"
