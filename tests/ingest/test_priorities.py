"""Nobody waits behind films: photos and what a person asks for have lanes of their own, and urgent masters overtake."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from stack.suite.chance import FULL
from stack.suite.figures import figure
from tests.ingest.odd_inputs import AAC, H264, film, picture
from tests.ingest.test_ingest import LONGEST_S
from tests.ingest.test_on_demand import OnDemand
from tests.support import new_name, wait_until

FILMS = 50 if FULL else 12


def made_by(make, name: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="acervo-test-") as folder:
        place = Path(folder) / name
        make(place)
        return place.read_bytes()


class BehindManyFilms(OnDemand):
    def test_photos_orders_and_urgent_masters_do_not_wait(self) -> None:
        content = made_by(film(*H264, *AAC, size="640x360", seconds=6), "film.mp4")
        first = self.film(content)
        self.wait_for(first, "ready")
        self.films = [self.film(content) for _ in range(FILMS)]
        wait_until(lambda: self.waiting() == FILMS - 1, "one film is worked on, the others wait", LONGEST_S)

        photo = self.upload(made_by(picture(), "photo.jpg") + new_name().encode(), "photo.jpg", "image/jpeg")
        self.wait_for(photo, "ready")
        behind_photo = self.waiting()
        self.made(first, self.order(first, "clip_mp4", 10, 60))
        behind_order = self.waiting()
        urgent = self.film(content, priority="urgent")
        self.wait_for(urgent, "ready")
        behind_urgent = self.waiting()

        print(f"of {FILMS} films {behind_photo} waited behind the photo, {behind_order} behind the order, {behind_urgent} behind the urgent one")
        figure("films that still waited when the urgent one was ready", behind_urgent, f"of {FILMS}", f"at least {FILMS // 2}", behind_urgent >= FILMS // 2)
        for behind in (behind_photo, behind_order, behind_urgent):
            self.assertGreaterEqual(behind, FILMS // 2)
        wait_until(lambda: self.waiting() == 0, "none starves", LONGEST_S * FILMS / 12)

    def film(self, content: bytes, **members: object) -> str:
        return self.product.upload(content + new_name().encode(), filename="film.mp4", mime_type="video/mp4", **members)["asset_id"]

    def waiting(self) -> int:
        """Films of which no worker has begun the pictures."""
        ids = ", ".join(f"'{one}'" for one in self.films)
        rows = self.product.database(
            f"SELECT count(*) FROM assets a WHERE a.id IN ({ids}) AND a.status = 'processing' AND NOT EXISTS (SELECT FROM renditions r "
            "WHERE r.asset_id = a.id AND r.profile_name = 'web_720p' AND r.status IN ('processing', 'ready'))"
        )
        return int(rows[0][0])


if __name__ == "__main__":
    unittest.main()
