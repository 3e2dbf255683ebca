"""The light of a day over the tea hills, as colours."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Light:
    """Skies from the top down; ridges from far to near; pairs are dark and light of a mound."""

    sky: tuple[str, ...]
    sun: str
    halo: str
    mist: str
    ridges: tuple[str, str, str]
    slope: tuple[str, str, str]  # ground, bush, light on the bush
    far: tuple[str, str]
    near: tuple[str, str]
    palms: str
    is_night: bool = False


DAWN = Light(
    sky=("#f7dfb0", "#fbf0d6", "#f3ead0"),
    sun="#f0b24a",
    halo="#ffe9b8",
    mist="#fdf6e2",
    ridges=("#c6d5c4", "#a5c2ae", "#7fa98f"),
    slope=("#4f8d68", "#5f9d76", "#86b98f"),
    far=("#1d5b3e", "#76b277"),
    near=("#0e3927", "#3a8457"),
    palms="#3f7359",
)
MORNING = Light(
    sky=("#bfe0e8", "#e2f1ee", "#f4f2dc"),
    sun="#f2b544",
    halo="#fff3cf",
    mist="#f5f8ec",
    ridges=("#bcd3c9", "#98bda8", "#74a68c"),
    slope=("#4f9468", "#62a577", "#93c492"),
    far=("#1f6442", "#83bd79"),
    near=("#103f2b", "#42905d"),
    palms="#3f7a5c",
)
DUSK = Light(
    sky=("#0b1f2b", "#17424a", "#3d6c5f"),
    sun="#f3e3b4",
    halo="#9fc4bd",
    mist="#8fb8ac",
    ridges=("#2f5b57", "#24504a", "#1d463f"),
    slope=("#1b4a37", "#27604a", "#3a7d5f"),
    far=("#103a2a", "#3a7a58"),
    near=("#08261a", "#235a3f"),
    palms="#12352b",
    is_night=True,
)
