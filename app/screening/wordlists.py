"""Words that say little about whose name it is, spelled in plain Latin letters."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# Articles, prepositions and words for "son of", "from": part of a name, but shared by thousands.
PARTICLES = _words(
    "al el ul ad as ash ar ur ud il bin ibn ben bint bent wa va de del della di da do dos das",
    "des du la le les los las the of and for und et y e i in von van der den ter zu ou ould walad",
    "oghlu ogly oglu kyzy",
)

# Titles and forms of address; "said", "sultan" and "hafiz" are names too and stay out.
TITLES = _words(
    "mullah mulla maulavi mawlawi maulana maulvi haji hajji haj hajj alhaj sheikh shaikh shaykh",
    "sheik qari dr doctor sayed sayyid sayyed syed mr mrs ms miss sir madame prof professor gen",
    "general col colonel maj major capt captain brigadier lieutenant lt jr junior sr senior iii",
    "ii iv ustad imam",
)

# First halves of a name, written together with the second or apart: Abdul Rahman, Abdurrahman.
# The last two are what is left of Abd and Abu in a script without vowels.
HEADS = _words("abd abdul abdel abdal abdur abdol abdoul abdil abu abou aboo abi um umm oum bd abw")
HEAD_PREFIXES = ("abdoul", "abdul", "abdel", "abdal", "abdur", "abdol", "abder", "abdus", "abdes")

# Very frequent given and family names, one spelling each; other spellings sound the same.
COMMON_NAMES = _words(
    "mohammad ahmad ali hassan hussein abdallah ibrahim khan kim ri jose maria ivan john jan omar",
    "mahmud saleh salim said yusuf ismail mustafa khalid hamid karim akhund juan luis carlos li",
    "wang zhang chen liu david michael robert james alexander sergey vladimir andrey dmitry",
    "nikolay igor oleg mikhail rahman rahim aziz latif qadir hakim salam malik wahid majid ghani",
)

# Korean and Chinese syllables that passports, lists and newspapers spell in several ways, each line
# one syllable: by McCune and Reischauer, by the State, by custom, in Wade and Giles.
SYLLABLES = {
    spelling: line.split()[0]
    for line in (
        "chol cheol chul", "choe choi choy", "chung jung jong jeong chong cheong", "chang jang",
        "chin jin", "cho jo", "chu ju joo", "chun jun joon", "dae tae", "dok tok duk", "dong tong",
        "eun un", "gang kang", "gil kil", "gim kim", "guk kuk kook", "gwang kwang", "gyong kyong",
        "gyu kyu", "geun keun kun", "hui hee", "hyok hyuk hyeok", "hyon hyun hyeon", "im rim lim",
        "myong myung myeong", "jae je", "moon mun", "oh o", "pak park bak", "pom bom beom",
        "pong bong", "pyong byong byung", "ri lee yi rhee",
        "ro roh noh", "ryu yoo yu", "seo so suh", "shik sik", "shin sin", "sok suk seok",
        "son seon sun", "song sung seong", "su soo", "ung woong", "woo u", "xi hsi", "yon yeon",
        "yong young yeong", "yun yoon",
    )
    for spelling in line.split()
    if len(spelling) > 1
}  # fmt: skip

# Words of a firm's name that stand for its form rather than its trade (rigour's symbols).
FORM_SYMBOLS = frozenset({"CO", "CORP", "GROUP", "HOLDING", "ENTERPRISE"})

# Words of trade in Cyrillic letters that rigour does not know: what it calls them in English.
TRADES = {
    word: line.split()[0]
    for line in (
        "SCIENTIFIC наука науки научный научная научное", "EDUCATION образование образовательное",
        "RESEARCH исследовательский исследовательская исследований",
    )
    for word in line.split()[1:]
}  # fmt: skip

# Mail that anybody can have: sharing such a domain says nothing.
PUBLIC_MAIL = _words(
    "126.com 163.com aol.com fastmail.com gmail.com gmx.com gmx.net googlemail.com hotmail.com",
    "icloud.com inbox.ru live.com mail.com mail.ru me.com msn.com outlook.com proton.me",
    "protonmail.com qq.com rambler.ru tutanota.com yahoo.com yandex.com yandex.ru ymail.com",
    "zoho.com",
)
