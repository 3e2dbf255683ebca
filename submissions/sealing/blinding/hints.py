"""What may be a known name and may be something else: a person must say.

Its first letters, its last words, its given name letter by letter, all of it in one word.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from submissions.sealing.blinding.shortly import GIVEN
from submissions.sealing.blinding.squeezed import Squeezed, fold_letters
from submissions.sealing.blinding.written import Form, words_of

_FEWEST_INITIALS = 3  # two letters are short for too many things
_WHOLE_FROM = 6  # letters of what is looked for in one word, or turned round
_JOINING = ("", ".", "_", "-")  # in an address or the name of an account
_SHORTEST = 3  # letters of a word that is spelled
# One letter, a sign, one letter, the same sign, and so on.
_SPELLED = re.compile(r"(?<![^\W_])[^\W\d_](?:([ .\-_·*/|]{1,2})[^\W\d_])(?:\1[^\W\d_])+(?![^\W_])")
# Short for a thing: initials that are the same tell nobody. Folded.
_SHORT_FOR_A_THING = """
thpt thcs ubnd hdnd nckh khcn cntt iso tcvn qcvn htx tnhh mtv plc iot gps rtk led pid pvc hdpe gsm
scada esp cpu gpu ram rom usb lcd oled pcb cnc cad cam api sql html css xml json http wifi npk bvtv
attp vsattp ocop vietgap gdp dbscl tphcm btc pccc bhyt bhxh ktx sgk gddt gdpt stem tntp clb dhqg nxb
ptnt nnptnt hdh hdsd vnd usd eur kwh mah rpm fao who gmp haccp lda dna rna vtv vov vnpt evn bhtn
tdtt vhtt ttyt bvdk bgddt cnh dtm ctr bod cod tss ntu nacl naoh hcl ldr pir nfc ble mcu dht dhtt
abs pla petg tpu uav ptdtnt ptdtbt gdtx ttgdtx hsg tccn dhsp dhbk
"""
ABBREVIATIONS = frozenset(_SHORT_FOR_A_THING.split())


@functools.lru_cache(maxsize=512)
def hints_of(text: str) -> tuple[Form, ...]:
    """Forms of a name that may be something else as well."""
    words = words_of(text)
    if len(words) < 2:
        return ()
    return (*_in_initials(words), *_in_parts(text, words))


def _in_initials(words: tuple[str, ...]) -> Iterator[Form]:
    """Letters alone, or some of them: NTBN, N.T.B.N., Ngọc NTB, Nguyễn T.B.N."""
    letters = tuple(word[0] for word in words)
    every = frozenset(range(len(words)))
    if len(words) < _FEWEST_INITIALS:
        return
    ways = (letters, (words[-1], *letters[:-1]), (words[0], *letters[1:]))
    for way in ways:
        yield Form(way, least_gap=0, capitals=every, why="initials")
    yield Form(letters, must_hold=".", why="initials")
    for before in (words[0], words[-2]):
        short = (before[0], words[-1])
        both = frozenset((0, 1))
        yield Form(short, least_gap=0, capitals=both, must_hold=".", why="initials")
    if len(words) > _FEWEST_INITIALS:
        half = (*words[:2], *letters[2:])
        yield Form(half, least_gap=0, capitals=every, must_hold=".", why="initials")


def _in_parts(text: str, words: tuple[str, ...]) -> Iterator[Form]:
    """The last words, the last two turned round, and within a sentence a given name that is none
    of those that everybody is called by.
    """
    accented = tuple(unicodedata.normalize("NFC", word).lower() for word in text.split())
    for count in range(2, len(words)):
        yield Form(
            words[-count:],
            may_be_spelled=True,
            capitals=frozenset(range(count)),
            accents=accented[-count:] if len(accented) == len(words) else (),
            why="part",
        )
    if len(accented) == len(words) and accented[-1] not in GIVEN:
        yield Form(
            words[-1:],
            capitals=frozenset({0}),
            accents=accented[-1:],
            is_alone=True,
            is_within=True,
            why="part",
        )
    if len(words) > 2 and sum(map(len, words[-2:])) >= _WHOLE_FROM:
        turned = (words[-1][::-1], words[-2][::-1])
        yield Form(turned, may_be_spelled=True, why="part")


def spelled_words(text: str, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """A word of a name, letter by letter: N g ọ c, N.g.ọ.c."""
    words = {word for name in names for word in words_of(name) if len(word) >= _SHORTEST}
    if not words:
        return
    for run in _SPELLED.finditer(text):
        spelled = fold_letters(run.group())
        if any(word in spelled for word in words):
            yield *run.span(), "part"


def joined_words(letters: Squeezed, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """The last words of a name in one, maybe with more around them: bichngoc92."""
    for name in names:
        words = words_of(name)
        for count in range(2, len(words)):
            joined = "".join(words[-count:])
            if len(joined) < _WHOLE_FROM:
                continue
            at = letters.text.find(joined)
            while at >= 0:
                stop = at + len(joined)
                if all(letters.between(place) in _JOINING for place in range(at + 1, stop)):
                    yield letters.places[at], letters.ends[stop - 1], "part"
                at = letters.text.find(joined, at + 1)
