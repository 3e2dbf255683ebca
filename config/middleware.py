"""Headers that hold for whole areas of the site."""

from django.http import Http404

PRIVATE = ("/du-thi/", "/cham-diem/", "/ban-to-chuc/", "/quan-tri/", "/tai-khoan/", "/ho-so/", "/hop-thu/", "/viec-cua-toi/")


class PolicyHeaders:
    """Private areas are never kept by a cache; no address leaves the site in a Referer; powerful features are off."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        path = request.path.removeprefix("/en")
        signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
        if signed_in or path.startswith(PRIVATE):
            response.headers["Cache-Control"] = "private, no-store"
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
        return response


class AdminDoor:
    """To a signed-in person who does not work in the office, the office does not exist.

    Wagtail would send them to the sign-in page, which sends a signed-in person back: a circle.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _arguments, _keywords):
        inside = request.path.startswith("/quan-tri/")
        if inside and request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise Http404
