"""News of the demonstration, in all five formats. People, places of work and figures are invented,
and the site says so.

Each text stands as (Vietnamese, English).
"""

from dataclasses import dataclass, field
from typing import Any

from cms.models import InfographicPage, MegastoryPage, NewsPage, PhotoStoryPage, VideoPage

Both = tuple[str, str]

CATEGORIES: list[tuple[str, Both]] = [
    ("cuoc-thi", ("Cuộc thi", "The contest")),
    ("hoc-ai", ("Bình dân học AI", "AI for everyone")),
    ("che-va-rung", ("Chè và rừng", "Tea and forest")),
    ("y-te-xa", ("Y tế xã", "Health in the communes")),
]


@dataclass(frozen=True)
class Story:
    """One article in both languages; `body` is [(block, value in Vietnamese, value in English)]."""

    slug: str
    title: Both
    intro: Both
    scene: str
    category: str
    days_ago: int
    body: list[tuple[str, Any, Any]]
    caption: Both = ("", "")
    written_by: str = "Tổ biên tập"
    tags: tuple[str, ...] = ()
    readings: int = 0
    extra: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def _texts(*paragraphs: Both) -> list[tuple[str, str, str]]:
    return [("paragraph", f"<p>{vi}</p>", f"<p>{en}</p>") for vi, en in paragraphs]


def _heading(vi: str, en: str) -> tuple[str, str, str]:
    return ("heading", vi, en)


ELDERS_CLASS = Story(
    slug="lop-hoc-buoi-toi",
    title=(
        "Buổi tối ở nhà văn hóa xóm, các cụ học cách hỏi máy",
        "Evenings at the village hall, where elders learn to ask a machine",
    ),
    intro=(
        "Mười hai buổi, bốn mươi hai học viên, một chiếc máy chiếu mượn của trường. Bài đầu tiên "
        "không phải là bấm nút, mà là đặt câu hỏi.",
        "Twelve evenings, forty-two learners, a projector lent by the school. The first lesson is "
        "not which button to press but how to ask.",
    ),
    scene="dien-thoai",
    category="hoc-ai",
    days_ago=1,
    caption=("Lớp học tối thứ Ba ở nhà văn hóa xóm.", "The Tuesday class at the village hall."),
    written_by="Nông Thị Hạnh",
    tags=("Kỹ năng số", "Người cao tuổi"),
    readings=412,
    body=[
        *_texts(
            (
                "Bảy giờ tối, sân nhà văn hóa đã dựng kín xe đạp. Bà Lường Thị Sỏi, bảy mươi tám "
                "tuổi, ngồi bàn đầu, chiếc điện thoại của cháu đặt trên quyển vở ô ly. Bà muốn "
                "hỏi một việc đã hỏi nhiều người mà chưa ai trả lời rõ: vì sao ngô trên nương "
                "xoăn lá từ ngọn.",
                "At seven the yard is full of bicycles. Mrs Lường Thị Sỏi, seventy-eight, sits in "
                "the front row with her grandson's phone on an exercise book. She wants to ask "
                "what she has asked many people without a clear answer: why the maize on her "
                "hillside curls from the top.",
            ),
            (
                "Nhóm đoàn viên mở lớp không soạn giáo trình. Mỗi tối, ba học viên mang tới một "
                "việc thật trong nhà: con gà ủ rũ, tờ khai đất, đơn thuốc huyết áp. Cả lớp cùng "
                "nói lại câu hỏi cho đủ: ở đâu, từ bao giờ, đã thử gì.",
                "The young people who run the class wrote no syllabus. Each evening three "
                "learners bring something real from home: a drooping hen, a land form, a "
                "prescription. Together they say the question again until it is complete: where, "
                "since when, what was tried.",
            ),
        ),
        _heading("Hỏi lần thứ hai", "Asking a second time"),
        *_texts(
            (
                "Điều các cụ nhớ lâu nhất là quy tắc của lớp: câu trả lời nào cũng phải đem hỏi "
                "lại một người biết việc. Cán bộ khuyến nông và y sĩ trạm xá ngồi cuối lớp chính "
                "vì thế.",
                "What the elders remember best is the rule of the class: every answer is taken to "
                "somebody who knows the trade. That is why the agronomist and the nurse sit in "
                "the back row.",
            ),
        ),
        (
            "said",
            {
                "text": "Máy nói trơn tru lắm. Học rồi mới biết chỗ nào phải hỏi lại người.",
                "who": "Bà Lường Thị Sỏi, học viên",
            },
            {
                "text": "It talks so smoothly. Now I know where to ask a person again.",
                "who": "Lường Thị Sỏi, learner",
            },
        ),
        (
            "figures",
            {
                "title": "Lớp học qua các con số",
                "figures": [
                    {"number": "42", "label": "học viên, 27 người là phụ nữ"},
                    {"number": "12", "label": "buổi tối, mỗi buổi 90 phút"},
                    {"number": "164", "label": "câu hỏi ghi trong sổ, 23 câu máy trả lời sai"},
                    {"number": "0 đồng", "label": "học phí"},
                ],
            },
            {
                "title": "The class in figures",
                "figures": [
                    {"number": "42", "label": "learners, 27 of them women"},
                    {"number": "12", "label": "evenings of 90 minutes"},
                    {"number": "164", "label": "questions in the book, 23 answered wrongly"},
                    {"number": "0 đồng", "label": "in fees"},
                ],
            },
        ),
    ],
)

JUDGING_BEGINS = Story(
    slug="cham-an-danh",
    title=(
        "Bắt đầu vòng chấm chuyên môn: hội đồng không biết tên tác giả",
        "Judging has begun: the councils do not know the authors",
    ),
    intro=(
        "20 công trình của lần thứ hai đã được niêm phong và giao cho hội đồng chuyên môn.",
        "Twenty entries of the second edition are sealed and with the councils.",
    ),
    scene="chip",
    category="cuoc-thi",
    days_ago=2,
    tags=("Chấm ẩn danh",),
    readings=233,
    body=_texts(
        (
            "Từ tuần này, các thành viên hội đồng chấm điểm trên bản hồ sơ đã ẩn danh. Mỗi công "
            "trình có ít nhất ba phiếu chấm độc lập; không ai xem được điểm của người khác trước "
            "khi đóng vòng chấm.",
            "From this week the judges score blinded dossiers. Each entry gets at least three "
            "independent sheets; nobody sees another's points before the round is closed.",
        ),
        (
            "Thành viên nào nhận ra công trình sẽ từ chối chấm chỉ với một nút bấm, phiếu đó "
            "không được tính.",
            "A judge who recognises a work gives it up with one button, and that sheet does not "
            "count.",
        ),
    ),
)

DRY_SEASONS = Story(
    slug="muoi-mot-mua-kho",
    title=("Mười một mùa khô", "Eleven dry seasons"),
    intro=(
        "Một người trồng chè, một chiếc xô đục lỗ và một đầu dò giá 86 nghìn đồng. Chuyện về "
        "lượng nước mà đồi chè thật sự cần.",
        "A tea grower, a bucket with holes and a probe for 86 thousand đồng. About the water "
        "that a tea hill really needs.",
    ),
    scene="doi-che",
    category="che-va-rung",
    days_ago=4,
    written_by="Hoàng Thu Hà",
    tags=("Tưới tiết kiệm", "Tân Cương"),
    readings=958,
    body=[
        _heading("Dốc", "The slope"),
        *_texts(
            (
                "Nương chè của anh Dương Văn Khởi dốc đến mức quả bưởi rụng phải chạy theo mới "
                "nhặt được. Nước tưới cũng chạy như thế. Mùa khô năm đầu, anh gánh bốn mươi gánh "
                "mỗi chiều, và sáng ra đất dưới gốc vẫn bạc.",
                "Dương Văn Khởi's plantation is so steep that one has to run after a fallen "
                "pomelo. Water runs the same way. In the first dry season he carried forty yokes "
                "an evening, and by morning the soil under the roots was pale again.",
            ),
            (
                "Anh không thiếu nước. Anh thiếu cách giữ cho nước ở lại đủ lâu.",
                "He was not short of water. He was short of a way to make it stay.",
            ),
        ),
        _heading("Chiếc xô và cái thước", "The bucket and the ruler"),
        *_texts(
            (
                "Chiếc xô đầu tiên đục ba lỗ, treo trên cọc tre, nhỏ giọt suốt đêm. Sáng hôm sau "
                "anh cắm cây thước gỗ xuống đất và ghi vào vở: ẩm đến mười chín phân. Những mùa "
                "sau chỉ là đục lỗ nhỏ hơn, ghi kỹ hơn.",
                "The first bucket had three holes and dripped from a bamboo pole all night. In "
                "the morning he pushed a wooden ruler into the soil and wrote: moist to nineteen "
                "centimetres. The seasons after that were smaller holes and better notes.",
            ),
        ),
        (
            "moments",
            {
                "title": "Quyển vở mười một năm",
                "moments": [
                    {"when": "2015", "what": "Xô đục lỗ treo cọc tre, bốn hàng chè."},
                    {"when": "2018", "what": "Ống nhỏ giọt, đóng mở bằng tay, một sào."},
                    {"when": "2021", "what": "Đầu dò độ ẩm thứ nhất, hỏng sau hai trận mưa."},
                    {"when": "2024", "what": "Đầu dò chôn hai tầng, van tự đóng, ba sào."},
                    {"when": "2026", "what": "Mười bốn hộ trong xóm dùng chung một ngưỡng."},
                ],
            },
            {
                "title": "Eleven years in one exercise book",
                "moments": [
                    {"when": "2015", "what": "A bucket with holes, four rows of tea."},
                    {"when": "2018", "what": "Drip lines, opened by hand, one sào."},
                    {"when": "2021", "what": "The first probe, broken after two rains."},
                    {"when": "2024", "what": "Probes at two depths, a valve, three sào."},
                    {"when": "2026", "what": "Fourteen households share one threshold."},
                ],
            },
        ),
        _heading("Ngưỡng", "The threshold"),
        *_texts(
            (
                "Cây chè không cần nhiều nước, nó cần nước đúng lúc. Đầu dò ở hai tầng cho anh "
                "biết lúc nào rễ tơ ngừng hút. Dưới ngưỡng ấy van mở, trên ngưỡng ấy van đóng, kể "
                "cả khi lịch nói ngược lại.",
                "Tea does not need much water, it needs it in time. Probes at two depths tell "
                "when the fine roots stop drinking. Below that threshold the valve opens, above "
                "it the valve closes, whatever the calendar says.",
            ),
        ),
        (
            "bars",
            {
                "title": "Tưới theo ngưỡng dùng ít hơn 38% nước",
                "unit": "m³",
                "bars": [
                    {"label": "Tưới theo lịch", "value": "100"},
                    {"label": "Tưới theo ngưỡng", "value": "62"},
                ],
                "source": "sổ đo của mười bốn hộ, vụ xuân 2026, một sào mỗi vụ",
            },
            {
                "title": "Watering by the threshold takes 38% less",
                "unit": "m³",
                "bars": [
                    {"label": "By the calendar", "value": "100"},
                    {"label": "By the threshold", "value": "62"},
                ],
                "source": "books of fourteen households, spring 2026, one sào a season",
            },
        ),
        _heading("Xuống đồi", "Down the hill"),
        *_texts(
            (
                "Công trình được nộp dự thi dưới tên ba người, trong đó có cô kỹ sư chỉ gặp anh "
                "qua điện thoại suốt hai năm. Hỏi điều gì khó nhất, anh nói không phải đầu dò, mà "
                "là thuyết phục xóm dưới đừng tưới vào chiều thứ Bảy.",
                "The work was entered under three names, one of them an engineer whom he had only "
                "met by telephone for two years. The hardest part, he says, was not the probe but "
                "to persuade the village below not to water on Saturday afternoons.",
            ),
        ),
    ],
)

WATER_DROPS = Story(
    slug="mot-tram-giot-nuoc",
    title=("Một trăm giọt nước đi đâu?", "Where do a hundred drops go?"),
    intro=(
        "Cùng một lượng nước trên cùng một con dốc, hai cách tưới cho hai kết quả.",
        "The same water on the same slope: two ways of watering, two results.",
    ),
    scene="doi-che",
    category="che-va-rung",
    days_ago=6,
    tags=("Tưới tiết kiệm",),
    readings=321,
    body=[
        (
            "hundred",
            {
                "title": "Tưới phun theo lịch",
                "parts": [
                    {"label": "giọt tới rễ", "count": 38},
                    {"label": "giọt trôi theo dốc", "count": 34},
                ],
            },
            {
                "title": "Sprayed by the calendar",
                "parts": [
                    {"label": "drops reach the root", "count": 38},
                    {"label": "drops run down the slope", "count": 34},
                ],
            },
        ),
        (
            "hundred",
            {
                "title": "Nhỏ giọt theo ngưỡng",
                "parts": [
                    {"label": "giọt tới rễ", "count": 86},
                    {"label": "giọt trôi theo dốc", "count": 5},
                ],
            },
            {
                "title": "Dripped by the threshold",
                "parts": [
                    {"label": "drops reach the root", "count": 86},
                    {"label": "drops run down the slope", "count": 5},
                ],
            },
        ),
    ],
    extra={
        "in_words": (
            "<p>Tưới phun theo lịch: 38 giọt tới rễ, 34 giọt trôi theo dốc, 28 giọt bốc hơi. Nhỏ "
            "giọt theo ngưỡng: 86 giọt tới rễ, 5 giọt trôi, 9 giọt bốc hơi.</p>",
            "<p>Sprayed by the calendar: 38 drops reach the root, 34 run down the slope, 28 "
            "evaporate. Dripped by the threshold: 86 reach the root, 5 run down, 9 "
            "evaporate.</p>",
        ),
        "source": (
            "sổ đo của mười bốn hộ, vụ xuân 2026 (số liệu minh họa)",
            "books of fourteen households, spring 2026 (for illustration)",
        ),
    },
)

VOTE_INVITED = Story(
    slug="moi-binh-chon",
    title=(
        "Mời bình chọn sáng kiến vì cộng đồng đợt 2",
        "Vote for the community's initiatives",
    ),
    intro=(
        "12 sáng kiến đã sẵn sàng để người dân đọc và bình chọn.",
        "Twelve initiatives are ready to be read and voted for.",
    ),
    scene="khung-cui",
    category="cuoc-thi",
    days_ago=7,
    readings=187,
    body=_texts(
        (
            "Mỗi tài khoản đã xác minh được bình chọn một lần cho mỗi sáng kiến. Số phiếu chỉ "
            "được công bố sau khi kết thúc bình chọn.",
            "Each verified account has one vote for each initiative. Counts are published after "
            "the vote closes.",
        ),
        (
            "Thứ tự hiển thị thay đổi mỗi ngày, để sáng kiến nào cũng có cơ hội được đọc trước.",
            "The order changes every day, so that each initiative has its chance to be read first.",
        ),
    ),
    extra={
        "correction": (
            "Bản tin lúc đầu ghi 11 sáng kiến. Số đúng là 12.",
            "The first version said eleven initiatives. There are twelve.",
        ),
    },
)

PAPER_DOSSIERS = Story(
    slug="mot-ngay-nhan-ho-so-giay",
    title=(
        "Một ngày đi nhận hồ sơ giấy",
        "A day of collecting paper dossiers",
    ),
    intro=(
        "Ba xã, một chiếc thuyền, mười một bộ hồ sơ. Ai không dùng máy tính vẫn dự thi được.",
        "Three communes, one boat, eleven dossiers. Nobody needs a computer to take part.",
    ),
    scene="ba-be",
    category="cuoc-thi",
    days_ago=9,
    readings=276,
    body=_texts(
        (
            "Đầu mối của đơn vị ghi phiếu hẹn trước một tuần; cán bộ thường trực tới tận nơi, nhập "
            "hồ sơ cùng tác giả và trao giấy tiếp nhận ngay tại chỗ.",
            "The unit's focal point makes the appointment a week ahead; the officer comes, enters "
            "the dossier together with its author and hands over the receipt on the spot.",
        ),
    ),
    extra={
        "photos": (
            [
                ("photo", {"scene": "ba-be", "caption": "Bảy giờ sáng, bến thuyền Ba Bể."}),
                ("photo", {"scene": "con-nuoc", "caption": "Cọn nước tự chế, hồ sơ thứ hai."}),
                ("photo", {"scene": "tram-y-te", "caption": "Trạm y tế xã, chín giờ."}),
                ("photo", {"scene": "khung-cui", "caption": "Khung cửi có bộ đếm hoa văn."}),
                ("photo", {"scene": "rung", "caption": "Chòi canh rừng, chặng cuối trong ngày."}),
            ],
            [
                ("photo", {"scene": "ba-be", "caption": "Seven o'clock, the pier of Ba Bể."}),
                ("photo", {"scene": "con-nuoc", "caption": "A home-made wheel, the second one."}),
                ("photo", {"scene": "tram-y-te", "caption": "The health station, nine o'clock."}),
                ("photo", {"scene": "khung-cui", "caption": "A loom that counts its pattern."}),
                ("photo", {"scene": "rung", "caption": "The watch tower, last stop of the day."}),
            ],
        ),
    },
)

TEA_HILL = Story(
    slug="doi-che-nam-gio-sang",
    title=(
        "Đồi chè lúc năm giờ sáng",
        "The tea hill at five in the morning",
    ),
    intro=(
        "Một đoạn phim ngắn: mặt trời lên trên những luống chè, giọt nước rơi khi van mở.",
        "A short film: the sun rises over the rows, and drops fall as the valve opens.",
    ),
    scene="con-nuoc",
    category="che-va-rung",
    days_ago=11,
    readings=504,
    body=[],
    extra={
        "seconds": (8, 8),
        "transcript": (
            "<p>Không có lời. Mặt trời lên sau ba lớp đồi; đầu dò báo đất khô; van mở, từng giọt "
            "nước rơi xuống gốc chè; van đóng.</p>",
            "<p>No words. The sun rises behind three rows of hills; the probe says that the soil "
            "is dry; the valve opens, drop after drop falls; the valve closes.</p>",
        ),
    },
)

PHONE_DOSSIER = Story(
    slug="ho-so-tren-dien-thoai",
    title=(
        "Sáng tạo trẻ 2026: viết hồ sơ trên điện thoại, lưu tự động",
        "Young inventors 2026: write your entry on a phone",
    ),
    intro=(
        "Học sinh, sinh viên có thể viết hồ sơ từng bước và dừng lại bất cứ lúc nào.",
        "Pupils and students write step by step and may stop at any time.",
    ),
    scene="lop-hoc",
    category="cuoc-thi",
    days_ago=12,
    readings=145,
    body=_texts(
        (
            "Hồ sơ gồm vài bước ngắn. Nội dung được lưu sau mỗi lần dừng tay, kể cả khi mạng chập "
            "chờn.",
            "The dossier has a few short steps. What you type is saved at every pause, even on a "
            "poor network.",
        ),
        (
            "Khi nộp, người dự thi nhận ngay giấy tiếp nhận có số, thời điểm và mã băm của từng "
            "tệp.",
            "On submission you get a receipt at once, with its number, the time and the digest of "
            "each file.",
        ),
    ),
)

BACKYARD = Story(
    slug="xuong-sau-vuon",
    title=(
        "Xưởng sau vườn: từ sắt vụn đến máy ép viên nén gỗ",
        "The workshop behind the house: from scrap iron to a pellet press",
    ),
    intro=(
        "Sáu bước, bốn lần hỏng, một chiếc máy chạy được.",
        "Six steps, four failures, one machine that runs.",
    ),
    scene="xuong",
    category="cuoc-thi",
    days_ago=14,
    written_by="La Văn Định",
    readings=98,
    body=_texts(
        (
            "Ông chủ xưởng giữ lại cả bốn bộ phận đã gãy, treo thành hàng trên tường, mỗi cái kèm "
            "một ngày tháng. Ông bảo đó là phần hồ sơ khó viết nhất và đáng đọc nhất.",
            "The owner kept all four broken parts in a row on the wall, each with its date. The "
            "hardest part of the dossier to write, he says, and the one most worth reading.",
        ),
    ),
)

STORIES: list[tuple[type[NewsPage], Story]] = [
    (NewsPage, ELDERS_CLASS),
    (NewsPage, JUDGING_BEGINS),
    (MegastoryPage, DRY_SEASONS),
    (InfographicPage, WATER_DROPS),
    (NewsPage, VOTE_INVITED),
    (PhotoStoryPage, PAPER_DOSSIERS),
    (VideoPage, TEA_HILL),
    (NewsPage, PHONE_DOSSIER),
    (NewsPage, BACKYARD),
]
