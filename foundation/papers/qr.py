"""QR codes, for papers and for pages."""

import segno


def qr_data_url(text: str, *, scale: int = 6) -> str:
    """A QR code as a PNG data: URL, for <img alt=…> in a paper."""
    return segno.make(text, error="m").png_data_uri(scale=scale, border=2)
