"""Dossier texts with planted near-duplicates. The search for similar entries was tuned on `plant`
alone, after it was written; it has not been tuned to the other kinds.

`corpus(seed, size)` gives unrelated texts that share a trade's words and some stock sentences, as
real dossiers do; `plant(seed, texts, count)` gives (copy, index of the original, share): texts that
share 30–90 % of their sentences with an original, in another order, every second one without
accents and in another case. `plant_kind(kind, seed, texts, count)` gives (copy, index): a whole
text taken over, and changed as `KINDS` says.
"""

import re
from collections.abc import Callable
from random import Random

from foundation.vietnamese.text import fold
from tests.submissions.similarity import rewordings

SUBJECTS = [
    "máy hái chè",
    "lò sao chè",
    "hệ thống tưới",
    "giàn phơi miến",
    "bếp khí hóa",
    "máy tách hạt",
    "lồng ấp trứng",
    "phần mềm quản lý lớp học",
    "bản đồ số du lịch",
    "robot dọn chuồng",
    "máy ép viên",
    "kho lạnh mini",
    "cân tự động",
    "thiết bị đo độ ẩm",
    "mô hình nuôi ong",
    "xe thu gom rác",
    "bộ lọc nước",
    "nhà màng",
    "máy bóc vỏ",
    "bảng tương tác",
]
VERBS = [
    "giảm",
    "tăng",
    "thay thế",
    "kiểm soát",
    "rút ngắn",
    "nâng cao",
    "tự động hóa",
    "theo dõi",
    "ổn định",
    "tiết kiệm",
    "phân loại",
    "cảnh báo",
    "ghi nhận",
    "đo đạc",
    "kết nối",
]
OBJECTS = [
    "công lao động",
    "lượng nước",
    "điện năng",
    "thời gian sấy",
    "tỷ lệ hao hụt",
    "độ ẩm nguyên liệu",
    "chi phí thức ăn",
    "khí thải",
    "lượng phân bón",
    "số ca bệnh",
    "sai số cân",
    "tiếng ồn",
    "nhiệt độ buồng",
    "chất lượng búp",
    "vòng quay vốn",
    "tỷ lệ nảy mầm",
    "quãng đường vận chuyển",
    "thời gian chờ",
]
WAYS = [
    "nhờ cảm biến đặt dọc luống",
    "bằng bộ điều khiển tự lập trình",
    "qua mạng không dây công suất thấp",
    "với khung thép hàn tại xưởng",
    "bằng thuật toán chọn ngưỡng theo mùa",
    "nhờ buồng đối lưu hai tầng",
    "qua ứng dụng trên điện thoại",
    "bằng năng lượng mặt trời",
    "với van điện từ giá rẻ",
    "nhờ men vi sinh bản địa",
    "bằng camera gắn trên ray",
    "qua cơ cấu cam lệch tâm",
]
PLACES = [
    "Tân Cương",
    "La Bằng",
    "Sông Công",
    "Phổ Yên",
    "Định Hóa",
    "Võ Nhai",
    "Đại Từ",
    "Phú Lương",
    "Đồng Hỷ",
    "Bắc Kạn",
    "Ba Bể",
    "Chợ Đồn",
    "Na Rì",
    "Pác Nặm",
    "Ngân Sơn",
]
STOCK = [
    "Giải pháp phù hợp với điều kiện sản xuất của địa phương.",
    "Tác giả cam đoan số liệu trong bản thuyết minh là trung thực.",
    "Hiện nay phần lớn công việc này vẫn làm thủ công.",
    "Giải pháp có thể áp dụng rộng rãi trong tỉnh và các tỉnh lân cận.",
    "Chi phí đầu tư thấp, dễ vận hành, dễ bảo dưỡng.",
    "Kết quả thử nghiệm được trình bày trong bảng dưới đây.",
    "Nhóm tác giả đã khảo sát nhiều hộ dân trước khi thiết kế.",
    "Giải pháp góp phần bảo vệ môi trường và nâng cao thu nhập cho người dân.",
]


def _sentence(rng: Random) -> str:
    if rng.random() < 0.15:
        return rng.choice(STOCK)
    form = rng.randrange(4)
    subject, verb, thing, way, place = (
        rng.choice(words) for words in (SUBJECTS, VERBS, OBJECTS, WAYS, PLACES)
    )
    figure, months = rng.randint(5, 95), rng.randint(2, 30)
    return [
        f"Ở {place}, {subject} {verb} {thing} {figure}% {way}.",
        (
            f"Sau {months} tháng chạy thử tại {place}, {subject} {verb} {thing} từ {figure + 20} "
            f"xuống {figure} đơn vị."
        ),
        f"{subject.capitalize()} gồm {rng.randint(2, 9)} cụm chính, {verb} {thing} {way}.",
        f"So với cách làm cũ ở {place}, {thing} thay đổi {figure}% khi dùng {subject} {way}.",
    ][form]


def text(rng: Random) -> list[str]:
    """The sentences of one dossier: 25 to 60."""
    return [_sentence(rng) for _ in range(rng.randint(25, 60))]


def corpus(seed: int, size: int) -> list[list[str]]:
    """Unrelated texts."""
    rng = Random(seed)
    return [text(rng) for _ in range(size)]


def plant(seed: int, texts: list[list[str]], count: int) -> list[tuple[list[str], int, float]]:
    """Near-duplicates of some of the texts."""
    rng = Random(f"plant{seed}")
    planted = []
    for number in range(count):
        original = rng.randrange(len(texts))
        share = 0.3 + 0.6 * number / max(1, count - 1)
        size = len(texts[original])
        kept = rng.sample(texts[original], round(share * size))
        sentences = kept + [_sentence(rng) for _ in range(size - len(kept))]
        rng.shuffle(sentences)
        if number % 2:
            sentences = [
                fold(sentence) if number % 4 == 1 else sentence.upper() for sentence in sentences
            ]
        planted.append((sentences, original, share))
    return planted


def reordered(rng: Random, text: list[str], _part: float) -> list[str]:
    """All sentences, in another order."""
    return rng.sample(text, len(text))


def renumbered(rng: Random, text: list[str], _part: float) -> list[str]:
    """All sentences in their order, each number another one."""
    return [re.sub(r"\d+", lambda number: _another(rng, number[0]), each) for each in text]


def _another(rng: Random, number: str) -> str:
    return str(rng.choice([other for other in range(2, 116) if str(other) != number]))


def paraphrased(rng: Random, text: list[str], part: float) -> list[str]:
    """All sentences in their order, that part of them built otherwise, half of their terms in
    other words.
    """
    chosen = _chosen(rng, text, part)
    return [_said_otherwise(rng, each) if chosen[place] else each for place, each in _placed(text)]


def translated(rng: Random, text: list[str], part: float) -> list[str]:
    """All sentences in their order, that part of them in English."""
    chosen = _chosen(rng, text, part)
    return [_in_english(each) if chosen[place] else each for place, each in _placed(text)]


def _placed(text: list[str]) -> list[tuple[int, str]]:
    return list(enumerate(text))


def _chosen(rng: Random, text: list[str], part: float) -> list[bool]:
    """For each sentence, whether it is among that part of them."""
    among = set(rng.sample(range(len(text)), round(part * len(text))))
    return [place in among for place in range(len(text))]


TERMS = {
    "subject": rewordings.SUBJECTS,
    "verb": rewordings.VERBS,
    "thing": rewordings.OBJECTS,
    "way": rewordings.WAYS,
}
_ANY = {name: "|".join(map(re.escape, words)) for name, words in TERMS.items()}
_ANY |= {"place": "|".join(PLACES)} | dict.fromkeys(("figure", "before", "months", "parts"), r"\d+")


def _reader(form: str) -> re.Pattern[str]:
    """What reads a sentence of this form back into its terms."""
    pattern = re.sub(r"\\\{(\w+)\\\}", lambda name: _group(name[1]), re.escape(form))
    return re.compile(pattern, re.I)


def _group(name: str) -> str:
    return f"(?P<{name}>{_ANY[name]})"


_READERS = [(_reader(form), other, english) for form, other, english in rewordings.FORMS]


def _read(sentence: str) -> tuple[dict[str, str], str, str]:
    """(terms, the form in other words, the form in English)."""
    for reader, other, english in _READERS:
        if found := reader.fullmatch(sentence):
            return found.groupdict(), other, english
    raise ValueError(sentence)


def _said_otherwise(rng: Random, sentence: str) -> str:
    if sentence in rewordings.STOCK:
        return rewordings.STOCK[sentence][0]
    terms, other, _english = _read(sentence)
    for name, words in TERMS.items():
        if name in terms and rng.random() < 0.5:
            terms[name] = words[terms[name].lower()][0]
    return _as_sentence(other.format(**terms))


def _in_english(sentence: str) -> str:
    if sentence in rewordings.STOCK:
        return rewordings.STOCK[sentence][1]
    terms, _other, english = _read(sentence)
    for name, words in TERMS.items():
        if name in terms:
            terms[name] = words[terms[name].lower()][1]
    return _as_sentence(english.format(**terms))


def _as_sentence(words: str) -> str:
    return words[0].upper() + words[1:]


KINDS: dict[str, Callable[[Random, list[str], float], list[str]]] = {
    "sentences in another order": reordered,
    "other numbers": renumbered,
    "30–90 % in other words": paraphrased,
    "30–90 % translated": translated,
}


def plant_kind(
    kind: str, seed: int, texts: list[list[str]], count: int
) -> list[tuple[list[str], int]]:
    """Some of the texts taken over whole, and changed as this kind is; ever larger parts of them,
    where the kind knows parts.
    """
    rng = Random(f"{kind}{seed}")
    change = KINDS[kind]
    planted = []
    for number in range(count):
        original = rng.randrange(len(texts))
        part = 0.3 + 0.6 * number / max(1, count - 1)
        planted.append((change(rng, texts[original], part), original))
    return planted
