"""The words by which furniture is known, as patterns. English, Ukrainian, some Russian; a new one is one more line."""

from __future__ import annotations

#: A line that is nothing else than one of these, or begins so and is short.
LABELS = (
    r"skip to (?:main )?content|(?:edit|add) post|jump to.*|(?:main )?menu|search|close|open menu|toggle.*|home",
    r"log ?[io]n|log ?out|sign ?(?:in|up|out).*|register|my account|breaking(?: news)?|live",
    r"(?:please,? )?enter (?:a |your )?(?:correct |valid )?e-?mail.*|e-?mail(?: address)?\*?",
    r"your (?:e-?mail|name|comment).*|(?:\* ?)?indicates required|required fields are marked.*",
    r"success(?:fully|fuly)? subscribed.*|subscribed?[!.]?|subscribe (?:to|now|for|today|here).*|unsubscribe.*",
    r"thank you for (?:signing|subscribing|joining|registering).*|we.ve sent you.*",
    r"get (?:our|the) .*(?:newsletter|inbox).*|.*\bin your inbox\.?|newsletters?",
    r"share(?: (?:this|on|via|with|the)\b.*)?|tweet|follow us.*|copy (?:the )?link|print(?: this page)?|save",
    r"bookmark",
    r"(?:facebook|twitter|x|telegram|whats\s?app|viber|linkedin|reddit|pinterest|instagram|youtube|tiktok|e-?mail"
    r"|print|copy link|pocket|messenger|threads|bluesky|mastodon|flipboard|rss|[,|/•·\s])+",
    r"advertisement|advertis(?:ing|e with us)|ad|sponsored(?: content)?|promoted.*|special (?:discount|offer).*",
    r"this audio is .*|listen to (?:this|the) .*|play audio.*|(?:read|watch|listen) (?:time)?:? ?\d+ ?min.*",
    r"\d+ ?min(?:ute)?s? read|load(?:ing)?(?: more)?[.…]*",
    r"(?:show|see|view|read|load) (?:more|all)(?: \w+){0,3}[.…>»]*|more news|next|previous|back(?: to top)?",
    r"(?:become|be) an? (?:patron|member|supporter|subscriber).*",
    r"support (?:us|our|independent|ukrain\w+|quality|free)\b.*|donate.*|join (?:us|now|our).*",
    r"(?:visa|master\s?card|american\s?express|amex|paypal|apple pay|google pay|[,|\s])+|discover more",
    r"learn more|click here.*|leave a tip|(?:accept|reject|manage) (?:all )?(?:cookies|preferences|options).*",
    r"cookie (?:policy|settings|preferences).*|privacy\b.{0,40}|terms (?:of|and)\b.{0,40}",
    r"(?:©|\(c\)|copyright) .*|.{0,60}(?:©|\(c\) (?:19|20)\d\d).{0,60}|(?:.{0,60} )?all rights reserved.*",
    r"about us|contact(?: us)?|careers|imprint|(?:no|\d+) comments?|add (?:a )?comment|tags?:.*|topics?:.*",
    r"categor(?:y|ies):.*|filed under.*|posted in.*|views?:? \d.*|\d[\d.,k]* (?:views|shares|likes|reads)",
    r"(?:photo|image|picture|illustration|cover|graphic|video)\b(?: \w+){0,2}\s?[:/—–-].*|(?:file|stock) photo.*",
    r"(?:getty|afp|ap) images.*|(?:photo|image|picture|video) (?:by|courtesy|credit|from).*",
    r"you can also highlight.*|(?:please )?leave your suggestions.*",
    r"(?:found|spotted) an? (?:error|mistake|typo).*|(?:press )?ctrl\s?\+\s?enter.*",
    r"our standards:.*|the work of .{3,80} is supported by.*",
    r"(?:this )?(?:article|story) (?:was )?(?:first|originally) (?:appeared|published).*",
    r"know what moves the world.*|stay informed\b.*|get quality .*|follow (?:the topic|live).*",
    r"report (?:an? )?(?:error|ad).*|підпис(?:уйтесь|уйтеся|атися|атись|ка)\b.*|поділ(?:итися|итись|іться).*",
    r"реклама|реклама .{0,30}|на правах реклами.*|партнерський матеріал.*",
    r"(?:перейти|перейдіть) до (?:вмісту|контенту).*|меню|пошук|увійти|вхід|реєстрація|головна|вгору|більше",
    r"показати (?:ще|більше).*|завантажити ще.*|(?:усі|всі) права (?:захищен[оі]|застережен[оі]).*",
    r"стати (?:патроном|учасником|читачем).*|підтрима(?:йте|ти)\b.*|долуч(?:айтесь|айтеся|итися).*",
    r"(?:фото|ілюстрація|зображення|відео|скриншот|скріншот|джерело фото|фото ілюстративне)\s?[:/—–-].*",
    r"час (?:на )?читання.*|читати далі.*|слухати.{0,40}|перегляд(?:ів|и):?.*",
    r"(?:якщо )?(?:ви )?(?:знайшли|побачили|помітили) помилку.*|виділіть її.*|теги?:.*|мітки:.*",
    r"редакція може не поділяти.*|ваш (?:e-?mail|коментар|email).*|\d+ коментар\w*|подписаться.*|поделиться.*",
    r"читать далее.*|все права защищены.*|нашли ошибку.*",
)

#: Here readers begin to write.
COMMENTS = (
    r"leave a (?:reply|comment).*|(?:\d+ )?comments?(?: \(\d+\))?|join the (?:discussion|conversation).*",
    r"post a comment|reader comments|responses|(?:залишити|додати|написати) коментар.*|(?:останні )?коментарі.*",
    r"комментарии.*",
)

#: After these nothing of the article comes: other news, other people's words.
LAST = (
    r"news ?feed",
    r"(?:latest|live|breaking|top|recent|more|today.s|other|all) (?:news|stories|headlines|updates|articles|posts)"
    r"(?: .{0,30})?",
    r"newswire|(?:editors?.{0,2}|our|staff) (?:picks?|choice)",
    r"most (?:read|popular|viewed|shared|commented)(?: .{0,20})?|trending(?: .{0,20})?|popular(?: .{0,20})?",
    r"you (?:may|might) (?:also )?(?:like|be interested).*|recommended(?: .{0,20})?",
    r"don.t miss.{0,20}|up next|to suggest a correction.*",
    r"about the authors?|all articles by.*|останні новини.*",
    r"стрічка новин.*|новини (?:дня|партнерів|за темою).*|головн[еі](?: .{0,20})?|популярн[еі].*",
    r"вибір редакції",
    r"топ(?:-?новини)?(?: .{0,20})?|усі новини.*|последние новости.*",
)

#: Behind these stand titles of other pieces; the article may go on after them.
BOXES = (
    r"(?:read|see|watch) (?:also|more|next|too|on)\b.{0,120}|also (?:read|see|on|in)\b.{0,120}",
    r"related(?: (?:posts?|articles?|stor(?:y|ies)|news|content|topics?|links?|reading|coverage))?",
    r"(?:further|more|background) (?:reading|coverage)|in case you missed.{0,60}|editor.s note:?",
    r"more (?:from|on|in|about)\b.{0,40}",
    r"(?:читайте|дивіться|слухайте) (?:також|ще|теж).{0,120}",
    r"(?:матеріали|статті|публікації) (?:за|на|по) .{0,20}|за темою|на цю тему|більше (?:за|на|про) .{0,30}",
    r"схожі (?:новини|матеріали|статті|записи)|читайте также.{0,120}|по теме",
)

#: Signs of a plea or a notice; a paragraph with two of them speaks of the outlet, not of the world.
SIGNS = (
    r"\b(?:support|help|join|fund)(?:ing)? (?:us|our|independent journalism|quality journalism|free press)\b",
    r"\b(?:become|be) (?:a|our) (?:patron|member|supporter|subscriber|co-creator)\b|\bpatreon\b",
    r"\bsupport independent journalism\b",
    r"\bour (?:readers|community|patrons|members|subscribers|reporting|journalis[mt]s?|team|work|newsletter|materials"
    r"|content)\b",
    r"\b(?:as little as|cost of (?:one|a) (?:cup of )?coffee|only takes a minute|a little bit goes)\b",
    r"\b(?:your (?:support|donation|contribution|assistance|help|inbox)|readers like you)\b",
    r"\b(?:donate|donation|chip in|one-time|monthly contribution|give monthly)\b",
    r"\bad[ -]?block(?:er|ing)?s?\b|\badvertising revenue\b",
    r"\b(?:subscribe|sign up|unsubscribe|newsletter)\b",
    r"\bcookies?\b|\bprivacy policy\b|\bpersonal data\b",
    r"\b(?:all rights reserved|written permission|reprint|republish|hyperlink|reproduc(?:ed|tion))\b",
    r"\bclose this page\b|\bdisabl(?:e|ing) your\b|\bwe (?:do not endorse|are an independent media)\b",
    r"\b(?:we use|we keep our|we rely|we need your|help us)\b",
    r"\be-?mail address\b|\bemail protected\b|\bterms of (?:use|service)\b",
    r"підтрим(?:айте|ати|ка|ки|ці|кою) (?:нас|нашу|наші|редакці\w+|незалежн\w+)"
    r"|стан(?:ьте|овіться) (?:нашим )?(?:патрон|учасник)\w*",
    r"\b(?:наші (?:читачі|патрони)|нашу роботу|наших читачів|нашу розсилку|нашим патроном|ваша підтримка"
    r"|вашої підтримки|горнятк\w+ кави|чашк\w+ кави)",
    r"\b(?:підпишіться|підписуйтесь|підписуйтеся|розсилк\w+|телеграм-канал\w*|донат\w*|задонатьте)\b",
    r"\b(?:гіперпосилання|передрук\w*|письмового дозволу|політик\w+ конфіденційності|файли cookie)\b",
)
