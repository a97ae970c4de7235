"""What the news is mostly about, in three languages: a word of one is recognised in the others.

Openings of words, so that endings do not matter; one line per meaning. General news vocabulary only: names are
transliterated instead (names.py). Another language is more openings on the same lines.
"""

from __future__ import annotations

#: Each line is one meaning.
_MEANINGS = """
dead death dies died kill toll загин помер вбит вбил убит смерт жертв погиб умер летальн
wound injur поран травм ранен пострада постражда
troops troop soldier servicem військ солдат войск военносл
general генерал
attack assault strike напад атак удар обстріл обстрел shell shelling
missile rocket ракет
launch fire fires fired запуск запуст пуск
ballistic баліст баллист
ceasefire truce перемир тиші тишин
court judge суд судд судь
sentenc jail prison засуд ув'язн увязн приговор тюрьм тюрм
arrest detain detention custody арешт арест затрим задерж
release freed звільн освобод
visa віз виз
appeal апеляц апелляц
deport депорт
property asset майн имущ
treason зрад измен
protest rall демонстр протест мітинг митинг unrest riot завору беспоряд
talks negotiat discuss перегов
demand вимаг вимог требов
guarantee гарант
sanction санкц
aid assistance допомог помощ
weapon arms зброї зброю оруж
exercise drill навчан учени маневр manoeuvr
border кордон границ
summit саміт саммит
agreement deal treaty угод договір соглаш договор
election vote вибор выбор голос
minister міністр министр
president президент
parliament парламент
government уряд правител
police поліц полиц
church храм церкв cathedral
gas газ
oil нафт нефт
price ціна ціни цін цена цены цен cost
electricity power енерг энерг світло электр
heating heat опален тепл отопл
pipe pipeline труб трубопр
house building будин дом дома домов
fire blaze arson пожеж пожар підпал поджог burn
explosion blast вибух взрыв
crash accident аварі авари катастр
flood повен павод наводн
earthquake землетр землетряс
vaccin вакцин
covid coronavir коронавір коронавир
case cases випадк случа
hospital лікарн больниц
rate rates ставк
inflation інфляц инфляц
bank банк
bitcoin біткоїн биткоин биткойн
dollar долар доллар
euro євро евро
million мільйон млн миллион
billion мільярд млрд миллиард
percent відсот процент
drop fall fell falls below decline plunge впа падін знизи подешев упал сниз подешевел ниже нижче падени
rise rises jump surge increase soar зрос підня подорож вырос поднял подорожал
withdraw pullout leave leaves leaving вивед виведен вивод залиш покид вывод вывест вывел
begin start почат почн почал начал начн старт
end ended finish conclude завер закін законч
win wins won victory виграв перемог перемож выигр побед award
lose loses lost програ поразк проигр пораж
final фінал финал
match game матч гра игра
champion чемпіон чемпион
tournament турнір турнир
second другий друге друга второй вторая второе
first перший перше перша вперше первый первая первое впервые
visit trip візит відвід приїзд визит посет приезж
meet meets meeting зустрі встреч
secret тайн таємн unannounced
director head chief очол керівн глав возглав руковод директор
commander командув командующ
mission місі мисси
order orders ordered наказ приказ
warning попередж предупрежд
shoot shot стріл стрел открыва огон
bandit terrorist militant бандит терорист террорист бойовик боевик
approve затверд схвал одобр утверд
additional додатков дополнит
military військов военн
defen оборон защит
peacekeep миротв
satellite супутник спутник space косм
moon місяць луна
plane aircraft flight літак рейс самол
ship vessel корабл судн
train потяг поезд
school школ
child children діт дитин дет ребен
woman women жінк женщин
opposition опозиц оппозиц
journalist журналіст журналист
hacker cyber хакер кібер кибер
website сайт
resign відстав отстав
appoint признач назнач
ban banned заборон запрет
crisis криз кризис
budget бюджет
tax податк налог
strike страйк забаст
refugee migrant біжен мігрант беженц мигрант
human людин людей человек
right rights прав
law bill закон
federal федерал
cancel cancellation скасув отмен
restore відновл восстан
order режим
occup окупа оккупа захоп
operation операц
report доповід звіт доклад отчет
investigat розслід расслед
corrupt коруп корруп
nuclear ядерн атомн
climate клімат климат
snow сніг снег
storm шторм бур
film movie фільм фильм
"""

_LONGEST = 12
_SHORTEST = 3
_OPENINGS = {
    opening.replace("'", ""): f"~{line.split()[0]}"
    for line in reversed(_MEANINGS.strip().splitlines())
    for opening in line.split()
}
#: Too short to be the opening of a longer word without doubt: these must be the whole word, but for an ending.
_ENDING = 3


def meaning(word: str) -> str:
    """The meaning of a folded word under one name for all languages; "" for what is not in the list.

    The longest opening decides; openings of up to four letters leave room for an ending of three.
    """
    for length in range(min(len(word), _LONGEST), _SHORTEST - 1, -1):
        found = _OPENINGS.get(word[:length])
        if found is not None and (length > 4 or len(word) - length <= _ENDING):
            return found
    return ""
