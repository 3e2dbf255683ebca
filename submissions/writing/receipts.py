"""The receipt as a paper (giấy tiếp nhận hồ sơ)."""

from django.utils.translation import override

from competition.verbs import address_of
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.notifications.post import absolute
from foundation.papers import pdf
from foundation.papers.qr import qr_data_url
from foundation.vault import store
from submissions.models import Receipt


@work.handler("receipt_pdf")
def make(job: Job) -> tuple[int, int]:
    """Render one receipt; done once."""
    receipt = Receipt.objects.select_related(
        "version__entry__edition__contest", "version__entry__owner"
    ).get(pk=job.params["receipt"])
    if receipt.pdf_id is None:
        entry = receipt.version.entry
        context = {
            "receipt": receipt,
            "version": receipt.version,
            "entry": entry,
            "edition": entry.edition,
            "qr": qr_data_url(absolute(address_of(entry))),
        }
        with override("vi"):
            content = pdf.render("receipt.html", context)
        receipt.pdf = store.put(content, media_type="application/pdf")
        receipt.save(update_fields=["pdf"])
    return 1, 1
