"""Invented texts of the demonstration: dossiers of 300 to 1,500 words, put together from sentences
by field.
"""

import json
from pathlib import Path
from random import Random

from accounts.communes import communes

DATA = Path(__file__).parent / "data"
TITLES = json.loads((DATA / "titles.json").read_text())["titles"]
UNITS = communes()

# What the work is about in each field: (subject, users, measured quantity, place of trial).
SUBJECTS = {
    "NONGLAM": [
        (
            "khâu tưới và chăm sóc",
            "các hộ trồng chè và hợp tác xã",
            "lượng nước tưới",
            "nương chè 1,2 ha",
        ),
        ("khâu thu hoạch và sơ chế", "nông dân vùng đồi", "công lao động", "ba hộ sản xuất"),
        (
            "việc xử lý phụ phẩm",
            "các cơ sở chế biến nông sản",
            "chi phí phân bón",
            "một xưởng chế biến",
        ),
    ],
    "CNTT": [
        (
            "việc tiếp cận thông tin",
            "người dân và cán bộ cấp xã",
            "thời gian xử lý",
            "hai xã vùng cao",
        ),
        (
            "việc thu thập dữ liệu hiện trường",
            "tổ công nghệ số cộng đồng",
            "sai sót nhập liệu",
            "mười hai thôn, bản",
        ),
        (
            "khâu giám sát và cảnh báo",
            "cơ quan phòng chống thiên tai",
            "thời gian báo động",
            "bốn điểm quan trắc",
        ),
    ],
    "YDUOC": [
        (
            "việc theo dõi người bệnh",
            "trạm y tế và bệnh viện",
            "số lượt tái khám không cần thiết",
            "một trạm y tế xã",
        ),
        (
            "khâu phục hồi chức năng",
            "người bệnh sau chấn thương",
            "thời gian phục hồi",
            "hai mươi bốn người bệnh tình nguyện",
        ),
        (
            "việc bào chế từ dược liệu bản địa",
            "hợp tác xã dược liệu",
            "hao hụt hoạt chất",
            "một cơ sở sơ chế",
        ),
    ],
    "COKHI": [
        (
            "khâu vận hành và bảo dưỡng",
            "công nhân nhà máy",
            "thời gian dừng máy",
            "một dây chuyền sản xuất",
        ),
        ("khâu gia công và lắp ráp", "các xưởng cơ khí nhỏ", "tỷ lệ phế phẩm", "ba xưởng cơ khí"),
        ("việc bảo đảm an toàn lao động", "người lao động trực tiếp", "số sự cố", "một phân xưởng"),
    ],
    "VATLIEU": [
        (
            "việc tận dụng phế thải công nghiệp",
            "doanh nghiệp vật liệu xây dựng",
            "chi phí nguyên liệu",
            "một dây chuyền thử nghiệm",
        ),
        (
            "việc tiết kiệm năng lượng",
            "hộ gia đình và cơ sở sản xuất",
            "điện năng tiêu thụ",
            "mười hộ gia đình",
        ),
        (
            "khâu xử lý bề mặt và bảo vệ công trình",
            "các đơn vị thi công",
            "chi phí bảo trì",
            "hai công trình dân dụng",
        ),
    ],
    "GIAODUC": [
        ("việc tổ chức dạy học", "giáo viên và học sinh", "thời gian chuẩn bị bài", "bốn lớp học"),
        ("việc đánh giá năng lực người học", "nhà trường", "công tổng hợp điểm", "một tổ bộ môn"),
        (
            "việc thực hành, thí nghiệm",
            "học sinh vùng cao",
            "chi phí thiết bị",
            "ba trường nội trú",
        ),
    ],
}

KNOWN = [
    (
        "Hiện nay {subject} chủ yếu dựa vào kinh nghiệm, mỗi nơi làm một cách và không có số liệu "
        "để so sánh."
    ),
    (
        "Các thiết bị nhập khẩu cùng chức năng có giá cao, khó thay thế linh kiện và không phù "
        "hợp với điều kiện địa phương."
    ),
    (
        "Qua khảo sát {n1} đơn vị, {p1}% cho biết gặp khó khăn về nhân lực vào thời điểm cao vụ "
        "hoặc cao điểm."
    ),
    (
        "Những giải pháp đã công bố mới giải quyết được từng khâu riêng lẻ, chưa nối thành một "
        "quy trình hoàn chỉnh."
    ),
    "Chi phí đầu tư ban đầu của các phương án đang có vượt quá khả năng của phần lớn {users}.",
    (
        "Việc ghi chép thủ công dẫn đến sai sót, chậm trễ và gần như không thể truy xuất khi cần "
        "kiểm tra."
    ),
    (
        "Khi thời tiết cực đoan hoặc nhu cầu tăng đột ngột, cách làm cũ bộc lộ rõ hạn chế và gây "
        "tổn thất đáng kể."
    ),
]
CONTENT = [
    (
        "Giải pháp gồm ba phần: bộ phận thu nhận số liệu, bộ phận xử lý và bộ phận tác động; mỗi "
        "phần có thể thay thế độc lập."
    ),
    (
        "Chúng tôi lựa chọn linh kiện, vật tư sẵn có trên thị trường trong nước để người dùng tự "
        "sửa chữa được."
    ),
    (
        "Nguyên lý hoạt động dựa trên việc so sánh giá trị đo được với ngưỡng do người dùng đặt, "
        "sau đó điều chỉnh từng bước nhỏ."
    ),
    (
        "Quy trình được mô tả thành {n2} bước, mỗi bước có hình minh họa, thời gian thực hiện và "
        "dấu hiệu nhận biết sai sót."
    ),
    (
        "Trong {n3} tháng thử nghiệm tại {trial}, số liệu được ghi tự động mỗi {n4} phút và đối "
        "chiếu với sổ ghi tay."
    ),
    (
        "Sau lần thử đầu tiên, nhóm đã thay đổi kết cấu chính để giảm trọng lượng và bổ sung cơ "
        "chế ngắt an toàn."
    ),
    (
        "Giao diện sử dụng tiếng Việt, chữ lớn, có thể vận hành không cần mạng và tự đồng bộ khi "
        "có kết nối."
    ),
    "Hồ sơ kỹ thuật, bản vẽ và hướng dẫn sử dụng được gửi kèm để hội đồng tiện đánh giá.",
]
NOVELTY = [
    (
        "Điểm mới là cơ chế tự thích nghi: ngưỡng điều khiển được cập nhật theo chính số liệu của "
        "lần vận hành trước."
    ),
    (
        "Theo tra cứu của chúng tôi, chưa có công bố nào trong nước áp dụng cách phối hợp này cho "
        "{subject}."
    ),
    (
        "Khác với các phương án đã biết, giải pháp không yêu cầu thay đổi thiết bị đang có mà gắn "
        "thêm vào."
    ),
    "Kết cấu dạng mô-đun cho phép mở rộng từ quy mô hộ gia đình lên quy mô doanh nghiệp.",
    (
        "Việc kết hợp kinh nghiệm bản địa với công cụ đo lường hiện đại tạo nên cách làm vừa dễ "
        "hiểu vừa kiểm chứng được."
    ),
]
APPLY = [
    "Giải pháp đã được áp dụng tại {trial} và đang được {n1} đơn vị khác đề nghị chuyển giao.",
    (
        "Thời gian tập huấn cho một người sử dụng mới không quá {n5} giờ; tài liệu có cả bản in "
        "và bản phim ngắn."
    ),
    (
        "Linh kiện và nguyên liệu mua được ngay trong tỉnh nên việc nhân rộng không phụ thuộc "
        "nguồn nhập khẩu."
    ),
    "Với mức đầu tư khoảng {money} triệu đồng, phần lớn {users} có thể hoàn vốn trong {n6} tháng.",
    "Giải pháp phù hợp với định hướng chuyển đổi số và phát triển kinh tế xanh của địa phương.",
]
EFFECT = [
    "Kết quả đo cho thấy {measure} giảm {p2}% so với trước khi áp dụng, với sai số dưới {n7}%.",
    (
        "Về kinh tế, mỗi năm một đơn vị tiết kiệm được khoảng {saving} triệu đồng, chưa kể phần "
        "giảm hao hụt."
    ),
    (
        "Về xã hội, giải pháp tạo thêm việc làm ổn định cho {n8} lao động và giảm công việc nặng "
        "nhọc cho phụ nữ."
    ),
    (
        "Về môi trường, lượng phát thải và rác thải phát sinh giảm rõ rệt, không sử dụng hóa chất "
        "độc hại."
    ),
    "{Users} tham gia thử nghiệm đánh giá mức hài lòng trung bình {rate} trên 5 điểm.",
    "Sau khi kết thúc thử nghiệm, tất cả các đơn vị đều đề nghị được tiếp tục sử dụng.",
]
LINKS = [
    "Cụ thể, ",
    "Bên cạnh đó, ",
    "Đáng chú ý, ",
    "Thực tế cho thấy, ",
    "Trong quá trình thực hiện, ",
    "Ngoài ra, ",
]


def _slots(rng: Random, field: str) -> dict:
    subject, users, measure, trial = rng.choice(SUBJECTS[field])
    return {
        "subject": subject,
        "users": users,
        "Users": users[0].upper() + users[1:],
        "measure": measure,
        "trial": trial,
        "n1": rng.randint(5, 48),
        "p1": rng.randint(52, 91),
        "n2": rng.randint(5, 9),
        "n3": rng.randint(4, 18),
        "n4": rng.choice([5, 10, 15, 30]),
        "n5": rng.randint(2, 8),
        "money": rng.randint(8, 160),
        "n6": rng.randint(6, 24),
        "p2": rng.randint(14, 63),
        "n7": rng.randint(2, 6),
        "saving": rng.randint(20, 420),
        "n8": rng.randint(3, 30),
        "rate": f"4,{rng.randint(1, 9)}",
    }


def _paragraphs(rng: Random, sentences: list[str], slots: dict, rounds: int) -> str:
    paragraphs = []
    for turn in range(rounds):
        chosen = rng.sample(sentences, k=min(len(sentences), rng.randint(4, 6)))
        texts = [sentence.format(**slots) for sentence in chosen]
        if turn:
            texts = [_linked(rng, text) for text in texts]
        paragraphs.append(" ".join(texts))
        slots = slots | {
            "n1": rng.randint(5, 48),
            "p2": rng.randint(14, 63),
            "saving": rng.randint(20, 420),
            "n8": rng.randint(3, 30),
        }
    return "\n\n".join(paragraphs)


def _linked(rng: Random, text: str) -> str:
    """Now and then a sentence begins with a word that leads over to it."""
    if rng.random() < 0.3:
        return rng.choice(LINKS) + text[0].lower() + text[1:]
    return text


def dossier(rng: Random, field: str) -> dict[str, str]:
    """The answers of one dossier, keyed as the template's questions, and its summary under
    "summary".
    """
    slots = _slots(rng, field)
    rounds = rng.choice([1, 1, 2, 2, 3])
    return {
        "summary": (
            f"Giải pháp cải tiến {slots['subject']} cho {slots['users']}, giúp giảm "
            f"{slots['p2']}% {slots['measure']} qua thử nghiệm tại {slots['trial']}."
        ),
        "known_solution": _paragraphs(rng, KNOWN, slots, rounds),
        "content": _paragraphs(rng, CONTENT, slots, rounds),
        "novelty": _paragraphs(rng, NOVELTY, slots, 1),
        "applicability": _paragraphs(rng, APPLY, slots, 1),
        "effect": _paragraphs(rng, EFFECT, slots, rounds),
    }


def title(index: int) -> dict:
    """A title with its field; beyond the stock, variants say which variant they are."""
    stock = TITLES[index % len(TITLES)]
    lap = index // len(TITLES)
    if not lap:
        return stock
    return stock | {"title": f"{stock['title']} (phương án {lap + 1})"}
