"""Answers on the website of the demonstration."""

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
