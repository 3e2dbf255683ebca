"""A page laid on a drawing that many papers share: drawn and packed once, not with every paper."""

import functools
import io

import pikepdf

_NAME = "/Ground"


@functools.lru_cache(maxsize=8)
def _packed(ground: bytes) -> pikepdf.Pdf:
    """The drawing as one object that is copied as it stands, its stream pressed already."""
    with pikepdf.open(io.BytesIO(ground)) as drawn:
        drawn.Root.Ground = drawn.make_indirect(drawn.pages[0].as_form_xobject())
        packed = io.BytesIO()
        drawn.save(packed, compress_streams=True)
    return pikepdf.open(packed)


def laid(content: bytes, ground: bytes) -> bytes:
    """A PDF of one page over the one page of `ground`, which is of the same size; the drawing is an
    artifact, of which a reader aloud says nothing.
    """
    with pikepdf.open(io.BytesIO(content)) as paper:
        page = paper.pages[0]
        form = paper.copy_foreign(_packed(ground).Root.Ground)
        page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(_NAME), replace_existing=True)
        page.contents_add(f"/Artifact BMC q {_NAME} Do Q EMC".encode(), prepend=True)
        whole = io.BytesIO()
        paper.save(whole, deterministic_id=True)
    return whole.getvalue()
