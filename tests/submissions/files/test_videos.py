"""Videos by link: known players only, and only after the reader asks."""

import pytest

from submissions.files.videos import video_of


@pytest.mark.parametrize(
    ("link", "player"),
    [
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3s",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        ),
        (
            "https://youtu.be/dQw4w9WgXcQ?si=abc",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        ),
        (
            "https://m.youtube.com/shorts/dQw4w9WgXcQ",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        ),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        (
            "https://vimeo.com/channels/staffpicks/76979871",
            "https://player.vimeo.com/video/76979871?dnt=1",
        ),
        ("https://thainguyentv.vn/video/12", "https://thainguyentv.vn/video/12"),
    ],
)
def test_a_known_video_has_a_player(settings, link, player):
    settings.VIDEO_HOSTS = ["thainguyentv.vn"]
    assert video_of(link).player == player


@pytest.mark.parametrize(
    "link",
    [
        "",
        "http://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com.evil.vn/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=../../x",
        "https://evil.vn/?u=https://vimeo.com/76979871",
        "javascript:alert(1)",
        "https://[::1",
        "https://thainguyentv.vn/video/12",
    ],
)
def test_anything_else_has_none(link):
    assert video_of(link) is None
