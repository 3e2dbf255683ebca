"""Sentences of no generator, as entrants write them: those that lead to somebody, and those that do
not. Written down before the matching met them, so that it is not told by its own forms alone.
"""

KNOWN = {"full_name": "Nguyễn Thị Bích Ngọc"}

TELLING = """
Em là Trần Minh Quân, lớp 10A1
sản phẩm của em Quân chạy tốt
GVHD: cô Lan
Số 0 9 8 7 . 6 5 4 . 3 2 1 luôn mở
sđt: 098-765-4321
Số: không chín tám bảy, sáu năm bốn, ba hai một
thư: tranquan chấm 2008 a còng gmail chấm com
tranquan2008[a]gmail[.]com
Đội thi: Sao Khuê – THPT Chuyên Thái Nguyên
trường em, THPT Lương Ngọc Quyến
xưởng mộc của bác Tư Hợi
HTX nông nghiệp công nghệ cao Phú Lương
Cty cổ phần Trà Hoàng Bình
Kính gửi ông Nguyễn Văn A
fanpage Trà Bích Ngọc
ký tên: N.T.B. Ngọc
Họ tên người dự thi: Lê Văn Tám
nhóm tác giả gồm Lê Hùng và Trần Dũng
SVTH: Lê Văn Cường
MSSV: 20195123
Đại diện nhóm: Phạm Hùng
do anh Phạm Hùng (Phú Bình) sáng chế
Phòng khám Hồng Lạc
Trường ĐH Kỹ thuật Công nghiệp
ĐH Nông Lâm
thầy Ph. V. Hùng
cựu học sinh THPT Gang Thép
Zalo 0987.654.321
http://fb.me/xyz
Nguyễn Thị B.N.
N*g*ọ*c
Bích-Ngọc
nguyenbichngoc
bich.ngoc
Ngọc (NTBN)
BichNgoc2008
N. Bích Ngọc
chị Ngọc
cô giáo chủ nhiệm Lan Hương
thầy giáo dạy Lý tên Hùng
nhà sáng chế Phạm Hùng
Tổ trưởng: Hoàng Minh
Trung tâm Ứng dụng Tiến bộ Khoa học tỉnh
CCCD: 019085001234
STK 19034567890123 Techcombank
NGUYỄN THỊ BÍCH NGỌC – 10A1
Người hướng dẫn khoa học: PGS.TS. Ngô Bảo
(+84)987654321
Trường Tiểu học số 2 Sơn Cẩm
TRUONG THPT GANG THEP
chi nhánh Công ty Điện lực Thái Nguyên
Đoàn trường Chu Văn An
doanh nghiệp Minh Cầu
"""

# Before anything was tuned to them, 19 of those were missed and one of these asked about.
HARMLESS = """
Địa điểm: Hà Nội, Cao Bằng và Hà Giang
Nơi thử: thành phố Hồ Chí Minh
Nguồn: Tổng cục Thống kê
Bước 1: Đo độ ẩm. Bước 2: Tưới
Kết quả: Tốt. Ghi chú: Không
Ưu điểm: Nhẹ, Bền, Rẻ
Vật liệu: Thép C45, Nhôm 6061
Trung tâm thành phố Thái Nguyên cách 12 km
Ở trung tâm xã có ba máy
Mã số thuế, số lô in trên vỏ
Số đo 0,3 0,5 0,7 0,8 0,9 mm
Giá bán: 1.250.000 đồng
Đĩa CD và ổ USB kèm theo máy
Phần mềm viết bằng Python, chạy trên Windows
Do Việt Nam sản xuất, theo công nghệ Nhật Bản
Chủ nhiệm lớp và phụ huynh cùng theo dõi
Tổ trưởng sản xuất kiểm tra mỗi ca
Nhà sáng chế cần nộp bản vẽ
Công ty điện lực cấp điện ba pha
Doanh nghiệp nhỏ và vừa
Trường tiểu học và trung học
Các trường Đại học trong nước
Gồm Arduino, Cảm biến và Rơ-le
Tên gọi: Máy hái chè cầm tay
Hoa hồng, hoa ngọc lan và đá ngọc bích
"""

# Met by the matching only once the sentences above were found; 32 of 44 were seen then.
LATER_KNOWN = ({"full_name": "Hoàng Đức Thịnh"}, {"full_name": "Lý Thị Mai Lan"})
LATER = """
Chúng em, Phạm Gia Bảo và Ngô Khánh An, xin trình bày
Ảnh: Hoàng Thịnh
bản quyền © Đ. Thịnh 2024
H.Đ.T
(HĐT)
Lý T. M. Lan
Mai Lan và bạn
nick: mailan_ly
hoangducthinh.tn@gmail.com
Dduwcs Thinhj
Hoangf DDuwcs Thinhj
Hoang Duc Th1nh
M@i L@n
hnịhT cứĐ gnàoH
h o à n g đ ứ c t h ị n h
Zalo/ĐT 0356 111 222
Hotline: 1800.1234
gọi số chín một hai ba bốn năm sáu bảy tám
gmail: thinh.hd
youtube.com/@thinhche
kênh Tiktok: @tra_thinh
Cơ sở: Trà Thịnh An, xóm 4, xã Phúc Trìu
Gia đình ông Hoàng Văn Kỷ tại xóm 5
vườn nhà bà Tám
Lớp 12 Toán, Chuyên Thái Nguyên
tập thể lớp 11A3 trường THPT Định Hóa
Viện Khoa học Sự sống – ĐHTN
Công ty TNHH Một thành viên Cơ khí Gang Thép
công ty Núi Pháo
Nhà máy Z131
HTX Kim Thoa
Hội Nông dân xã La Bằng
Bệnh viện A
Trường THCS Nha Trang
Người chế tạo: Lục Văn Páo
Thiết kế & thi công: Vi Hải
Giám sát: KS Đàm Quốc
Phản biện: TS Lò Thị Xuân
Trưởng nhóm là bạn Khôi
Lời cảm ơn: cô Hạnh, thầy Tuấn
theo lời thầy Hiệu trưởng Ma Khánh
Mã HS: 0123456789
MST 4601234567
Facebook cá nhân: Thinh Hoang
"""

# Of somebody who had read the matching and looked for what it lets through; 3 of 22 were seen.
LAST_KNOWN = {"full_name": "Nguyễn Bích Ngọc", "phone": "0912345678"}
LAST = """
Ngọc Nguyễn
Bích Ngọc Nguyễn, trưởng nhóm
nguồn: Bích Ngọc Nguyễn
Ms. Ngọc
Mrs Ngọc phụ trách thử nghiệm
Mr. Hùng góp ý
theo Dr. Hùng
GVHD Hùng
GVHD: Hùng
SVTH Lan
HDKH: Sơn
∩guyễn Bích ∩gọc
∩gọc
Иgọc
Nguуễn Bích Ngøc
MTV Hồng Phát
TNHH Hồng Phát
khason.vn
Xem tại www.hongphat.com.vn
đặt hàng ở trà-hoàng-bình.com
gọi 8765432190 đọc ngược
876.543.219
"""
LAST_HARMLESS = """
Theo thainguyen.gov.vn và vnexpress.net
Thư viện tải ở arduino.cc, tài liệu ở docs.python.org
Viết bằng node.js, vue.js và asp.net
Tệp du_lieu.csv, phiên bản 3.11.2
A ∩ B là giao của hai tập, A ∪ B là hợp
Loại hình TNHH do luật quy định
Công ty TNHH MTV được thành lập theo luật
Điện trở R Ω, độ lệch ∆t và bước sóng λ
GVHD và nhóm cùng xem
Số đo 8.765, 4.321 và 90 mm
Ngọc trai nuôi ở hồ, đá ngọc
"""


def later() -> list[str]:
    return LATER.strip().splitlines()


def telling() -> list[str]:
    return TELLING.strip().splitlines()


def harmless() -> list[str]:
    return HARMLESS.strip().splitlines()


def last() -> list[str]:
    return LAST.strip().splitlines()


def last_harmless() -> list[str]:
    return LAST_HARMLESS.strip().splitlines()


# Written once `bare_names.py` was met, before the matching was tried on them: see the test.
SHORTLY = """
GV hướng dẫn Hùng
Ngọc Nguyễn
Em cảm ơn giáo viên Lan đã giúp đỡ
sản phẩm của bạn học sinh Vừ
theo số liệu của Hung Tran
Minh Anh Lê
kỹ sư Quyết chỉnh lại mạch
nhóm trưởng: Khang
ảnh: Thùy Linh
Nguồn ảnh: Trang Phạm
Thu Hà Vũ
với sự giúp đỡ của Bùi Hạnh
người vẽ: Toàn
GVHD Thu Hà
SV Đạt, SV Hiếu
học sinh Giàng
bác sĩ Hoa khám
người thực hiện Tuyên
Hoàng Dung
Chuyên gia Bách
thợ hàn Cường
cố vấn Mạnh
Trưởng thôn Vinh
Người chụp: Đỗ Yến
Viet Nguyen
"""
SHORTLY_HARMLESS = """
Giáo viên Thể dục và giáo viên Mĩ thuật
Học sinh Trung học phổ thông
Kỹ sư Cơ khí
Bác sĩ Thú y
Thành viên Hội Nông dân
Chủ tịch Quốc hội
Giám đốc Công ty
Thiết kế: Bánh răng, trục
Người đo: Ngày đo
xã Bình Thuận, huyện Đại Từ
Sông Cầu và Hồ Núi Cốc
Đường Bắc Sơn, phố Bến Tượng
Thanh Trì, Đông Anh và Mê Linh
Viện Hàn lâm và Đại học Quốc gia
Nghệ nhân Ưu tú
Học sinh Dân tộc nội trú
Tác giả Quyển sách
Chế tạo: Thân máy, nắp
Cán bộ Thú y xã
Sinh viên Năm ba
"""


def shortly() -> list[str]:
    return SHORTLY.strip().splitlines()


def shortly_harmless() -> list[str]:
    return SHORTLY_HARMLESS.strip().splitlines()
