"""A picture as pages show it."""

from wagtail.images.models import Filter, Rendition


def derived(image, spec="width-40") -> Rendition:
    """As `get_rendition` makes it, which leaves the file open that it has drawn into."""
    with image.generate_rendition_file(Filter(spec)) as content:
        return Rendition.objects.create(image=image, filter_spec=spec, file=content)
