"""News and answers on the website of the demonstration."""

# (title, English title, intro, English intro, paragraphs, English paragraphs)
NEWS = [
    (
        "Khai mạc vòng chấm chuyên môn: hội đồng không biết tên tác giả",
        "Judging has begun: the councils do not know the authors",
        "20 công trình của lần thứ hai đã được niêm phong và giao cho hội đồng chuyên môn.",
        "Twenty entries of the second edition are sealed and with the councils.",
        [
            "Từ tuần này, các thành viên hội đồng chấm điểm trên bản hồ sơ đã ẩn danh. Mỗi "
            "công trình có ít nhất ba phiếu chấm độc lập; "
            "không ai xem được điểm của người khác trước khi đóng vòng chấm.",
            (
                "Thành viên nào nhận ra công trình sẽ từ chối chấm chỉ với một nút bấm, phiếu đó "
                "không được tính."
            ),
        ],
        [
            "From this week the judges score blinded dossiers. Each entry gets at least three "
            "independent sheets; nobody sees another's "
            "points before the round is closed.",
            (
                "A judge who recognises a work gives it up with one button, and that sheet does "
                "not count."
            ),
        ],
    ),
    (
        "Mời bình chọn sáng kiến vì cộng đồng đợt 2",
        "Vote for the community's initiatives",
        "12 sáng kiến đã sẵn sàng để người dân đọc và bình chọn.",
        "Twelve initiatives are ready to be read and voted for.",
        [
            (
                "Mỗi tài khoản đã xác minh được bình chọn một lần cho mỗi sáng kiến. Số phiếu chỉ "
                "được công bố sau khi kết thúc bình chọn."
            ),
            (
                "Thứ tự hiển thị được xáo trộn cho từng người, để sáng kiến nào cũng có cơ hội "
                "được đọc trước."
            ),
        ],
        [
            (
                "Each verified account has one vote for each initiative. Counts are published "
                "after the vote closes."
            ),
            (
                "The order is shuffled for everyone, so that each initiative has its chance to be "
                "read first."
            ),
        ],
    ),
    (
        "Sáng tạo trẻ 2026: viết hồ sơ trên điện thoại, lưu tự động",
        "Young inventors 2026: write your entry on a phone",
        "Học sinh, sinh viên có thể viết hồ sơ từng bước và dừng lại bất cứ lúc nào.",
        "Pupils and students write step by step and may stop at any time.",
        [
            (
                "Hồ sơ gồm vài bước ngắn. Nội dung được lưu sau mỗi lần dừng tay, kể cả khi mạng "
                "chập chờn."
            ),
            (
                "Khi nộp, người dự thi nhận ngay giấy tiếp nhận có số, thời điểm và mã băm của "
                "từng tệp."
            ),
        ],
        [
            (
                "The dossier has four steps. What you type is saved at every pause, even on a "
                "poor network."
            ),
            (
                "On submission you get a receipt at once, with its number, the time and the "
                "digest of each file."
            ),
        ],
    ),
]

GUIDE = [
    (
        "Tôi cần chuẩn bị những gì?",
        "What do I need?",
        (
            "<p>Một tài khoản, thông tin các tác giả với tỷ lệ đóng góp, phần mô tả theo năm câu "
            "hỏi và ít nhất một tệp PDF hoặc ảnh.</p>"
        ),
        (
            "<p>An account, the authors with their shares, a description along five questions, "
            "and at least one PDF or picture.</p>"
        ),
    ),
    (
        "Ai đọc hồ sơ của tôi?",
        "Who reads my dossier?",
        (
            "<p>Cơ quan thường trực kiểm tra hồ sơ. Hội đồng chuyên môn chỉ đọc bản ẩn danh dưới "
            "một mã ngẫu nhiên.</p>"
        ),
        (
            "<p>The secretariat checks the dossier. Judges read a blinded copy under a random "
            "code only.</p>"
        ),
    ),
    (
        "Tôi có mất tính mới của sáng chế không?",
        "Do I lose the novelty of my invention?",
        (
            "<p>Công bố trước khi nộp đơn có thể làm mất tính mới (Luật Sở hữu trí tuệ, Điều 60). "
            "Hãy nộp đơn đăng ký trước nếu có dự định.</p>"
        ),
        (
            "<p>Disclosure before filing may destroy novelty (Law on Intellectual Property, "
            "Article 60). File first if you plan to.</p>"
        ),
    ),
    (
        "Kết quả có kiểm tra lại được không?",
        "Can the result be checked?",
        (
            "<p>Có. Mỗi bước được ghi vào sổ cái có dấu niêm phong công khai; giấy chứng nhận có "
            "mã QR để xác minh.</p>"
        ),
        (
            "<p>Yes. Each step is in a ledger with published heads, and certificates carry a QR "
            "code to verify them.</p>"
        ),
    ),
]
