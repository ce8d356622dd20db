"""The arithmetic of benchmarks: no server, no clock."""

import os
import unittest

from bench import __main__ as command
from bench import measure
from bench.measure import Plan, Side, Target

OURS = Side("a", "ours", "", "run a")
PEER = Side("b", "peer", "1.2", "run b")
FIGURE = ("P0", "CPU", "µs")


def rounds(*pairs):
    return [{"a": {"cpu": ours}, "b": {"cpu": theirs}} for ours, theirs in pairs]


class Verdict(unittest.TestCase):
    def test_passes_when_the_median_and_five_of_seven_do(self):
        self.assertTrue(measure.passes([1, 1, 1, 1, 1, 9, 9], 1))

    def test_fails_when_only_four_of_seven_do_though_the_median_passes(self):
        self.assertFalse(measure.passes([1, 1, 1, 1, 9, 9, 9], 1))

    def test_fails_when_the_median_is_above(self):
        self.assertFalse(measure.passes([2, 2, 2], 1))

    def test_asks_for_more_where_more_is_better(self):
        self.assertTrue(measure.passes([1, 1, 1, 2, 2, 0.5, 0.5], 1, at_least=True))
        self.assertFalse(measure.passes([1, 1, 1, 2, 0.5, 0.5, 0.5], 1, at_least=True))
        self.assertEqual(Target(1, at_least=True).text("1/s"), "≥ 1x")

    def test_takes_the_limit_itself_as_met(self):
        self.assertTrue(measure.passes([1.5], 1.5))


class Comparison(unittest.TestCase):
    def test_ratio_is_the_median_of_ratios_not_the_ratio_of_medians(self):
        # Medians: 10 and 10. Ratios: 10, 1, 0.5 -> 1.
        row = measure.compare(FIGURE, "cpu", (OURS, PEER), Target(1), rounds((10, 1), (10, 10), (20, 40)))
        self.assertEqual((row.ours, row.peer, row.ratio), (10, 10, 1))
        row = measure.compare(FIGURE, "cpu", (OURS, PEER), Target(1), rounds((1, 2), (6, 4), (8, 5)))
        self.assertEqual((row.ours, row.peer, row.ratio), (6, 4, 1.5))
        self.assertEqual((row.ratio_min, row.ratio_max), (0.5, 1.6))

    def test_judges_the_ratio(self):
        self.assertTrue(measure.compare(FIGURE, "cpu", (OURS, PEER), Target(0.5), rounds((100, 200))).met)
        self.assertFalse(measure.compare(FIGURE, "cpu", (OURS, PEER), Target(0.5), rounds((101, 200))).met)

    def test_judges_ours_alone_when_the_target_is_absolute(self):
        target = Target(8, absolute=True)
        self.assertTrue(measure.compare(FIGURE, "cpu", (OURS, PEER), target, rounds((7, 1))).met)
        self.assertFalse(measure.compare(FIGURE, "cpu", (OURS, PEER), target, rounds((9, 100))).met)

    def test_a_peer_that_used_nothing_is_no_division_by_zero(self):
        row = measure.compare(FIGURE, "cpu", (OURS, PEER), Target(1), rounds((1, 0)))
        self.assertFalse(row.met)

    def test_row_has_the_raw_rounds_and_both_commands(self):
        row = measure.compare(FIGURE, "cpu", (OURS, PEER), Target(1), rounds((1, 2))).as_json()
        self.assertEqual(row["rounds"], [{"ours": {"cpu": 1}, "peer": {"cpu": 2}, "ratio": 0.5}])
        self.assertEqual((row["command"], row["peer_command"], row["peer_version"]), ("run a", "run b", "1.2"))


class Rounds(unittest.TestCase):
    def test_alternate_and_drop_the_first(self):
        order = []

        def side(key):
            def run():
                order.append(key)
                return {"cpu": len(order)}

            return run

        kept = measure.interleave(Plan(rounds=3), {"a": side("a"), "b": side("b")})
        self.assertEqual(order, ["a", "b"] * 3)
        self.assertEqual(kept, [{"a": {"cpu": 3}, "b": {"cpu": 4}}, {"a": {"cpu": 5}, "b": {"cpu": 6}}])

    def test_a_full_run_keeps_seven(self):
        self.assertEqual(len(Plan().kept(list(range(Plan().rounds)))), 7)

    def test_a_smoke_run_keeps_its_only_one(self):
        self.assertEqual(Plan.for_smoke().kept(["only"]), ["only"])


class Processes(unittest.TestCase):
    def test_stat_is_read_behind_a_name_with_brackets(self):
        line = "42 (a ) (b) S 7 42 42 0 -1 4194304 10 0 0 0 11 22 3 4 20 0 1 0 100 1 1"
        self.assertEqual(measure.parse_stat(line), (7, 11 + 22 + 3 + 4))

    def test_descendants_are_the_whole_tree_and_nothing_else(self):
        self.assertEqual(sorted(measure.descendants(1, {1: 0, 2: 1, 3: 2, 4: 0, 5: 4})), [1, 2, 3])
        self.assertEqual(measure.descendants(9, {1: 0}), [])

    def test_this_process_has_memory(self):
        self.assertGreater(measure.resident_bytes(os.getpid()), 1024**2)

    def test_memory_of_its_own_is_a_part_of_that(self):
        own = measure.own_bytes(os.getpid())
        self.assertGreater(own, 1024**2)
        self.assertLess(own, measure.resident_bytes(os.getpid()))


class Table(unittest.TestCase):
    def test_shows_a_missed_target_as_missed(self):
        row = measure.compare(FIGURE, "cpu", (OURS, PEER), Target(0.5), rounds((1, 1)))
        row.load = [0.0, 0.0]
        self.assertIn("MISSED", command.table([row]))
        self.assertIn("≤ 0.5x", command.table([row]))


if __name__ == "__main__":
    unittest.main()
