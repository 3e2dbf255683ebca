"""What becomes of the work of editors when a person is erased."""

from accounts.erasure import Fate, declare

declare(
    Fate.KEPT,
    "who wrote and published what stood on a page",
    "wagtailcore.Page.owner",
    "wagtailcore.Revision.user",
    "wagtailcore.ModelLogEntry.user",
    "wagtailcore.PageLogEntry.user",
    "wagtailcore.WorkflowState.requested_by",
    "wagtailcore.TaskState.finished_by",
    "wagtailcore.Comment.user",
    "wagtailcore.Comment.resolved_by",
    "wagtailcore.CommentReply.user",
    "wagtailcore.UploadedFile.uploaded_by_user",
    "wagtaildocs.Document.uploaded_by_user",
    "wagtailimages.Image.uploaded_by_user",
)
declare(Fate.KEPT, "the contest's own mailbox, no person's", "cms.ContactPage.mailbox")
declare(Fate.UNLINKED, "a page is nobody's to lock", "wagtailcore.Page.locked_by")
declare(
    Fate.ERASED,
    "settings of the office's pages, and what was open there",
    "wagtailusers.UserProfile.user",
    "wagtailadmin.EditingSession.user",
    "wagtailadmin.FormState.user",
    "wagtailcore.PageSubscription.user",
)
