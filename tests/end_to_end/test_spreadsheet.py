"""Tables of metadata: what is said about assets goes out as CSV, is edited there, and comes back."""

from __future__ import annotations

import csv
import io
import json
import os
import unittest
import uuid

from tests.support import Answer, Product, new_name, scratch

CSV = {"Content-Type": "text/csv"}
PATCH = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
PASSWORD = "una frase larga y propia"


class SpreadsheetTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()
        # Others may have left schemas behind: here anything goes unless a test says otherwise.
        cls.product.database("INSERT INTO metadata_schemas (asset_type, revision) SELECT asset_type, max(revision) + 1 FROM metadata_schemas GROUP BY asset_type")

    def asset(self, patch: dict | None = None, **members: object) -> str:
        asset = self.product.open_upload(10, **members).json["asset_id"]
        if patch:
            edited = self.product.call("PATCH", f"/api/v1/assets/{asset}", patch, headers=PATCH)
            self.assertEqual(edited.status, 200, edited)
        return asset

    def read(self, asset: str) -> dict:
        return self.product.call("GET", f"/api/v1/assets/{asset}").json

    def export(self, query: str, token: str | None = None) -> bytes:
        answer = self.product.call("GET", f"/api/v1/assets/export?{query}", token=token)
        self.assertEqual(answer.status, 200, answer)
        self.assertTrue(answer.headers["content-type"].startswith("text/csv"))
        return answer.body

    def rows(self, query: str, token: str | None = None) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.export(query, token).decode("utf-8-sig"), newline="")))

    def send(self, table: bytes | str, mode: str | None = None, token: str | None = None) -> Answer:
        body = table if isinstance(table, bytes) else table.encode()
        query = f"?mode={mode}" if mode else ""
        return self.product.call("POST", f"/api/v1/assets/import-metadata{query}", body, headers=CSV, token=token)

    def report(self, table: bytes | str, mode: str | None = None, token: str | None = None) -> dict:
        answer = self.send(table, mode, token)
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def person(self, role: str, collection: str, rights: list[str]) -> str:
        name = new_name()
        user = self.product.call("POST", "/api/v1/users", {"username": name, "role": role, "password": PASSWORD}).json["user_id"]
        self.product.call("PUT", f"/api/v1/collections/{collection}/grants/users/{user}", {"rights": rights})
        return self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="").json["access_token"]

    def collection(self) -> str:
        return self.product.call("POST", "/api/v1/collections", {"name": new_name()}).json["collection_id"]


class Exports(SpreadsheetTest):
    def test_a_table_that_comes_back_as_it_went_out_changes_nothing(self) -> None:
        tag = new_name()
        metadata = {"program": '=HYPERLINK("http://x")', "list": ["a;b"], "deep": {"n": 1.5}, "n": -3}
        hostile = self.asset({"title": "=1+1", "description": "línea 1\r\n\"línea\"; 2", "tags": [tag, "a;b", "c\\", "'=x"], "editorial_metadata": metadata})
        plain = self.asset({"title": "Señal, limpia", "tags": [tag]}, external_id=f"+{new_name()}")
        table = self.export(f"tag={tag}")
        self.assertTrue(table.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(table.count(b"\r\n"), 4, "head, two rows, and one line end in a cell")
        rows = self.rows(f"tag={tag}")
        self.assertEqual([row["id"] for row in rows], [plain, hostile], "newest first")
        for row in rows:
            for column, cell in row.items():
                self.assertNotIn(cell[:1] or " ", "=+-@\t\r\n", (column, cell))
        self.assertEqual((rows[1]["title"], rows[0]["title"]), ("'=1+1", "Señal, limpia"))
        report = self.report(table, "apply")
        self.assertEqual((report["changed"], report["unchanged"], report["refused"]), (0, 2, 0), report)
        self.assertEqual([self.read(one)["edit_version"] for one in (hostile, plain)], [2, 2])
        self.assertEqual(self.read(hostile)["editorial_metadata"], metadata)

    def test_it_holds_what_one_may_see_and_passes_the_filters(self) -> None:
        tag, here = new_name(), self.collection()
        inside, outside = self.asset({"tags": [tag]}, collection_id=here), self.asset({"tags": [tag]})
        viewer = self.person("viewer", here, ["view"])
        self.assertEqual([row["id"] for row in self.rows(f"tag={tag}", viewer)], [inside])
        self.assertEqual([row["id"] for row in self.rows(f"tag={tag}")], [outside, inside])
        self.assertEqual([row["id"] for row in self.rows(f"tag={tag}&collection_id={here}")], [inside])
        self.assertEqual(self.rows(f"tag={tag}&status=ready"), [])
        self.assertEqual(self.product.call("GET", f"/api/v1/assets/export?collection_id={uuid.uuid4()}").status, 400)
        self.assertEqual(self.product.call("GET", "/api/v1/assets/export?shelf=trash").status, 400)

    def test_pages_follow_each_other_without_a_gap_or_a_repeat(self) -> None:
        tag = new_name()
        like = self.asset()
        self.product.database(
            "INSERT INTO assets (id, type, status, title, original_filename, mime_type, file_size_bytes, master_storage_key, tags, created_by, created_at) "
            "SELECT gen_random_uuid(), type, 'processing', 'row ' || n, original_filename, mime_type, 1, 'none-' || gen_random_uuid(), "
            f"ARRAY['{tag}'], created_by, now() - make_interval(secs => n / 3) FROM assets, generate_series(1, 1001) n WHERE id = '{like}'"
           )
        rows = self.rows(f"tag={tag}")
        self.assertEqual(len(rows), 1001)
        self.assertEqual(len({row["id"] for row in rows}), 1001)
        times = [row["created_at"] for row in rows]
        self.assertEqual(times, sorted(times, reverse=True))


class Imports(SpreadsheetTest):
    def test_nothing_changes_until_it_is_applied_and_then_as_one_edit_each(self) -> None:
        asset = self.asset({"tags": ["old"], "editorial_metadata": {"program": "x"}}, title="before")
        table = f"id,title,tags,metadata.program,metadata\r\n{asset},Después,a; b ;a,,\"{{\"\"season\"\":3}}\"\r\n"
        dry = self.report(table)
        self.assertEqual((dry["mode"], dry["changed"], dry["rows"][0]["outcome"]), ("dry_run", 1, "changed"))
        self.assertEqual(dry["rows"][0]["columns"], ["metadata", "metadata.program", "tags", "title"])
        self.assertEqual(self.read(asset)["edit_version"], 2)
        applied = self.report(table, "apply")
        self.assertEqual({**dry, "mode": "apply"}, applied)
        now = self.read(asset)
        self.assertEqual((now["title"], now["tags"], now["editorial_metadata"], now["edit_version"]), ("Después", ["a", "b"], {"season": 3}, 3))
        entry = self.product.call("GET", f"/api/v1/audit?action=asset.edit&object_id={asset}").json["entries"][0]
        self.assertEqual(json.loads(entry["details"]), {"edit_version": "3", "fields": "title,tags,editorial_metadata"})
        history = self.product.call("GET", f"/api/v1/assets/{asset}/history").json["edits"]
        self.assertEqual([one["title"] for one in history], ["Después", "before", "before"])
        told = self.product.database(f"SELECT count(*) FROM events WHERE type = 'asset.updated' AND asset_id = '{asset}'")
        self.assertEqual(told, [["2"]])
        self.assertEqual(self.product.database(f"SELECT version FROM search_dirty WHERE asset_id = '{asset}'"), [[str(now["version"])]])

    def test_a_row_that_is_wrong_touches_nothing_and_the_others_are_made(self) -> None:
        good, late, twice = (self.asset(title="before") for _ in range(3))
        external = new_name()
        named = self.asset(title="before", external_id=external)
        table = "\n".join([
            "id,external_id,edit_version,title,description",
            f"{good},,1,good,",
            f"{late},,7,late,x",
            f"{uuid.uuid4()},,,nobody,",
            "not-an-id,,,nobody,",
            f"{twice},,,,x",
            f"{good},,,again,",
            f",{external},,by name,",
            ",,,unnamed,",
            f"{twice},,,short",
            f"{twice},,,\"tab\there\",",
        ]) + "\n"
        report = self.report(table, "apply")
        found = [(row["line"], row["outcome"], [one.get("column", "") for one in row["errors"]]) for row in report["rows"]]
        self.assertEqual(found, [
            (2, "changed", []), (3, "refused", ["edit_version"]), (4, "refused", ["id"]), (5, "refused", ["id"]),
            (6, "refused", ["title"]), (7, "refused", [""]), (8, "changed", []), (9, "refused", [""]),
            (10, "refused", [""]), (11, "refused", [""])])
        self.assertEqual([self.read(one)["title"] for one in (good, late, twice, named)], ["good", "before", "before", "by name"])
        self.assertNotIn("description", self.read(twice))

    def test_a_file_name_names_an_asset_when_one_alone_has_it(self) -> None:
        name, common = f"{new_name()}.mp4", f"{new_name()}.mp4"
        asset = self.asset(filename=name)
        self.asset(filename=common), self.asset(filename=common)
        report = self.report(f"filename,title\n{name},found\n{common},which\n", "apply")
        self.assertEqual([(row["outcome"], [one["column"] for one in row["errors"]]) for row in report["rows"]], [("changed", []), ("refused", ["filename"])])
        self.assertEqual(self.read(asset)["title"], "found")

    def test_encodings_and_characters_that_are_none_are_refused_cell_by_cell(self) -> None:
        one, two, three = (self.asset(title="before") for _ in range(3))
        table = f"id;title\n{one};se\xf1al\n".encode("latin-1") + f"{two};nul\0\n{three};señal\n".encode()
        report = self.report(table, "apply")
        self.assertEqual([(row["outcome"], [e["column"] for e in row["errors"]]) for row in report["rows"]], [("refused", ["title"]), ("refused", ["title"]), ("changed", [])])
        self.assertEqual([self.read(asset)["title"] for asset in (one, two, three)], ["before", "before", "señal"])
        self.assertEqual(self.send(f"id,title\n{one},x\n".encode("utf-16")).status, 400)
        huge = self.report(f"id,title,description\n{one},{'x' * 501},\n{two},ok,{'y' * 10_001}\n", "apply")
        self.assertEqual([[e["column"] for e in row["errors"]] for row in huge["rows"]], [["title"], ["description"]])

    def test_what_is_no_table_is_refused_as_a_whole(self) -> None:
        asset = self.asset(title="before")
        for table, why in (
            ("", "empty"),
            ("title\nx\n", "a column id"),
            ("id,title,title\n", "comes twice"),
            ("id,status,owner\n", "no column"),
            (f"id,title\n{asset},first\n{asset},\"open\n", "no end"),
            (f"id,title\n{asset},first\n{asset},a\"b\n", "line 3"),
            ("id\n" + "x\n" * 1001, "1000 rows"),
        ):
            answer = self.send(table, "apply")
            self.assertIn(answer.status, (400, 413), (table[:40], answer))
            self.assertIn(why, answer.json["detail"])
        self.assertEqual(self.read(asset)["title"], "before")
        self.assertEqual(self.product.call("POST", "/api/v1/assets/import-metadata", {"id": asset}).status, 415)
        self.assertEqual(self.send(b"id\n" + b"x" * (5 << 20)).status, 413)

    def test_only_who_may_edit_an_asset_changes_it(self) -> None:
        here = self.collection()
        inside, outside = self.asset(title="before", collection_id=here), self.asset(title="before")
        editor, onlooker = self.person("editor", here, ["edit"]), self.person("editor", here, ["view"])
        table = f"id,title\n{inside},after\n{outside},after\n"
        refused = self.report(table, "apply", onlooker)
        self.assertEqual(refused["refused"], 2, refused)
        self.assertEqual(self.report(table, None, onlooker)["refused"], 2)
        self.assertEqual([row["outcome"] for row in self.report(table, "apply", editor)["rows"]], ["changed", "refused"])
        self.assertEqual([self.read(one)["title"] for one in (inside, outside)], ["after", "before"])

    def test_cells_become_values_of_the_fields_that_the_site_has_given(self) -> None:
        path = "/api/v1/metadata-schemas/image"
        revision = self.product.call("GET", path).json["revision"]
        fields = [{"name": "season", "type": "integer", "minimum": 1}, {"name": "people", "type": "text", "list": True}, {"name": "live", "type": "boolean"}]
        put = self.product.call("PUT", path, {"after": revision, "fields": fields, "accept_breaking": True})
        self.assertEqual(put.status, 200, put)
        again = "INSERT INTO metadata_schemas (asset_type, revision) SELECT 'image', max(revision) + 1 FROM metadata_schemas WHERE asset_type = 'image'"
        self.addCleanup(self.product.database, again)
        picture, other = (self.asset(filename="foto.jpg", mime_type="image/jpeg") for _ in range(2))
        table = f"id,metadata.season,metadata.people,metadata.live\n{picture},4,Ana; Eva,TRUE\n{other},0,,\n"
        report = self.report(table, "apply")
        self.assertEqual([(row["outcome"], [e["column"] for e in row["errors"]]) for row in report["rows"]], [("changed", []), ("refused", ["metadata.season"])])
        self.assertEqual(self.read(picture)["editorial_metadata"], {"season": 4, "people": ["Ana", "Eva"], "live": True})
        row = next(row for row in self.rows("type=image") if row["id"] == picture)
        self.assertEqual([row[f"metadata.{name}"] for name in ("season", "people", "live")], ["4", "Ana;Eva", "true"])
        self.assertEqual(self.report(f"id,metadata.season\n{picture},four\n")["rows"][0]["errors"][0]["column"], "metadata.season")


class CommandLine(SpreadsheetTest):
    def test_a_table_goes_out_and_comes_back_in_pieces(self) -> None:
        with scratch() as home:
            environment = {**os.environ, "ACERVO_CREDENTIALS": str(home / "credentials.json")}

            def run(*words: str, check: bool = True, **options):
                return self.product.acervo(*words, check=check, env=environment, **options)

            user, password = self.product.administrator()
            run("login", user, input=password + "\n")
            tag = new_name()
            asset = self.asset({"tags": [tag]}, title="before")
            table = home / "table.csv"
            run("assets", "export", str(table), "--tag", tag)
            self.assertIn(asset.encode(), table.read_bytes())
            self.assertNotEqual(run("assets", "export", str(table), check=False).returncode, 0, "it is there already")
            lines = ["id,title"] + [f"{uuid.uuid4()},x" for _ in range(600)] + ["", f"{asset},after"]
            table.write_text("\n".join(lines) + "\n")
            dry = run("assets", "import-metadata", str(table), check=False)
            self.assertNotEqual(dry.returncode, 0)
            self.assertIn("line 601: refused", dry.stdout)
            self.assertIn(f"line 603: {asset}", dry.stdout, dry.stdout[-300:])
            self.assertEqual(self.read(asset)["title"], "before")
            table.write_text(f"id,title\n{asset},after\n")
            run("assets", "import-metadata", "--apply", str(table))
            self.assertEqual(self.read(asset)["title"], "after")


if __name__ == "__main__":
    unittest.main()
