"""The layer check must fail on every kind of violation it promises to see, and only then."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
CHECK = REPOSITORY / "tools" / "check_layers.py"

CLEAN = {
    "src/core/result.hpp": "#pragma once\n#include <expected>\n",
    "src/core/async.hpp": "#pragma once\n#include <boost/asio/awaitable.hpp>\n",
    "src/core/log.cpp": '#include "core/result.hpp"\n#include <toml++/toml.h>\n',
    "src/core/CMakeLists.txt": "acervo_library(core SOURCES log.cpp PRIVATE_DEPS tomlplusplus::tomlplusplus)\n",
    "src/domain/asset/asset.hpp": '#pragma once\n#include "core/result.hpp"\n',
    "src/domain/CMakeLists.txt": "acervo_library(domain DEPS acervo_core)\n",
    "src/ports/object_store.hpp": '#pragma once\n#include "domain/asset/asset.hpp"\n',
    "src/ports/CMakeLists.txt": "acervo_library(ports DEPS acervo_domain)\n",
    "src/adapters/postgres/pool.hpp": "#pragma once\n#include <libpq-fe.h>\n",
    "src/adapters/postgres/CMakeLists.txt": "add_library(acervo_postgres INTERFACE)\n",
    "src/adapters/s3/s3.cpp": '#include "ports/object_store.hpp"\n#include <openssl/hmac.h>\n',
    "src/adapters/s3/CMakeLists.txt": "acervo_library(s3\n  SOURCES s3.cpp\n  DEPS acervo_ports)\n",
    "src/store/assets.cpp": '#include "adapters/postgres/pool.hpp"\n',
    "src/store/CMakeLists.txt": "acervo_library(store SOURCES assets.cpp DEPS acervo_domain acervo_postgres)\n",
    "src/app/upload.cpp": '#include "ports/object_store.hpp"\n#include <fmt/format.h>\n#include <sys/types.h>\n',
    "src/app/upload_itest.cpp": '#include "adapters/postgres/pool.hpp"\n#include "testkit/run.hpp"\n#include <gtest/gtest.h>\n',
    "src/app/CMakeLists.txt": "acervo_library(app SOURCES upload.cpp DEPS acervo_ports acervo_store # why\n  ITESTS upload_itest.cpp)\n",
    "src/testkit/run.hpp": "#pragma once\n",
    "src/workflows/ingest.cpp": '#include "domain/asset/asset.hpp"\n#include <chrono>\n// a steady_clock would differ\n',
    "apps/api/main.cpp": '#include "core/result.hpp"\n',
    "apps/api/wiring.cpp": '#include "adapters/s3/s3.hpp"\n',
    "apps/api/CMakeLists.txt": "acervo_executable(api SOURCES main.cpp wiring.cpp DEPS acervo_s3 acervo_app)\n",
    "src/adapters/s3/s3.hpp": "#pragma once\n",
    "CMakeLists.txt": "function(acervo_library name)\n  add_library(${target} STATIC)\nendfunction()\n",
}


class CheckLayersTest(unittest.TestCase):
    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="acervo-layers-"))
        self.addCleanup(shutil.rmtree, self.root)
        shutil.copy(REPOSITORY / "layers.toml", self.root)
        for name, text in CLEAN.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def check(self) -> tuple[int, str]:
        done = subprocess.run([sys.executable, CHECK, "--root", self.root], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def assert_found(self, *expected: str) -> None:
        code, output = self.check()
        self.assertEqual(code, 1, output)
        for text in expected:
            self.assertIn(text, output)
        self.assertIn("1 findings", output)

    def test_a_clean_tree_passes(self) -> None:
        code, output = self.check()
        self.assertEqual(code, 0, output)
        self.assertIn("0 include cycles, 0 findings", output)

    def test_this_repository_passes(self) -> None:
        done = subprocess.run([sys.executable, CHECK], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_an_include_against_the_arrows_fails_with_its_line(self) -> None:
        self.write("src/domain/asset/rule.cpp", '#include "core/result.hpp"\n\n#include "app/upload.hpp"\n')
        self.write("src/app/upload.hpp", "#pragma once\n")
        self.assert_found("src/domain/asset/rule.cpp:3:", "domain may not know app")

    def test_an_adapter_may_not_know_another_adapter(self) -> None:
        self.write("src/adapters/s3/bad.cpp", '#include "adapters/postgres/pool.hpp"\n')
        self.assert_found("src/adapters/s3/bad.cpp:1:", "adapters/s3 may not know adapters/postgres")

    def test_only_the_store_knows_postgres(self) -> None:
        self.write("src/app/sql.cpp", '#include "adapters/postgres/pool.hpp"\n')
        self.assert_found("src/app/sql.cpp:1:", "app may not know adapters/postgres")

    def test_only_wiring_names_adapters(self) -> None:
        self.write("apps/api/main.cpp", '#include "adapters/s3/s3.hpp"\n')
        self.assert_found("apps/api/main.cpp:1:", "apps may not know adapters/s3")

    def test_the_command_line_knows_nothing_behind_the_api(self) -> None:
        self.write("apps/cli/main.cpp", '#include "adapters/postgres/pool.hpp"\n')
        self.assert_found("apps/cli/main.cpp:1:", "apps/cli may not know adapters/postgres")

    def test_testkit_is_for_tests_only(self) -> None:
        self.write("src/app/list.cpp", '#include "testkit/run.hpp"\n')
        self.assert_found("src/app/list.cpp:1:", "app may not know testkit")

    def test_the_http_server_does_not_know_the_product(self) -> None:
        self.write("src/app/list.hpp", "#pragma once\n")
        self.write("src/http/server/server.cpp", '#include "app/list.hpp"\n')
        self.assert_found("src/http/server/server.cpp:1:", "http/server may not know app")

    def test_a_third_party_header_outside_its_place_fails(self) -> None:
        self.write("src/domain/asset/json.cpp", "#include <string>\n#include <boost/json.hpp>\n")
        self.assert_found("src/domain/asset/json.cpp:2:", "third-party header <boost/json.hpp>")

    def test_a_third_party_header_in_a_public_header_of_core_fails(self) -> None:
        self.write("src/core/log.hpp", "#pragma once\n#include <toml++/toml.h>\n")
        self.assert_found("src/core/log.hpp:2:", "third-party header <toml++/toml.h>")

    def test_a_header_that_nobody_listed_is_third_party(self) -> None:
        self.write("src/store/new.cpp", "#include <sqlite3.h>\n")
        self.assert_found("src/store/new.cpp:1:", "third-party header <sqlite3.h>")

    def test_an_include_cycle_fails_and_shows_its_path(self) -> None:
        self.write("src/core/a.hpp", '#pragma once\n#include "core/b.hpp"\n')
        self.write("src/core/b.hpp", '#pragma once\n#include <string>\n#include "core/a.hpp"\n')
        self.assert_found("src/core/a.hpp:2:", "src/core/a.hpp → src/core/b.hpp → src/core/a.hpp")

    def test_an_include_of_nothing_fails(self) -> None:
        self.write("src/core/lost.cpp", '#include "core/gone.hpp"\n')
        self.assert_found("src/core/lost.cpp:1:", "is no file of this repository")

    def test_an_own_header_in_angle_brackets_fails(self) -> None:
        self.write("src/domain/asset/sly.cpp", "#include <core/result.hpp>\n")
        self.assert_found("src/domain/asset/sly.cpp:1:", 'write "core/result.hpp"')

    def test_a_file_in_no_room_fails(self) -> None:
        self.write("src/attic/old.cpp", "\n")
        self.assert_found("src/attic/old.cpp:1:", "lies in no room")

    def test_workflows_may_not_hold_a_clock(self) -> None:
        self.write("src/workflows/late.cpp", "#include <chrono>\nauto t = std::chrono::steady_clock::now();\n")
        self.assert_found("src/workflows/late.cpp:2:", "steady_clock is banned here: workflows are replayed")

    def test_workflows_may_not_iterate_without_order(self) -> None:
        self.write("src/workflows/map.cpp", "#include <unordered_map>\n")
        self.assert_found("src/workflows/map.cpp:1:", "<unordered_map> is banned here")

    def test_a_link_edge_against_the_arrows_fails_with_its_line(self) -> None:
        self.write("src/domain/CMakeLists.txt", "acervo_library(domain\n  DEPS acervo_core\n  PRIVATE_DEPS acervo_app)\n")
        self.assert_found("src/domain/CMakeLists.txt:3:", "acervo_domain links acervo_app: domain may not know app")

    def test_target_link_libraries_is_seen_too(self) -> None:
        self.write(
            "src/core/CMakeLists.txt",
            "acervo_library(core SOURCES log.cpp)\ntarget_link_libraries(acervo_core\n  PUBLIC acervo_s3)\n",
        )
        self.assert_found("src/core/CMakeLists.txt:3:", "core may not know adapters/s3")

    def test_a_program_without_wiring_may_not_link_adapters(self) -> None:
        self.write("apps/cli/main.cpp", "\n")
        self.write("apps/cli/CMakeLists.txt", "acervo_executable(cli SOURCES main.cpp DEPS acervo_s3)\n")
        self.assert_found("apps/cli/CMakeLists.txt:1:", "acervo-cli links acervo_s3: apps/cli may not know adapters/s3")

    def test_a_link_to_nothing_fails(self) -> None:
        self.write("src/store/CMakeLists.txt", "acervo_library(store SOURCES assets.cpp DEPS acervo_gone)\n")
        code, output = self.check()
        self.assertEqual(code, 1)
        self.assertIn("src/store/CMakeLists.txt:1: acervo_store links acervo_gone, which no CMake file defines", output)

    def test_a_target_named_by_a_variable_fails(self) -> None:
        self.write("src/store/CMakeLists.txt", "acervo_library(${room} DEPS acervo_core)\nacervo_library(store DEPS acervo_domain)\n")
        self.assert_found("src/store/CMakeLists.txt:1:", "a target named by a variable")

    def test_rooms_that_may_use_each_other_fail(self) -> None:
        rules = (self.root / "layers.toml").read_text()
        self.write("layers.toml", rules.replace('paths = ["src/core/**"]\nuses = [', 'paths = ["src/core/**"]\nuses = ["domain", '))
        self.assert_found("layers.toml:1:", "rooms may use each other in a circle", "core → domain → core")

    def test_a_rule_about_an_unknown_room_is_an_error(self) -> None:
        rules = (self.root / "layers.toml").read_text()
        self.write("layers.toml", rules.replace('"http/json", "vendor"]', '"http/jsno", "vendor"]', 1))
        code, output = self.check()
        self.assertEqual(code, 2)
        self.assertIn("no room is called 'http/jsno'", output)


if __name__ == "__main__":
    unittest.main()
