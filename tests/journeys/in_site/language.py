"""The language of the office's pages."""

from wagtail.users.models import UserProfile

from accounts.models import User


def prefer(email: str, language: str) -> None:
    """The office speaks this language to this person."""
    UserProfile.objects.update_or_create(
        user=User.objects.get(email=email), defaults={"preferred_language": language}
    )
