"""The SDK's README shows code that the tests build and run: each of its lines stands in the example."""

from __future__ import annotations

import re
import unittest
from pathlib import Path

SDK = Path(__file__).resolve().parents[2] / "src" / "temporal"
# Names that the page makes short and the example unique.
SHORT = {'"dam"': "names.name_space", '"ingest-7", .task': '"ingest-" + names.unique, .task', '"cpu"': '"cpu-" + names.unique'}


def bare(code: str) -> str:
    """Without comments and white space."""
    return re.sub(r"\s+", "", re.sub(r"//[^\n]*", "", code.replace("http://", "")))


def lines_of_readme(text: str) -> list[str]:
    blocks = re.findall(r"^```cpp\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if bare(line)]


def missing(readme: str, example: str) -> list[str]:
    found = bare(example)
    for short, long in SHORT.items():
        readme = readme.replace(short, long)
    return [line for line in lines_of_readme(readme) if bare(line) not in found]


class ReadmeOfSdk(unittest.TestCase):
    def test_its_code_is_the_example(self) -> None:
        readme = (SDK / "README.md").read_text()
        self.assertGreater(len(lines_of_readme(readme)), 40)
        self.assertEqual(missing(readme, (SDK / "examples" / "readme_itest.cpp").read_text()), [])

    def test_a_line_that_the_example_lacks_is_found(self) -> None:
        self.assertEqual(missing("```cpp\nint a = 1;  // one\nint b;\n```\n", "int  a = 1;"), ["int b;"])


if __name__ == "__main__":
    unittest.main()
