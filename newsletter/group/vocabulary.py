"""The words that grouping knows, as data. English, Ukrainian and Russian; a newsroom's language is one more column."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: What an outlet's name is made of.
OUTLET = _set(
    "news tv television radio times post herald tribune journal gazette agency wire online press media daily "
    "weekly новини новости тв радіо радио"
)

NEGATIONS = _set(
    "not no never nor neither without cannot cant wont dont doesnt didnt isnt arent wasnt werent hasnt havent "
    "hadnt couldnt wouldnt shouldnt не ні ніколи без нет ни никогда"
)

#: Words that say which of several alike: "morning report" is not "evening report".
TURNS = _set(
    "morning midday noon afternoon evening night today yesterday tomorrow ранок ранковий вечір вечірній утро "
    "утренний вечер вечерний"
)

MONTHS = _set(
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec січня лютого березня квітня травня червня липня серпня вересня жовтня листопада "
    "грудня января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
)

#: With the endings in which they stand; apostrophes are gone where words are compared.
WEEKDAYS = _set(
    "monday tuesday wednesday thursday friday saturday sunday "
    "понеділок понеділка понеділку вівторок вівторка середа середу середи четвер четверга пятниця пятницю пятниці "
    "субота суботу суботи неділя неділю неділі понедельник понедельника вторник вторника среда среду четверг пятница "
    "пятницу пятницы суббота субботу субботы воскресенье воскресенья"
)

#: Headlines made of these alone name a kind of piece, not an event.
GENERIC = (
    _set(
        "live update updates briefing brief briefs bulletin news report reports review digest roundup round up "
        "summary newsletter podcast video videos photo photos picture pictures gallery opinion editorial letters "
        "letter column daily weekly monthly day days week weeks latest breaking headlines headline top stories story "
        "blog watch what know knew so far we need to the a an of in on for and at from your you by about as it "
        "happened key points main world national local international sport sports weather forecast quiz crossword "
        "obituary obituaries minute minutes hours hour past this that is are was all how new today morning evening s "
        "новини новина новости день дня за добу доби сутки головне главное дайджест онлайн наживо підсумки итоги "
        "огляд обзор фото відео видео коротко стрічка лента прогноз погоди погоды погода тижня недели про що о"
    )
    | TURNS
)

#: A headline with one of these names a page that is filled all day, or a regular column.
PHRASES = (
    "live updates",
    "latest updates",
    "live blog",
    "as it happened",
    "news in brief",
    "daily briefing",
    "morning briefing",
    "evening briefing",
    "what we know",
    "war briefing",
    "what you need to know",
    "at a glance",
    "week in review",
    "day in review",
    "in pictures",
    "головне за",
    "онлайн трансляція",
    "онлайн трансляция",
)

#: Stems of words that turn a headline into its opposite.
OPPOSITES = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "rise/fall gain/lose gain/fall win/lose wins/lose jail/free arre/rele arre/free deta/rele acce/reje appr/reje "
        "agre/refu conf/deny conf/deni open/clos open/shut begi/end star/end star/stop incr/decr more/less high/low "
        "high/lowe up/down surv/die surv/dies ente/leav arri/leav join/quit join/leav supp/oppo back/oppo lift/impo "
        "east/west nort/sout befo/afte for/agai "
        "зрос/впал зрос/зниз поча/заве поча/закі ареш/звіл заар/звіл підт/спро схва/відх відк/закр "
        "выро/упал нача/заве арес/осво подт/опро одоб/откл откр/закр"
    ).split()
)

#: Of one kind, and never each other: a report of one of a line is not a report of one of another line of its kind.
RIVALS = tuple(
    {word: n for n, line in enumerate(kind) for word in line.split()}
    for kind in (
        (
            "bus buses minibus minibuses автобус автобуса автобусі автобусе автобуси автобусы автобусів маршрутка",
            "train trains поїзд поїзда поїзді потяг потяга потяги поезд поезда поезде поезда",
            "tram trams трамвай трамвая трамваї трамвае",
            "plane planes aircraft airliner jet літак літака літаки самолет самолёт самолета самолёта",
            "helicopter helicopters вертоліт вертольота гелікоптер вертолет вертолёт вертолета вертолёта",
            "ship ships boat boats ferry ferries vessel vessels tanker корабель судно човен пором корабль лодка паром",
            "lorry lorries truck trucks вантажівка вантажівки грузовик грузовика",
        ),
        (
            "school schools школа школі школи школе школы",
            "hospital hospitals лікарня лікарні больница больнице больницы",
            "church churches церква церкві церкви церковь",
            "hotel hotels готель готелі гостиница гостинице отель отеле",
            "tunnel tunnels тунель тунелі тоннель тоннеле туннель туннеле",
            "bridge bridges міст мосту мост мосту",
        ),
        (
            "oil crude brent нафта нафти нафту нефть нефти",
            "gas газ газу газа",
            "gold золото золота",
            "wheat пшениця пшениці пшеницю пшеница пшеницы пшеницу",
        ),
        (
            "morning ранковий ранкова ранкове ранкові утренний утренняя утренние",
            "evening вечірній вечірня вечірнє вечірні вечерний вечерняя вечерние",
        ),
    )
)

ORDINALS = _set("first second third fourth fifth sixth seventh eighth ninth tenth")

#: Numbers in words -> in digits.
SPELLED = {
    word: str(value)
    for value, words in enumerate(
        (
            "zero нуль ноль",
            "one один одна одне одно",
            "two два дві две двоє двое",
            "three три троє трое",
            "four чотири четверо четыре",
            "five пять пятеро",
            "six шість шестеро шесть",
            "seven сім семеро семь",
            "eight вісім восьмеро восемь",
            "nine девять девятеро",
            "ten десять десятеро",
            "eleven одинадцять одиннадцать",
            "twelve дванадцять двенадцать",
            "thirteen тринадцять тринадцать",
            "fourteen чотирнадцять четырнадцать",
            "fifteen пятнадцять пятнадцать",
            "sixteen шістнадцять шестнадцать",
            "seventeen сімнадцять семнадцать",
            "eighteen вісімнадцять восемнадцать",
            "nineteen девятнадцять девятнадцать",
            "twenty двадцять двадцать",
        )
    )
    for word in words.split()
} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
    "hundred": "100",
    "hundreds": "100s",
    "dozen": "12",
    "dozens": "12s",
    "thousand": "1000",
    "thousands": "1000s",
    "million": "1000000",
    "billion": "1000000000",
    "тридцять": "30",
    "сорок": "40",
    "пятдесят": "50",
    "пятьдесят": "50",
    "сто": "100",
    "тисяча": "1000",
    "тисяч": "1000",
    "тысяча": "1000",
    "тысяч": "1000",
}

#: Stems of everybody's names: they tell no event from another. Moscow and Washington speak for governments.
COMMON_STEMS = _set("us eu un nato rusi ukra euro amer mosk kiv kev kevi brit vest vash")

#: Written with a capital before or in a name, and no name themselves.
TITLES = _set(
    "president vice prime minister ministry ministers deputy general secretary state foreign defence defense "
    "council commission commissioner court committee chancellor chairman chief commander senator congress "
    "parliament government republic federation union united nations states alliance armed forces army oblast "
    "region district city north south east west northern southern eastern western central the this that these "
    "those they what when where how why who here there king queen prince pope sir lord mr mrs ms dr afp ap "
    "reuters tass interfax"
)

#: Short names that do not sound alike, before transliteration.
ACRONYMS = {
    "сша": "us",
    "us": "us",
    "usa": "us",
    "єс": "eu",
    "ес": "eu",
    "eu": "eu",
    "оон": "un",
    "un": "un",
    "обсє": "oske",
    "обсе": "oske",
    "одкб": "ksto",
    "мвф": "imf",
    "цру": "kia",
    "фбр": "fbi",
    "магате": "iaea",
    "магатэ": "iaea",
    "снд": "kis",
    "снг": "kis",
    "рф": "rusi",
    "uk": "brit",
}

#: Stems that do not sound alike: Росія, Німеччина, Грузія, Польща, ...
STEMS = {
    "rosi": "rusi",
    "nime": "herm",
    "hruz": "heor",
    "pols": "pola",
    "polh": "pola",
    "uhor": "hunh",
    "venh": "hunh",
    "ture": "turk",
    "turt": "turk",
    "kita": "chin",
    "bilo": "bela",
    "belo": "bela",
    "vide": "vien",
    "vena": "vien",
    "veni": "vien",
    "peki": "beih",
    "ievr": "euro",
    "evro": "euro",
    "baid": "bide",
}


#: What every report of a match says, and every report about a club.
SPORT = frozenset(
    w[:6]
    for w in _set(
        "club clubs team teams coach match game games player players league season football sport sports win won beat "
        "beats lost defeat goal goals victory played saturday sunday "
        "клуб клубу команда команди команды тренер тренера матч матчу матчі гравець ліга сезон сезону футбол гол "
        "игрок лига матче сезона"
    )
)

#: What every report of an attack says: two attacks of one week share it, and the place. Cut as words are.
ATTACK = frozenset(
    w[:6]
    for w in _set(
        "strike strikes struck attack attacks attacked hit hits missile missiles rocket rockets drone drones shelling "
        "shelled fire kill kills killed killing dead die dies died death deaths wound wounds wounded injured hurt "
        "district region regional city town governor mayor hour hours night morning evening late early overnight "
        "damaged damage destroyed forces army enemy "
        "удар удару ударів ударив атака атаки атаку атакував атакували ракета ракети ракетний ракетного дрон дрони "
        "дронів дронами обстріл обстрілу обстріляли загинули загинув загинула загиблих загиблі поранені поранених "
        "поранено район району районі область області місто міста голова мер ворог влучив влучила влучання "
        "удара ударов ударил атаковал атаковали ракетой ракетного дроны дронов дронами обстрел обстрела погибли погиб "
        "погибла погибших ранены раненых ранен районе город города губернатор мэр"
    )
)

#: Words that say nothing of what a report is about.
SMALL_WORDS = _set(
    "a an the of in on for and at from your you by about as it its to is are was were be been being has have had will "
    "would could should can may might do does did not no but or if than then so that this these those there their "
    "his her him he she i me my we our us they them who what when where why how which while after before over under "
    "up down out off into onto with without amid among against between during more most new say says said saying just "
    "now also only still all any some very via per s t re ll "
    "і й та в у на з із зі до за від од по при про що щоб як це цей ця ці той та те ті не ні але або чи для під над "
    "між через після перед його її їх ним нею був була було були є бути вже ще також який яка яке які якого якої "
    "яких коли де він вона вони ми ви я свій своє свої можуть може "
    "и в во на с со к до за от по при про о об что чтобы как это этот эта эти тот та те не ни но а или для под над "
    "между через после перед его ее их им ней был была было были есть быть уже еще также который которая которое "
    "которые которого когда где он она они мы вы я свой свои могут может"
)

#: What half of the news is about, cut as words are: it tells little about which event is meant.
EVERYDAY = frozenset(
    w[:6]
    for w in _set(
        "us usa russia russian russians ukraine ukrainian ukrainians eu europe european nato un america american "
        "britain british uk china chinese moscow kyiv kiev washington kremlin brussels president minister ministry "
        "government official officials people country state world police court talks meeting war military forces "
        "troops security year years day today monday tuesday wednesday thursday friday saturday sunday report reports "
        "says news first two one week million percent resident residents local "
        "сша росія росії російський російська російські рф україна україни україні українські український єс європа "
        "європейський нато оон британія китай москва київ києві вашингтон кремль президент президента міністр "
        "міністерство уряд країна країни держава людей поліція суд переговори зустріч війна військові безпека рік "
        "року років день сьогодні заявив заявила повідомив повідомили розповів розповіла розповіли місцеві жителі "
        "россия россии российский российская российские украина украины украине украинские украинский ес европа "
        "европейский британия президент министр министерство правительство страна страны государство полиция "
        "переговоры встреча война военные безопасность год года лет сегодня заявил заявила сообщил сообщили рассказал "
        "рассказала рассказали местные жители"
    )
) | {w[:6] for w in WEEKDAYS}


#: Languages whose words are compared with each other as they stand.
KIN = _set("uk ru be")

#: Words before a number -> what it may be, as shares of what is written; 9 and more is without end.
HEDGES = {
    "up to": (0.0, 1.0),
    "as many as": (0.0, 1.0),
    "at most": (0.0, 1.0),
    "less than": (0.0, 1.0),
    "fewer than": (0.0, 1.0),
    "under": (0.0, 1.0),
    "below": (0.0, 1.0),
    "nearly": (0.85, 1.0),
    "almost": (0.85, 1.0),
    "more than": (1.0, 9.0),
    "at least": (1.0, 9.0),
    "no fewer than": (1.0, 9.0),
    "over": (1.0, 9.0),
    "above": (1.0, 9.0),
    "about": (0.8, 1.25),
    "around": (0.8, 1.25),
    "roughly": (0.8, 1.25),
    "some": (0.8, 1.25),
    "approximately": (0.8, 1.25),
    "estimated": (0.8, 1.25),
    "до": (0.0, 1.0),
    "майже": (0.85, 1.0),
    "почти": (0.85, 1.0),
    "понад": (1.0, 9.0),
    "більше": (1.0, 9.0),
    "більш як": (1.0, 9.0),
    "щонайменше": (1.0, 9.0),
    "более": (1.0, 9.0),
    "больше": (1.0, 9.0),
    "свыше": (1.0, 9.0),
    "не менее": (1.0, 9.0),
    "как минимум": (1.0, 9.0),
    "близько": (0.8, 1.25),
    "приблизно": (0.8, 1.25),
    "около": (0.8, 1.25),
    "примерно": (0.8, 1.25),
}

#: Words behind a number that multiply it.
SCALES = {
    word: factor
    for factor, words in (
        (1_000, "thousand k тисяч тисячі тисяча тис тысяч тысячи тыс"),
        (1_000_000, "million m mln мільйонів мільйони мільйон млн миллионов миллиона"),
        (1_000_000_000, "billion bn мільярдів мільярди мільярд млрд миллиардов миллиарда"),
    )
    for word in words.split()
}
