"""Topics of the province in the demonstration, and the articles of those that had none. People,
places of work and figures are invented, and the site says so.

Each text stands as (Vietnamese, English).
"""

from dataclasses import dataclass, field

from cms.models import NewsPage
from demo.edition.stories import Both, Story


@dataclass(frozen=True)
class Topic:
    """A topic's page; `figures` is [(number, what it counts in both languages)]."""

    slug: str
    title: Both
    intro: Both
    scene: str
    category: str
    fields: str
    text: list[Both]
    figures: list[tuple[str, Both]] = field(default_factory=list)


CATEGORIES: list[tuple[str, Both]] = [
    ("phim-va-du-lich", ("Phim và du lịch số", "Film and digital tourism")),
    ("ban-dan", ("Bán dẫn", "Semiconductors")),
    ("chuyen-doi-so", ("Chuyển đổi số", "Digital transformation")),
]

TOPICS = [
    Topic(
        slug="ky-nang-ai",
        title=("Kỹ năng AI cho mọi người", "AI skills for everyone"),
        intro=(
            "Biết hỏi máy, biết ngờ câu trả lời, biết giữ dữ liệu của mình: ba kỹ năng cho mọi lứa "
            "tuổi.",
            "To ask a machine, to doubt its answer, to keep one's data: three skills at any age.",
        ),
        scene="lop-hoc",
        category="hoc-ai",
        fields="CNTT, GIAODUC",
        text=[
            (
                "Những lớp học buổi tối ở nhà văn hóa xóm bắt đầu bằng câu hỏi, không phải nút "
                "bấm. Người dạy là sinh viên, người học là cha mẹ và ông bà của các em.",
                "Evening classes in village halls begin with questions, not with buttons. Students "
                "teach; their parents and grandparents learn.",
            ),
            (
                "Cuộc thi tìm những cách dạy làm được ở nơi mạng yếu, những công cụ nói tiếng Tày, "
                "tiếng Nùng, tiếng Dao, và những bài học giúp nhận ra tin giả.",
                "The contest looks for ways of teaching where the network is weak, for tools that "
                "speak Tày, Nùng and Dao, and for lessons that unmask false news.",
            ),
        ],
        figures=[
            ("42", ("học viên của lớp đầu tiên", "learners in the first class")),
            ("12", ("buổi, mỗi buổi 90 phút", "evenings of 90 minutes")),
        ],
    ),
    Topic(
        slug="che",
        title=("Chè: từ giọt nước đến chén trà", "Tea, from the drop to the cup"),
        intro=(
            "Tưới đúng lúc, hái đúng búp, sao đúng lửa, bán đúng tên.",
            "Watered in time, picked at the bud, roasted at the right heat, sold by its own name.",
        ),
        scene="doi-che",
        category="che-va-rung",
        fields="NONGLAM",
        text=[
            (
                "Cây chè trên đồi dốc khát nước vào mùa khô và mất đất vào mùa mưa. Mỗi sáng kiến "
                "nhỏ ở đây đo được bằng khối nước, bằng công hái, bằng giá một cân búp.",
                "On the slopes tea thirsts in the dry season and loses its soil in the rain. Each "
                "small idea is measured in water, in days of picking, in the price of a kilo.",
            ),
        ],
        figures=[
            ("38 %", ("nước tưới tới được rễ", "of the water reaches the root")),
            ("14", ("hộ tưới theo ngưỡng ẩm", "households water by the threshold")),
        ],
    ),
    Topic(
        slug="phim-va-du-lich-so",
        title=("Phim số và du lịch", "Digital film and tourism"),
        intro=(
            "Kể chuyện quê mình bằng hình ảnh, để người ở xa tìm đến và người ở nhà có việc.",
            "To tell of home in pictures, so that others come and those at home have work.",
        ),
        scene="ba-be",
        category="phim-va-du-lich",
        fields="",
        text=[
            (
                "Hồ, rừng, nhà sàn và lời hát then là bối cảnh có sẵn. Điều còn thiếu là kịch bản, "
                "bản đồ số các điểm quay, và những tuyến đi mà người bản địa dẫn.",
                "Lake, forest, stilt houses and then songs are a stage that is there. What lacks "
                "are scripts, a digital map of places to film, and ways that locals lead.",
            ),
        ],
    ),
    Topic(
        slug="ban-dan",
        title=("Bán dẫn: học nghề của con chip", "Semiconductors: the trade of the chip"),
        intro=(
            "Từ bài thí nghiệm trên bàn học đến dây chuyền kiểm tra: nghề mới cần thợ giỏi.",
            "From a bench in class to a testing line: a new trade needs good hands.",
        ),
        scene="chip",
        category="ban-dan",
        fields="VATLIEU, COKHI",
        text=[
            (
                "Nhà máy cần người đo, người sửa, người đọc được lỗi dưới kính hiển vi. Cuộc thi "
                "tìm giáo cụ rẻ, phần mềm đo mở và cách học nghề trong ba tháng.",
                "Plants need people who measure, mend and read a fault under the microscope. The "
                "contest looks for cheap teaching sets, open measuring software, a trade learned "
                "in three months.",
            ),
        ],
    ),
    Topic(
        slug="chuyen-doi-so",
        title=("Chuyển đổi số ở xã, phường", "Digital transformation in the communes"),
        intro=(
            "Một lần khai, một nơi nhận, không ai phải đi lại vì một tờ giấy.",
            "Told once, taken at one place, and nobody travels for a sheet of paper.",
        ),
        scene="dien-thoai",
        category="chuyen-doi-so",
        fields="CNTT",
        text=[
            (
                "Chín mươi hai xã, phường mới cùng dùng một cách làm việc. Những ý tưởng hay nhất "
                "thường đến từ người ngồi ở quầy một cửa và người đứng trước quầy.",
                "Ninety-two new communes and wards share one way of working. The best ideas come "
                "from those who sit at the counter, and from those who stand before it.",
            ),
        ],
        figures=[("92", ("xã, phường", "communes and wards"))],
    ),
]

STORIES = [
    (
        NewsPage,
        Story(
            slug="ban-do-diem-quay",
            title=(
                "Hai mươi mốt điểm quay trên một tấm bản đồ",
                "Twenty-one places to film on one map",
            ),
            intro=(
                "Nhóm bạn trẻ đi bộ ba tuần, ghi tọa độ, hướng nắng và số điện thoại người dẫn "
                "đường.",
                "Young people walked three weeks and noted the place, the light, and who leads the "
                "way.",
            ),
            scene="ba-be",
            category="phim-va-du-lich",
            days_ago=8,
            written_by="Triệu Mùi Nhậy",
            tags=("du lịch",),
            readings=61,
            body=[
                (
                    "paragraph",
                    "<p>Mỗi điểm có ảnh lúc bảy giờ sáng và lúc năm giờ chiều. Điểm nào nước lên "
                    "là không vào được thì ghi rõ tháng.</p>",
                    "<p>Each place has its picture at seven in the morning and at five. Where high "
                    "water closes the way, the months stand beside it.</p>",
                )
            ],
        ),
    ),
    (
        NewsPage,
        Story(
            slug="kinh-hien-vi-tu-lam",
            title=(
                "Kính hiển vi tự làm soi được mối hàn",
                "A home-made microscope that reads a solder joint",
            ),
            intro=(
                "Một ống kính máy ảnh cũ, một bàn trượt in 3D, và một giờ học không ai muốn về.",
                "An old camera lens, a printed slide, and a lesson that nobody wanted to leave.",
            ),
            scene="chip",
            category="ban-dan",
            days_ago=10,
            written_by="Ma Thế Duyệt",
            tags=("giáo cụ",),
            readings=74,
            body=[
                (
                    "paragraph",
                    "<p>Bộ giáo cụ có giá bằng một phần hai mươi kính mua sẵn. Lớp học chấm điểm "
                    "nhau bằng ảnh chụp mối hàn.</p>",
                    "<p>The set costs a twentieth of a bought microscope. Learners mark each other "
                    "by photographs of their joints.</p>",
                )
            ],
        ),
    ),
    (
        NewsPage,
        Story(
            slug="mot-lan-khai",
            title=("Khai một lần ở quầy một cửa", "Told once at the counter"),
            intro=(
                "Cán bộ một phường gộp bảy tờ khai thành một, và đo thời gian chờ bằng đồng hồ bấm "
                "giây.",
                "In one ward seven forms became one, and waiting was measured with a stopwatch.",
            ),
            scene="dien-thoai",
            category="chuyen-doi-so",
            days_ago=12,
            written_by="Tổ biên tập",
            tags=("một cửa",),
            readings=88,
            body=[
                (
                    "paragraph",
                    "<p>Trước: trung bình 23 phút. Sau: 9 phút. Hai người lớn tuổi được ghi lại là "
                    "vẫn cần người giúp, và có người giúp.</p>",
                    "<p>Before: 23 minutes on average. After: nine. Two elderly people still "
                    "needed help, it is noted, and had it.</p>",
                )
            ],
        ),
    ),
]
