"""The pages that every site of a contest has to have, as they stand before an editor changes them.

Each text stands as (Vietnamese, English); a body is [(heading, paragraphs)].
"""

from dataclasses import dataclass

Both = tuple[str, str]
Section = tuple[Both, list[Both]]


@dataclass(frozen=True)
class ReadyPage:
    """A page in both languages."""

    title: Both
    slug: Both
    intro: Both
    sections: list[Section]


PRIVACY = ReadyPage(
    title=("Quyền riêng tư", "Privacy"),
    slug=("quyen-rieng-tu", "privacy"),
    intro=(
        "Trang này nói chúng tôi giữ gì về bạn, để làm gì, trong bao lâu, và bạn có những quyền "
        "nào.",
        "What we keep about you, what for, for how long, and which rights you have.",
    ),
    sections=[
        (
            ("Khi bạn chỉ đọc", "While you only read"),
            [
                (
                    "Trang web không đặt cookie cho người đọc, không gọi máy chủ của bên thứ ba, "
                    "không đo lường hành vi. Số lượt đọc bài được đếm theo ngày, không gắn với ai. "
                    "Video đặt ở nơi khác chỉ được tải sau khi bạn đồng ý.",
                    "The site sets no cookie for readers, calls no third party and follows "
                    "nobody. Readings of articles are counted by day, for nobody in particular. A "
                    "film kept elsewhere is loaded only after you agree.",
                ),
            ],
        ),
        (
            ("Khi bạn có tài khoản", "When you have an account"),
            [
                (
                    "Chúng tôi giữ họ tên, thư điện tử hoặc số điện thoại, hồ sơ bạn nộp và các "
                    "bước đã làm với hồ sơ, để tổ chức Cuộc thi. Một cookie giữ phiên đăng nhập và "
                    "hết hạn sau mười hai giờ.",
                    "We keep your name, e-mail or phone number, the dossiers you submit and the "
                    "steps taken with them, to run the contest. One cookie holds your session and "
                    "ends after twelve hours.",
                ),
                (
                    "Tên tác giả, hình ảnh và tóm tắt chỉ được công bố khi bạn đã đánh dấu đồng ý; "
                    "sự đồng ý rút lại được bất cứ lúc nào trên trang hồ sơ.",
                    "Authors' names, pictures and summaries are published only where you ticked "
                    "your consent; it can be taken back at any time on the page of the dossier.",
                ),
            ],
        ),
        (
            ("Khi bạn bình chọn", "When you vote"),
            [
                (
                    "Lá phiếu được gắn với tài khoản để mỗi người chỉ bình chọn một lần cho một "
                    "công trình. Hết thời hạn khiếu nại, mối liên hệ ấy bị xóa; biên nhận công bố "
                    "không dẫn về ai.",
                    "A ballot belongs to an account so that each person votes once for a work. "
                    "Once complaints are over the link is erased; published receipts lead to "
                    "nobody.",
                ),
            ],
        ),
        (
            ("Quyền của bạn", "Your rights"),
            [
                (
                    "Theo Luật Bảo vệ dữ liệu cá nhân, bạn được biết, xem, sửa, rút lại sự đồng ý, "
                    "hạn chế xử lý và yêu cầu xóa dữ liệu của mình. Trang Tài khoản có nút xóa tài "
                    "khoản; những gì luật buộc phải lưu thì giữ lại mà không còn tên.",
                    "By the Law on Personal Data Protection you may know, read, correct, take "
                    "back consent, restrict and ask for erasure. The page “Account” has a button "
                    "that erases it; what the law makes us keep stays without a name.",
                ),
                (
                    "Câu hỏi về dữ liệu cá nhân: viết cho chúng tôi ở trang Liên hệ, mục Trang "
                    "web, khả năng tiếp cận, dữ liệu cá nhân.",
                    "Questions about personal data: write to us on the page “Contact”, under "
                    "“This website, accessibility, personal data”.",
                ),
            ],
        ),
    ],
)

TERMS = ReadyPage(
    title=("Điều khoản sử dụng", "Terms of use"),
    slug=("dieu-khoan", "terms"),
    intro=(
        "Những điều áp dụng cho người đọc, người dự thi và người bình chọn trên trang này.",
        "What applies to those who read, enter and vote on this site.",
    ),
    sections=[
        (
            ("Nội dung của trang", "What stands here"),
            [
                (
                    "Tin bài được dẫn lại khi ghi rõ nguồn và không sửa nội dung. Ảnh dùng theo "
                    "giấy phép ghi dưới ảnh. Hình vẽ nói rõ là hình vẽ.",
                    "Articles may be quoted with their source and unchanged. Photographs are used "
                    "under the licence that stands below them. Drawings say that they are.",
                ),
                (
                    "Quyền đối với công trình thuộc về tác giả. Việc công bố trên trang này không "
                    "chuyển giao quyền sở hữu trí tuệ.",
                    "Rights in a work belong to its authors. That it stands here transfers no "
                    "intellectual property.",
                ),
            ],
        ),
        (
            ("Tài khoản và hồ sơ", "Accounts and dossiers"),
            [
                (
                    "Mỗi người dùng một tài khoản của chính mình và giữ kín mật khẩu, mã bước hai. "
                    "Người nộp hồ sơ chịu trách nhiệm về điều đã khai; thể lệ của từng lần thi là "
                    "văn bản quyết định.",
                    "Each person uses one account of their own and keeps password and second "
                    "factor to themselves. Whoever submits answers for what is declared; the "
                    "rules of each edition decide.",
                ),
            ],
        ),
        (
            ("Bình chọn", "The vote"),
            [
                (
                    "Không mua, bán, đổi phiếu, không dùng máy để bình chọn. Phiếu có dấu hiệu bất "
                    "thường được để riêng, người có thẩm quyền xem xét và ghi lý do.",
                    "Votes are not bought, sold or traded, and no machine votes. Ballots with "
                    "unusual signs are set aside, looked at by people and decided with a reason.",
                ),
            ],
        ),
        (
            ("Kết quả", "Results"),
            [
                (
                    "Kết quả có hiệu lực theo quyết định đã công bố. Ai cũng kiểm tra lại được ở "
                    "trang Tự kiểm tra kết quả.",
                    "Results are in force by the decision that was announced. Anybody can "
                    "compute them again on the page “Check the result yourself”.",
                ),
            ],
        ),
    ],
)

ACCESSIBILITY = ReadyPage(
    title=("Khả năng tiếp cận", "Accessibility"),
    slug=("kha-nang-tiep-can", "accessibility"),
    intro=(
        "Trang này được làm để ai cũng dùng được: bằng bàn phím, trình đọc màn hình, chữ phóng to, "
        "điện thoại cũ và mạng chậm.",
        "This site is made for everybody: by keyboard, with a screen reader, enlarged, on an old "
        "phone and a slow line.",
    ),
    sections=[
        (
            ("Chúng tôi theo chuẩn nào", "The standard"),
            [
                (
                    "Mục tiêu là WCAG 2.2 mức AA. Mỗi loại trang được máy kiểm tra ở cả hai ngôn "
                    "ngữ, hai giao diện sáng và tối, màn hình nhỏ và lớn; nộp hồ sơ và bình chọn "
                    "làm được chỉ bằng bàn phím.",
                    "The aim is WCAG 2.2, level AA. Each kind of page is checked by machine in "
                    "both languages, light and dark, on small and large screens; entering and "
                    "voting work by keyboard alone.",
                ),
            ],
        ),
        (
            ("Những điều bạn có thể dùng", "What you can rely on"),
            [
                (
                    "Biểu đồ nào cũng có bảng số liệu và tệp CSV; ảnh có mô tả; video có phụ đề và "
                    "lời thoại; infographic có bản bằng chữ. Chữ phóng to tới 200 % không mất nội "
                    "dung. Chuyển động tắt khi máy của bạn yêu cầu giảm chuyển động.",
                    "Each chart has its table and CSV; pictures are described; films have captions "
                    "and a transcript; infographics stand in words. Text grows to 200 % without "
                    "loss. Motion is off where your device asks for less of it.",
                ),
            ],
        ),
        (
            ("Những điều chưa được", "What is not there yet"),
            [
                (
                    "Tệp PDF do tác giả hoặc cơ quan khác gửi có thể chưa gắn thẻ. Bản dịch tiếng "
                    "Anh của một số bài ngắn hơn bản tiếng Việt.",
                    "PDF files that authors or other offices sent may have no tags. The English of "
                    "some articles is shorter than the Vietnamese.",
                ),
            ],
        ),
        (
            ("Gặp khó khăn?", "Something in your way?"),
            [
                (
                    "Viết cho chúng tôi ở trang Liên hệ, hoặc nhờ bộ phận một cửa của xã, phường "
                    "nộp hồ sơ giúp. Chúng tôi trả lời trong năm ngày làm việc.",
                    "Write to us on the page “Contact”, or ask your commune to enter for you. We "
                    "answer within five working days.",
                ),
            ],
        ),
    ],
)

CONTACT = ReadyPage(
    title=("Liên hệ", "Contact"),
    slug=("lien-he", "contact"),
    intro=(
        "Người trả lời là cán bộ cơ quan thường trực, trong giờ làm việc.",
        "People of the standing office answer, in office hours.",
    ),
    sections=[
        (
            ("Trước khi viết", "Before you write"),
            [
                (
                    "Câu hỏi thường gặp đã có ở trang Hỏi đáp. Về một hồ sơ đã nộp, hãy ghi số "
                    "tiếp nhận; đừng gửi giấy tờ tùy thân qua biểu mẫu này.",
                    "Many answers stand on the page “Questions”. About a dossier that was "
                    "submitted, give its receipt number; send no identity papers by this form.",
                ),
            ],
        ),
        (
            ("Thư của bạn đi đâu", "Where your letter goes"),
            [
                (
                    "Thư đi thẳng tới hộp thư của cơ quan thường trực và không được lưu trên trang "
                    "này.",
                    "It goes straight to the mailbox of the standing office and is not kept on "
                    "this site.",
                ),
            ],
        ),
    ],
)

LEGAL = [PRIVACY, TERMS, ACCESSIBILITY]
