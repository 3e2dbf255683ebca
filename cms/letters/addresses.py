"""The addresses of the pages of letters."""

from django.urls import path

from cms.letters import broadcasts, page, wording

_LETTERS = "dieu-hanh/<slug:slug>/thu/"
_TEXT = f"{_LETTERS}mau/<slug:letter>/<slug:language>/"
_MANY = f"{_LETTERS}gui-nhieu/"
_ONE = f"{_MANY}<int:number>/"

urlpatterns = [
    path(_LETTERS, page.LettersPage.as_view(), name="letters"),
    path(f"{_LETTERS}nhac/", page.PlanReminders.as_view(), name="plan_reminders"),
    path(f"{_LETTERS}gui-lai/", page.SendMessagesAgain.as_view(), name="send_messages_again"),
    path(_TEXT, wording.LetterPage.as_view(), name="letter_text"),
    path(f"{_TEXT}giu/", wording.KeepLetter.as_view(), name="keep_letter_text"),
    path(f"{_TEXT}xem-thu/", wording.PreviewLetter.as_view(), name="preview_letter_text"),
    path(f"{_TEXT}mac-dinh/", wording.ResetLetter.as_view(), name="reset_letter_text"),
    path(_MANY, broadcasts.NewBroadcast.as_view(), name="new_broadcast"),
    path(f"{_MANY}viet/", broadcasts.WriteBroadcast.as_view(), name="write_broadcast"),
    path(_ONE, broadcasts.BroadcastPage.as_view(), name="broadcast"),
    path(f"{_ONE}sua/", broadcasts.ReviseBroadcast.as_view(), name="revise_broadcast"),
    path(f"{_ONE}thu-cho-minh/", broadcasts.TryBroadcast.as_view(), name="try_broadcast"),
    path(f"{_ONE}xin-gui/", broadcasts.AskBroadcast.as_view(), name="ask_broadcast"),
    path(f"{_ONE}tep/", broadcasts.EncloseFile.as_view(), name="enclose_file"),
    path(f"{_ONE}bo-tep/", broadcasts.TakeFileOut.as_view(), name="take_file_out"),
    path(f"{_ONE}bo/", broadcasts.ThrowBroadcastAway.as_view(), name="throw_broadcast_away"),
]
