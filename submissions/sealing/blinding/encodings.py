"""How Vietnamese was written before Unicode, as programs of today read such files: TCVN 3 (the
fonts named .VnTime) and VNI (VNI-Times).
"""

import unicodedata

_LETTERS = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂÊÔƠƯĐ"
_IN_TCVN3 = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ®¡¢£¤¥¦§"
_TCVN3 = dict(zip(_LETTERS, _IN_TCVN3, strict=True))
_HAT = "\u0302"
_BOW = "\u0306"
_HORN = "\u031b"
_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_WITH_HAT = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_WITH_BOW = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_OF_I = {"\u0301": "í", "\u0300": "ì", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò"}


def tcvn3(text: str) -> str:
    """Capitals with a tone are the small ones, in a font of capitals."""
    written = []
    for char in unicodedata.normalize("NFC", text):
        written.append(_TCVN3.get(char) or _TCVN3.get(char.lower(), char))
    return "".join(written)


def vni(text: str) -> str:
    """A letter and its marks behind it."""
    return "".join(_vni(char) for char in unicodedata.normalize("NFC", text))


def _vni(char: str) -> str:
    if char in "đĐ":
        return "ñ" if char == "đ" else "Ñ"
    base, *marks = list(unicodedata.normalize("NFD", char))
    shape = [mark for mark in marks if mark in (_HAT, _BOW)]
    tone = "".join(mark for mark in marks if mark not in (_HAT, _BOW, _HORN))
    if base in "iI" and marks:
        return _OF_I.get(tone, char)
    if _HORN in marks:  # letters of their own
        return ("ô" if base in "oO" else "ö") + _TONES.get(tone, "")
    if shape:
        table = _WITH_HAT if shape[0] == _HAT else _WITH_BOW
        return base + table.get(tone, "")
    return base + _TONES.get(tone, "") if marks else char
