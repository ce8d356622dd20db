"""What is on its way when nobody wants it any more: a newer master came, an older one came back, it was thrown away."""

from __future__ import annotations

import unittest

from stack import media
from tests.ingest.test_ingest import LONGEST_S, OF_A_FILM, IngestTest
from tests.support import wait_until

SOON_S = 15  # two are meant, on a machine that does nothing else


class OvertakenTest(IngestTest):
    def begin(self, name: str, mime_type: str) -> str:
        """A film whose rendering has begun."""
        asset = self.upload_file(name, mime_type)
        wait_until(self.makes_files, "FFmpeg at work", LONGEST_S)
        return asset

    def makes_files(self) -> bool:
        return self.work_folders() != [] and self.tools_at_work() != []

    def bring_version(self, asset: str, name: str, mime_type: str) -> None:
        content = (media.folder() / name).read_bytes()
        order = {"filename": name, "size": len(content), "mime_type": mime_type}
        opened = self.product.call("POST", f"/api/v1/assets/{asset}/versions", order)
        self.assertEqual(opened.status, 201, opened)
        parts = self.product.send_parts(opened.json, content)
        completed = self.product.call("POST", f"/api/v1/assets/{asset}/complete", {"parts": parts})
        self.assertEqual(completed.status, 202, completed)

    def hashes(self, column: str, table_and_condition: str) -> set[str]:
        return {row[0] for row in self.product.database(f"SELECT DISTINCT {column} FROM {table_and_condition}")}

    def is_of(self, asset: str, name: str) -> None:
        """Shown is what was made of this file, all of it, and nothing else is on its way or in the ledger."""
        self.assertLessEqual(OF_A_FILM, self.ready_renditions(asset).keys())
        shown = self.hashes("master_sha256", f"renditions WHERE asset_id = '{asset}' AND active")
        named = self.hashes("content_hash", f"assets WHERE id = '{asset}'")
        self.assertEqual(shown, named)
        sizes = self.hashes("file_size_bytes::text", f"assets WHERE id = '{asset}'")
        self.assertEqual(sizes, {str((media.folder() / name).stat().st_size)})
        wait_until(lambda: self.at_work(asset) == [], "nothing of another master on its way", 60)
        wait_until(lambda: self.work_folders() == [], "scratch empty", 60)

    def ends_of(self, asset: str) -> list[str]:
        """Per start of the asset's ingest, whether it was told to end."""
        rows = self.product.database(
            f"SELECT cancelled_at IS NOT NULL FROM workflow_starts WHERE asset_id = '{asset}' ORDER BY created_at"
        )
        return [row[0] for row in rows]


class AnotherMaster(OvertakenTest):
    def test_ends_what_is_made_of_the_one_before(self) -> None:
        asset = self.begin("street.avi", "video/x-msvideo")
        self.bring_version(asset, "news.mp4", "video/mp4")
        wait_until(lambda: self.ends_of(asset) == ["t", "f"], "the first ingest is told to end", SOON_S)
        self.wait_for(asset, "ready")
        self.is_of(asset, "news.mp4")

    def test_that_comes_back_is_made_by_the_ingest_that_came_last(self) -> None:
        asset = self.begin("news.mp4", "video/mp4")
        self.bring_version(asset, "street.avi", "video/x-msvideo")
        restored = self.product.call("POST", f"/api/v1/assets/{asset}/versions/1/restore")
        self.assertEqual(restored.status, 200, restored)
        wait_until(lambda: self.ends_of(asset) == ["t", "t", "f"], "the first two are told to end", SOON_S)
        self.wait_for(asset, "ready")
        self.is_of(asset, "news.mp4")


class WhatIsThrownAway(OvertakenTest):
    def throw_away(self, asset: str) -> None:
        self.assertEqual(self.product.call("DELETE", f"/api/v1/assets/{asset}").status, 204)
        wait_until(lambda: self.tools_at_work() == [], "no FFmpeg left", SOON_S)

    def test_is_not_made_and_goes_on_when_it_comes_back(self) -> None:
        asset = self.begin("street.avi", "video/x-msvideo")
        self.throw_away(asset)
        state = f"SELECT status, failure_reason FROM assets WHERE id = '{asset}'"
        thrown_away = [["failed", "TrashedError: it was put into the trash"]]
        wait_until(lambda: self.product.database(state) == thrown_away, "failed because it was thrown away", 60)
        self.assertEqual(self.at_work(asset), [])
        wait_until(lambda: self.work_folders() == [], "scratch empty", 10)
        self.assertEqual(self.product.call("POST", f"/api/v1/assets/{asset}/restore").status, 200)
        self.assertEqual(self.processing(asset)["status"], "processing")
        wait_until(self.makes_files, "FFmpeg at work again", LONGEST_S)
        self.assertEqual(self.product.call("POST", f"/api/v1/assets/{asset}/cancel").status, 200)
        wait_until(lambda: self.processing(asset).get("failure_reason") == "cancelled", "a person's word", 60)

    def test_and_purged_meanwhile_leaves_nothing(self) -> None:
        asset = self.begin("street.avi", "video/x-msvideo")
        purged = f"SELECT purged_at IS NOT NULL FROM assets WHERE id = '{asset}'"
        # Not by the API, so that nobody is told.
        self.product.database(f"UPDATE assets SET trashed_at = now() - interval '1000 days' WHERE id = '{asset}'")
        wait_until(lambda: self.product.database(purged) == [["t"]], "the purge", 150)
        workflow = f"SELECT workflow_id FROM workflow_starts WHERE asset_id = '{asset}'"
        self.assertEqual(len(self.product.database(workflow)), 1)
        wait_until(lambda: self.tools_at_work() == [], "no FFmpeg left", LONGEST_S)
        wait_until(lambda: self.work_folders() == [], "scratch empty", 60)
        left = f"SELECT DISTINCT state FROM storage_objects WHERE asset_id = '{asset}'"
        wait_until(lambda: self.product.database(left) == [["deleted"]], "nothing in the ledger", 60)
        made = f"SELECT count(*) FROM renditions WHERE asset_id = '{asset}' AND status IN ('pending', 'processing', 'ready')"
        wait_until(lambda: self.product.database(made) == [["0"]], "no rendition", 60)


if __name__ == "__main__":
    unittest.main()
