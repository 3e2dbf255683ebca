"""What the sentences of `near_duplicates` are called in other words, and in English."""

# phrase: (other words, English)
SUBJECTS = {
    "máy hái chè": ("thiết bị thu hoạch búp trà", "tea picking machine"),
    "lò sao chè": ("chảo xào trà", "tea roasting oven"),
    "hệ thống tưới": ("mạng cấp nước", "irrigation system"),
    "giàn phơi miến": ("khung hong sợi dong", "noodle drying rack"),
    "bếp khí hóa": ("lò đốt sinh khối", "gasifier stove"),
    "máy tách hạt": ("thiết bị lấy nhân", "seed separator"),
    "lồng ấp trứng": ("tủ nở gia cầm", "egg incubator"),
    "phần mềm quản lý lớp học": ("chương trình điều hành giờ dạy", "classroom software"),
    "bản đồ số du lịch": ("lược đồ điện tử cho khách", "digital travel map"),
    "robot dọn chuồng": ("xe tự hành hót phân", "barn cleaning robot"),
    "máy ép viên": ("thiết bị nén hạt cám", "pellet press"),
    "kho lạnh mini": ("buồng giữ mát cỡ nhỏ", "small cold store"),
    "cân tự động": ("bàn đo khối lượng không cần người", "automatic scale"),
    "thiết bị đo độ ẩm": ("ẩm kế cầm tay", "moisture meter"),
    "mô hình nuôi ong": ("trại giữ đàn lấy mật", "bee farm"),
    "xe thu gom rác": ("phương tiện chở chất thải", "waste cart"),
    "bộ lọc nước": ("cột làm sạch nguồn cấp", "water filter"),
    "nhà màng": ("khu trồng có mái che", "greenhouse"),
    "máy bóc vỏ": ("thiết bị lột lụa", "peeling machine"),
    "bảng tương tác": ("màn hình cảm ứng treo tường", "interactive board"),
}
VERBS = {
    "giảm": ("hạ", "cuts"),
    "tăng": ("đẩy cao", "raises"),
    "thay thế": ("đứng vào chỗ của", "replaces"),
    "kiểm soát": ("giữ trong giới hạn", "controls"),
    "rút ngắn": ("làm gọn", "shortens"),
    "nâng cao": ("cải thiện", "improves"),
    "tự động hóa": ("để máy lo", "automates"),
    "theo dõi": ("giám sát", "monitors"),
    "ổn định": ("giữ đều", "steadies"),
    "tiết kiệm": ("bớt tốn", "saves"),
    "phân loại": ("chia nhóm", "sorts"),
    "cảnh báo": ("báo trước", "warns of"),
    "ghi nhận": ("lưu lại", "records"),
    "đo đạc": ("xác định", "measures"),
    "kết nối": ("gắn liền", "connects"),
}
OBJECTS = {
    "công lao động": ("sức người", "labour"),
    "lượng nước": ("khối nước dùng", "the amount of water"),
    "điện năng": ("tiền điện", "electric energy"),
    "thời gian sấy": ("số giờ làm khô", "drying time"),
    "tỷ lệ hao hụt": ("phần mất mát", "the loss rate"),
    "độ ẩm nguyên liệu": ("hàm lượng nước của đầu vào", "the moisture of the material"),
    "chi phí thức ăn": ("tiền cám", "feed costs"),
    "khí thải": ("khói xả", "exhaust gas"),
    "lượng phân bón": ("số cân đạm lân", "the amount of fertiliser"),
    "số ca bệnh": ("số lần mắc", "the number of cases"),
    "sai số cân": ("độ lệch khi đong", "weighing errors"),
    "tiếng ồn": ("mức ồn ào", "noise"),
    "nhiệt độ buồng": ("độ nóng bên trong", "the chamber temperature"),
    "chất lượng búp": ("phẩm cấp đọt non", "the quality of the buds"),
    "vòng quay vốn": ("tốc độ thu hồi tiền", "capital turnover"),
    "tỷ lệ nảy mầm": ("số hạt mọc được", "the germination rate"),
    "quãng đường vận chuyển": ("số cây số chuyên chở", "the transport distance"),
    "thời gian chờ": ("lúc phải đợi", "waiting time"),
}
WAYS = {
    "nhờ cảm biến đặt dọc luống": (
        "bằng đầu đo cắm theo hàng cây",
        "thanks to sensors along the beds",
    ),
    "bằng bộ điều khiển tự lập trình": (
        "nhờ mạch do nhóm viết chương trình",
        "by a controller that we programmed",
    ),
    "qua mạng không dây công suất thấp": (
        "bằng sóng vô tuyến ít tốn pin",
        "over a low-power wireless network",
    ),
    "với khung thép hàn tại xưởng": (
        "dựa trên giá sắt tự gia công",
        "with a steel frame welded in the workshop",
    ),
    "bằng thuật toán chọn ngưỡng theo mùa": (
        "nhờ mức đặt đổi theo từng vụ",
        "by choosing thresholds by the season",
    ),
    "nhờ buồng đối lưu hai tầng": (
        "bằng khoang gió nóng hai lớp",
        "thanks to a convection chamber of two levels",
    ),
    "qua ứng dụng trên điện thoại": ("bằng phần mềm di động", "through a telephone app"),
    "bằng năng lượng mặt trời": ("nhờ tấm quang điện", "by solar energy"),
    "với van điện từ giá rẻ": ("dùng khóa nước chạy điện ít tiền", "with cheap solenoid valves"),
    "nhờ men vi sinh bản địa": ("bằng chủng vi khuẩn tại chỗ", "thanks to local microbes"),
    "bằng camera gắn trên ray": ("nhờ máy quay chạy theo thanh trượt", "by a camera on rails"),
    "qua cơ cấu cam lệch tâm": ("bằng bánh quay không đồng trục", "through an eccentric cam"),
}
STOCK = {
    "Giải pháp phù hợp với điều kiện sản xuất của địa phương.": (
        "Cách làm này hợp với hoàn cảnh làm ăn ở đây.",
        "The solution suits the conditions of local production.",
    ),
    "Tác giả cam đoan số liệu trong bản thuyết minh là trung thực.": (
        "Người viết chịu trách nhiệm rằng mọi con số nêu trên đều đúng.",
        "The author declares that the figures of this description are true.",
    ),
    "Hiện nay phần lớn công việc này vẫn làm thủ công.": (
        "Đến giờ hầu hết các khâu còn phải dùng tay.",
        "Today most of this work is still done by hand.",
    ),
    "Giải pháp có thể áp dụng rộng rãi trong tỉnh và các tỉnh lân cận.": (
        "Nơi khác trong vùng cũng dễ đem về dùng.",
        "The solution can be applied widely in this and neighbouring provinces.",
    ),
    "Chi phí đầu tư thấp, dễ vận hành, dễ bảo dưỡng.": (
        "Vốn bỏ ra ít, ai cũng chạy được và sửa được.",
        "It costs little and is easy to run and to maintain.",
    ),
    "Kết quả thử nghiệm được trình bày trong bảng dưới đây.": (
        "Bảng sau ghi lại những gì đo được khi chạy thử.",
        "The results of the trial are given in the table below.",
    ),
    "Nhóm tác giả đã khảo sát nhiều hộ dân trước khi thiết kế.": (
        "Trước lúc vẽ mẫu, chúng tôi đến hỏi không ít gia đình.",
        "The authors surveyed many households before the design.",
    ),
    "Giải pháp góp phần bảo vệ môi trường và nâng cao thu nhập cho người dân.": (
        "Nhờ đó bà con có thêm tiền và đất nước xung quanh sạch hơn.",
        "The solution helps to protect the environment and to raise incomes.",
    ),
}
# By the form of the sentence: (as it stands, in other words, in English).
FORMS = (
    (
        "Ở {place}, {subject} {verb} {thing} {figure}% {way}.",
        "{subject} đặt tại {place} {verb} được {thing} tới {figure}%, {way}.",
        "In {place}, the {subject} {verb} {thing} by {figure}% {way}.",
    ),
    (
        "Sau {months} tháng chạy thử tại {place}, {subject} {verb} {thing} từ {before} xuống "
        "{figure} đơn vị.",
        "Dùng thử ở {place} trong {months} tháng cho thấy {subject} {verb} {thing}, cụ thể từ "
        "{before} còn {figure} đơn vị.",
        "After a trial of {months} months in {place}, the {subject} {verb} {thing} from {before} "
        "to {figure} units.",
    ),
    (
        "{subject} gồm {parts} cụm chính, {verb} {thing} {way}.",
        "Với {parts} bộ phận lớn, {subject} {verb} {thing} {way}.",
        "The {subject} has {parts} main assemblies and {verb} {thing} {way}.",
    ),
    (
        "So với cách làm cũ ở {place}, {thing} thay đổi {figure}% khi dùng {subject} {way}.",
        "{thing} khác trước {figure}% tại {place} từ lúc có {subject} {way}.",
        "Compared with the old practice in {place}, {thing} changed by {figure}% with the "
        "{subject} {way}.",
    ),
)
