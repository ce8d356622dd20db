"""Parameters that may dangle are found wherever a coroutine is declared; the others are left alone."""

from __future__ import annotations

import unittest

from check_coroutines import check_text


def findings(text: str) -> list[str]:
    return list(check_text("a.hpp", text))


class CheckCoroutinesTest(unittest.TestCase):
    def assert_found(self, text: str, line: int, reason: str) -> None:
        found = findings(text)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"a.hpp:{line}: "), found)
        self.assertIn(reason, found[0])

    def test_values_and_what_outlives_the_call_pass(self) -> None:
        self.assertEqual(
            findings(
                "Async<Result<void>> mark(Transaction& tx, UploadId id, std::vector<const char*> names = {}, T* p = nullptr);\n"
                "Async<Result<std::size_t>> read(std::span<char> into);\n"
                "Async<void> ask(const api::Operation& operation);\n"
                "Async<void> done();\nvoid start(const Name& name, Async<void> work);\n"
                "// Async<void> old(const Name& name);\n"
                "template <class T> T run(io_context& context, Async<T> work, std::string_view name);\n"
                "Async<std::function<void(const Error&)>> f(std::map<std::string, int, std::less<>> m);\n"
            ),
            [],
        )

    def test_a_const_reference_is_found(self) -> None:
        self.assert_found("Async<void> open(\n    int a,\n    const Name& name);\n", 3, "const reference")
        self.assert_found("Async<void> Store::open(Name const & name) {}\n", 1, "const reference")

    def test_an_rvalue_reference_is_found(self) -> None:
        self.assert_found("virtual Async<Result<int>> put(std::unique_ptr<Body>&& body) = 0;\n", 1, "rvalue reference")

    def test_a_view_is_found(self) -> None:
        self.assert_found('Async<Result<void>> get(std::string_view key = "(");\n', 1, "std::string")

    def test_a_lambda_is_seen_too(self) -> None:
        self.assert_found("auto f = [](const Name& name) -> Async<void> { co_return; };\n", 1, "const reference")
        self.assertEqual(findings("auto f = [](Name name, int& n) mutable -> Async<void> { co_return; };\n"), [])

    def test_a_function_that_only_hands_on_is_none(self) -> None:
        self.assertEqual(findings("Async<int> get(const Name& name) const {\n  return ask(name.text());\n}\n"), [])
        self.assert_found("Async<int> get(const Name& name) {\n  co_return co_await ask(name);\n}\n", 1, "const reference")
        self.assert_found("Async<int> get(const Name& name);\nint f() { return 1; }\n", 1, "const reference")


if __name__ == "__main__":
    unittest.main()
