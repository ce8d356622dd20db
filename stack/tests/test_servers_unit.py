"""OpenSearch, Elasticsearch, Ceph and ClamAV without starting them: what they choose, refuse and fetch."""

from __future__ import annotations

import os
import unittest.mock
from collections import namedtuple
from pathlib import Path

from stack import java, servers, tools
from stack.errors import MissingError, UsageError
from stack.finding import WARNING
from stack.servers.ceph import Ceph
from stack.servers.opensearch import OpenSearch
from stack.servers.search_node import FILES, LAUNCHER
from stack.tests.place import StackTest, acervo

# Stands for Maven: makes what the real one would put there.
MAVEN = """#!/bin/sh
echo called >> "$LOG"
[ -z "$FAIL" ] || { echo "no such artifact"; exit 1; }
touch lib/one.jar
"""
# Stands for javac.
COMPILER = """#!/bin/sh
mkdir classes && touch classes/SearchNode.class
"""
# Stands for java: a rehearsal leaves its archive behind.
JAVA = """#!/bin/sh
echo called >> "$LOG"
for word; do
    case $word in -XX:ArchiveClassesAtExit=*) [ -n "$FAIL" ] || echo classes > "${word#*=}" ;; esac
done
"""


class Choice(StackTest):
    def test_elasticsearch_runs_only_when_it_was_named(self):
        self.stack.create()
        self.assertNotIn("elasticsearch", [server.name for server in servers.choose(self.stack, [])])
        self.assertEqual([server.name for server in servers.choose(self.stack, ["elasticsearch"])], ["elasticsearch"])
        self.stack.want(["elasticsearch"])
        self.assertIn("elasticsearch", [server.name for server in servers.choose(self.stack, [])])

    def test_naming_an_s3_server_chooses_it(self):
        done = acervo(self.state, "--base-port", str(self.stack.base_port), "up", "--only", "ceph,nobody")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertRegex(done.stderr, r"servers: .*\bceph\b")
        self.assertNotIn("seaweedfs", done.stderr)
        self.assertFalse((self.state / "stack.json").exists(), "what was refused is not remembered")

    def test_a_heap_or_a_disk_that_makes_no_sense_is_refused(self):
        self.stack.create()
        with unittest.mock.patch.dict(os.environ, ACERVO_OPENSEARCH_HEAP="lots"):
            with self.assertRaises(UsageError):
                OpenSearch().check(self.stack)
        with unittest.mock.patch.dict(os.environ, ACERVO_CEPH_OSD_GIB="1"):
            with self.assertRaises(UsageError):
                Ceph().check(self.stack)

    def test_the_doctor_sees_that_cephs_disk_file_could_not_grow(self):
        usage = namedtuple("Usage", "total used free")(20 << 30, 15 << 30, 5 << 30)
        with unittest.mock.patch("shutil.disk_usage", return_value=usage):
            states = {finding.what: finding.state for finding in Ceph().check(self.stack)}
        self.assertEqual(states["ceph disk file"], WARNING)


class Fetching(StackTest):
    """An application is resolved once, whole or not at all."""

    def setUp(self) -> None:
        super().setUp()
        folder = self.state.parent
        self.log = folder / "log"
        values = {"ACERVO_CACHE": str(folder / "cache"), "LOG": str(self.log), "FAIL": ""}
        self.enterContext(unittest.mock.patch.dict(os.environ, values))
        self.enterContext(unittest.mock.patch.object(java, "runtime", lambda: str(self.program(folder / "java", JAVA))))
        self.enterContext(unittest.mock.patch.object(java, "runtime_version", lambda: "17.0.1"))
        programs = {"mvn": self.program(folder / "mvn", MAVEN), "javac": self.program(folder / "javac", COMPILER)}
        self.enterContext(unittest.mock.patch.object(tools, "ensure", programs.__getitem__))

    def program(self, file: Path, text: str) -> Path:
        file.write_text(text)
        file.chmod(0o755)
        return file

    def application(self, source: str = "class A {}") -> java.Application:
        return java.Application("opensearch", FILES / "opensearch.pom.xml", LAUNCHER, source)

    def calls(self) -> int:
        return len(self.log.read_text().splitlines())

    def test_it_is_fetched_once_and_again_when_its_source_changes(self):
        self.application().install()
        self.application().install()
        self.assertEqual(self.calls(), 1)
        self.assertTrue((self.application().folder / "lib" / "one.jar").exists())
        self.assertTrue((self.application().folder / "classes").is_dir())
        self.application("class B {}").install()
        self.assertEqual(self.calls(), 2)

    def test_after_a_failure_it_is_fetched_again(self):
        os.environ["FAIL"] = "yes"
        with self.assertRaisesRegex(MissingError, "no such artifact"):
            self.application().install()
        os.environ["FAIL"] = ""
        self.application().install()
        self.assertTrue((self.application().folder / "lib" / "one.jar").exists())

    def test_it_is_rehearsed_once_and_then_starts_from_the_archive(self):
        application = self.application()
        application.install()
        self.assertEqual(len([word for word in application.command() if "SharedArchive" in word]), 0)
        for _ in range(2):
            application.rehearse(["-Xmx1m"], ["home"], dict(os.environ))
        self.assertEqual(self.calls(), 2)  # Maven and one rehearsal
        archive = application.folder / "classes-17.0.1.jsa"
        self.assertEqual(archive.read_text(), "classes\n")
        self.assertIn(f"-XX:SharedArchiveFile={archive}", application.command())

    def test_a_rehearsal_that_fails_is_not_tried_again_and_changes_nothing(self):
        application = self.application()
        application.install()
        os.environ["FAIL"] = "yes"
        for _ in range(2):
            application.rehearse([], [], dict(os.environ))
        self.assertTrue(application.rehearsed)
        self.assertEqual(self.calls(), 2)
        self.assertEqual(len([word for word in application.command() if "SharedArchive" in word]), 0)


if __name__ == "__main__":
    unittest.main()
