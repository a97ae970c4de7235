"""English: abbreviations, openers, verbs, days, direct speech."""

from __future__ import annotations

import re

from newsletter.write.tongue import Tongue, alternatives, listed

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PART = r"(?:[ ](?:morning|afternoon|evening|night))?"

_OPENERS = listed("""
    but and or nor so yet he she they it we i you his her hers their theirs its our my your him them this that these
    those such which who whose meanwhile however also earlier later previously afterwards afterward then thus hence
    therefore moreover furthermore additionally besides instead nevertheless nonetheless likewise similarly otherwise
    indeed finally still again here elsewhere neither either another others asked consequently accordingly plus
    what why how where let click read watch see listen follow sign subscribe join share support photo image video
    pictured related catch learn discover explore try enjoy thank thanks please don't let get find""")

_LEANS = re.compile(
    r"""(?ix) \b (?: the\ latter | both\ (?:men|women|of\ them) | the\ (?:pair|duo)
      | the\ two (?!\ (?:countries|nations|states|governments|sides|parties|allies|capitals|delegations|blocs|armies))
      | (?:according\ to|among|of)\ (?:him|her|them) | (?:in|for)\ (?:his|her|their)\ part
      | the\ rest (?!\ of\b) | the\ remainder (?!\ of\b) | the\ remaining\b (?!\ [a-z]\w+\ (?:of|in|from)\b)
      | the\ above | as\ mentioned | aforementioned | see\ below ) \b
    | \b the\ same\ (?!time\b|way\b|day\b|week\b|evening\b|morning\b|night\b|year\b)\w+\b (?!.*\bas\b)
    | ^ (?:despite | due\ to | as\ part\ of | after | before | beyond | amid | with | for | by | from | under | through
        | following | given)\ (?:this|that|these|those|it|him|her|them)\b (?!\ (?:who|which)\b)
    | ^ (?:\w+\ )? (?:two|three|four|five|six|seven|eight|nine|ten|several|many|some|dozens|hundreds|\d+)\ others?\b
    | ,\ (?:meanwhile|however|therefore|moreover|in\ turn|too|by\ contrast),
    | ^ (?:in\ addition | as\ a\ (?:result|consequence) | at\ the\ same\ time
      | in\ (?:turn|response|contrast|this|that|it|doing\ so)
      | by\ contrast | on\ the\ (?:other\ hand|contrary) | because\ of\ (?:this|that) | after\ (?:this|that)
      | of\ (?:these|those) | as\ such | once\ again | among\ (?:them|those) | (?:to|at)\ this | that\ said ) \b
    | ["”],?\ (?:he|she|they|it)\ \w+ | ["”],?\ (?:said|says|added|adds)\ (?:he|she|they)\b
    | ,\ (?:he|she|they)\ (?:said|says|added|adds|told|wrote|stressed|noted|warned)\b"""
)
_SOFT = re.compile(
    r"""(?x) ^ (?: The | Both | All\ (?:the|of) | Each | Most\ of\ the | None\ of\ the )\ [a-z]
    | ^ (?:One|Two|Three|Four|Five|Some|Many|Several|Half|\d+)\ of\ the\ [a-z] | ^ A\ (?:second|third|fourth|further)\b
    | ^ (?:Two|Three|Four|Five|Several|Another|\d+)\ more\b
    | ^ (?:According\ to|In|Following|After|During|Before|At)\ the\ (?:report|statement|document|paper|study|article
        |outlet|newspaper|letter|survey|poll|plan|source|meeting|talks|attack|incident|call|summit|session|hearing|event
        |interview|blast|explosion|fire|crash)s?\b
    | \b (?:a|the)\ (?:day|week|month|year|few\ days|night)\ (?:later|earlier|before) \b
    | \b (?:minutes|hours|days|weeks|months|years)\ (?:later|earlier)\b
    | \b the\ (?:same|next|following|previous)\ (?:day|week|evening|morning|night) \b | \b earlier\ in\ the\ day \b
    | ["”]\ (?:said\ )?the\ [a-z]+\ (?:[a-z]+\ )?(?:said|says|added|told|wrote|was|noted|warned)\b"""
)
_FURNITURE = re.compile(
    r"""(?ix) \b (?: read\ (?:more|also|on|the\ full|our|next|it\ here) | click\ (?:here|on|to) | continue\ reading
      | subscri(?:be|ption) | sign(?:ing)?\ up | log\ in | newsletter | follow\ us | join\ us | support\ (?:us|our)
      | donate\ (?:now|here|today) | appeared\ first\ on | all\ rights\ reserved | advertis(?:ement|ing) | cookies?
      | sponsored\ (?:by\ our|content|post) | privacy\ policy | share\ this | file\ photo | getty\ images
      | this\ (?:article|story|post|page|audio|video|podcast) | in\ (?:pictures|photos) | live\ (?:blog|updates)
      | watch\ (?:our|live|now|here|more) | see\ also | related\ (?:stories|articles) | more\ to\ follow
      | editor'?s\ note | originally\ published | copyright | terms\ of\ use | e-?mail\ (?:us|protected) ) \b
    | ^ (?:updated|published|posted|last\ modified)\ (?:at|on)\ \w*\s?\d | ^ more\ (?:details|information|updates)\b
    | \b (?:has|have|had)\ (?:approached|contacted|asked)\ .{1,80}\bfor\ (?:a\ |further\ )?comment\b
    | ^ (?:breaking\s?: | become\ an?\ (?:patron|member)\b )
    | \b (?: photos? | images? | pictures? | video | source | credit | illustration | caption ) \s? :
    | \( (?:l|r|c|left|right|cent(?:er|re)|file|archive|pictured) \) | https?:// | \bwww\. | \S@\S"""
)

# Finite forms, as they occur in news; an ending alone decides for regular past tenses.
_VERBS = """
is are was were am be has have had do does did will would can could may might must shall should isn't aren't wasn't
weren't hasn't haven't hadn't doesn't don't didn't won't can't couldn't wouldn't said says told tells met meets held
holds began begins came comes gave gives took takes made makes left leaves won wins lost loses led leads sent sends
saw sees shot struck fell falls rose rises spoke speaks wrote writes found finds got gets went goes kept keeps put
puts set sets let lets hit hits cut cuts became becomes brought brings built builds bought buys chose chooses drew
draws drove drives fought fights flew flies forbade forgave froze freezes grew grows heard hears hid knew knows laid
lay lies lent meant means paid pays ran runs read reads rode sang sank sat sits sold sells shook showed shows shut
shuts slept sought seeks stood stands stole swept swore taught thought thinks threw throws understood withdrew
withdraws withheld wore broke breaks overthrew undertook wants needs plans calls asks rejects accuses warns denies
expects remains continues demands supports rules urges argues claims believes fears faces joins opens closes ends
starts stops moves turns works serves lasts includes contains covers concerns consists depends belongs appears seems
exists happens occurs follows helps adds agrees allows announces approves arrests arrives attacks backs bans blames
blocks carries charges confirms considers counts decides declares defends delivers describes discusses dismisses
doubts drops enters estimates explains extends fails fires forces gathers hopes imposes increases insists intends
introduces invites issues kills lacks launches limits links lists lives looks maintains marks offers operates orders
owns passes pledges points prepares presents presses promises proposes protects proves provides publishes pulls
pushes questions raises reaches receives recognises recognizes reduces refers refuses regards releases replaces
reports represents requires resigns responds restores returns reveals reviews seizes shares signs spends spreads
states stays strengthens stresses suggests suspects talks targets tests threatens tries uses views visits votes
waits welcomes weighs compromises prevents preserves beat beats dealt bent bled clung dug fled flung forgot hung
hurt leapt sprang stuck tore wept woke"""


def _finite() -> set[str]:
    """The listed forms, and with "seeks" also "seek"."""
    words = set(_VERBS.split())
    singular = {w for w in words if len(w) > 3 and w.endswith("s") and not w.endswith("ss")}
    return words | {w[:-1] for w in singular} | {w[:-3] + "y" for w in singular if w.endswith("ies")}


_VERB = re.compile(rf"(?i)\b(?:{'|'.join(sorted(set(_finite()), key=lambda w: (-len(w), w)))}|[a-z]{{2,}}ed)\b")

_RELATIVE = re.compile(
    rf"""(?x) (?<![\w-]) (?: (?P<today>[Tt]oday(?:['’]s)? | [Tt]onight | [Tt]his\ (?:morning|afternoon|evening))
    | (?P<yesterday>[Yy]esterday(?:['’]s)?{_PART} | [Ll]ast\ (?:night|evening))
    | (?P<tomorrow>[Tt]omorrow(?:['’]s)?{_PART})
    | (?P<vague>(?:[Nn]ext|[Ll]ast|[Tt]his|(?:[Tt]he\ )?[Cc]oming)\ (?:few\ )?
          (?:days?|weeks?|weekend|months?|{_WEEKDAY}){_PART}
        | (?:[Tt]he\ )?day\ (?:after\ tomorrow|before\ yesterday) | [Oo]vernight
        | (?:a|an|one|two|three|four|five|six|several|a\ few|some|\d+)\ (?:hour|day|week|month)s?\ ago
        | [Ii]n\ (?:two|three|four|five|six|several|a\ few|\d+)\ (?:hours|days|weeks) | within\ (?:hours|days|weeks))
    | (?P<weekday>(?:[Oo]n\ )?{_WEEKDAY}(?:['’]s)?{_PART}) ) (?![\w-])"""
)

_FUTURE = (
    r"will|won['’]t|shall|(?:is|are) (?:to|due|set|scheduled|slated|expected|planned|going to)|plans? to|upcoming"
    r"|(?:due|scheduled|slated|planned)(?= (?:for|on)\b)|(?:set|expected)(?= for\b)"
    rf"|(?:for|until|till|by)(?= {_WEEKDAY}\b)"
    r"|would be held|would take place"
)

# What a headline announces with a bare "to": Russia and US to meet on 10 January.
_PLANS = "meet|hold|discuss|visit|host|send|sign|vote|begin|start|open|join|launch|resume|attend|convene|arrive|address"
_PLANS += "|hear|decide|take|receive|announce|talk|speak|travel|gather|negotiate"

_SAID = r"(?:said|says|told|wrote|tweeted|stated|warned|stressed|noted|declared|announced|insisted|argued|added)"
_OPEN, _CLOSE = '[“"]', '[”"]'
_QUOTE = rf"{_OPEN}(?P<quote>[A-Z][^“”\"]{{20,400}}?)"
# A speaker with what is said about him: no quotation marks, no full stop except in initials and abbreviations.
_WHO = r"(?P<who>(?:[Tt]he )?[A-Z](?:[^“”\".;:!?]|(?<=\b[A-Z])\.){3,120}?)"

ROLES = """minister | president | secretary | general | chancellor | ambassador | spokesman | spokeswoman |
        spokesperson | chief
    | director | commander | leader | head | founder | chairman | chairwoman | chair | governor | mayor | adviser |
        advisor | envoy
    | diplomat | lawmaker | senator | deputy | commissioner | colonel | major | captain | admiral | judge | prosecutor
    | professor | analyst | expert | economist | historian | lawyer | activist | advocate | journalist | editor |
        author
    | representative | official | officer | negotiator | speaker | premier | state | archbishop | pope | king | queen
    | prince | member | coordinator | ombudsman | ombudswoman | scientist | researcher | doctor | coach | defence |
        defense"""

EN = Tongue(
    script="latin",
    never_end=listed(
        "mr mrs ms dr prof gen lt col sgt capt maj cmdr adm gov sen rep rev hon pres amb"
        " pvt cpl brig det supt insp msgr dep asst v vs cf e.g i.e viz ca approx ft mt"
    ),
    may_end=listed("""jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun inc ltd co corp
        bros jr sr st
        ave blvd rd calif ariz colo conn fla mich minn okla tenn wis wyo neb nev
        etc al dept est u.s u.k u.n e.u a.m p.m d.c ph.d"""),
    before_digits=listed("no nos art p pp vol fig sec ch para"),
    starters=listed("""the a an in on at but and he she it they his her its their this that these those we there
        however meanwhile
        for from with as if when while after before since both earlier also according some many most by under over
        between
        during despite although though to of one two three several each all no not"""),
    openers=_OPENERS,
    leans=_LEANS,
    leans_softly=_SOFT,
    furniture=_FURNITURE,
    address=re.compile(r"\b(?:[Yy]ou|[Yy]ours?|[Yy]ourself|[Ww]e|[Oo]urs?|us|[Ll]et['’]s|I|[Mm]y|me)\b"),
    verb=_VERB,
    months=_MONTHS,
    date=re.compile(
        rf"(?<![\w.])(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})"
        rf"|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)"
        rf"(?!\w)(?:,? (?P<y>(?:19|20)\d\d)(?!\d))?"
    ),
    month_of={name[:3].casefold(): i for i, name in enumerate(_MONTHS, 1)},
    relative=_RELATIVE,
    weekday_of={name: i for i, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
    said_on="said on {date}",
    future=re.compile(rf"(?i)\b(?:{_FUTURE})\b"),
    future_headline=re.compile(rf"\b(?:(?i:{_FUTURE})|to (?:{_PLANS})|(?:scheduled|slated|set|due) (?:for|to|on))\b"),
    past=re.compile(
        r"(?i)[a-z]{2,}ed|said|told|met|held|began|came|gave|took|made|left|won|lost|led|sent|saw|shot|struck"
        r"|fell|rose|spoke|wrote|found|got|went|was|were|had|has|have|been|brought|broke|became|did|hit|kept|fought"
        r"|withdrew|sought|stood|caught|bought|built|chose|drew|drove|fled|flew|froze|grew|heard|knew|paid|ran|sold|swore"
    ),
    clause=re.compile(r"[,;:—]|\b(?:that|which|who|while|but)\b"),
    after=re.compile(
        r"(?i)\b(?:since|after|following|dated|despite|because of|over the)\b"
        r"|(?<!morning )(?<!evening )(?<!afternoon )(?<!night )\bof$"
    ),
    quotes=(
        # "…," said NAME, ROLE.      "…," ROLE NAME said at …      "…," NAME, ROLE, told …
        re.compile(
            rf"{_QUOTE},{_CLOSE} {_SAID} {_WHO}"
            r"(?=[.;]|,? (?:who|in|at|on|after|during|before|as|when|while|to|following)\b|$)"
        ),
        re.compile(rf"{_QUOTE},{_CLOSE} {_WHO},? {_SAID}\b"),
        # NAME, ROLE, said: "…"
        re.compile(rf"(?:^|(?<=[.!?] )){_WHO},? {_SAID}(?: [a-z][\w ]{{0,60}}?)?[:,] {_QUOTE}[.!]?{_CLOSE}"),
    ),
    role=re.compile(rf"(?i){alternatives(ROLES)}(?:s|['’]s)?"),
    name_words=4,
    article=re.compile(r"(?i)^(?:the|a|an)\s+"),
)
