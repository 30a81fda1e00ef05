"""The row's sums, on made-up runs: python3 -m unittest discover faults."""
import unittest

from row import Row, Times

TIMES = Times(began=10.0, ended=16.0, last_call=31.0, listened_until=41.0)
REFUSED, UNKNOWN = "… BackplaneUnavailableException: Redis is down", "… BackplaneTimeoutException: no answer in 2 s"


class Call:
    def __init__(self, sent_at, answered_at, error=None):
        self.sent_at, self.answered_at, self.error = sent_at, answered_at, error


def row(calls, arrivals, lost=None):
    return Row("fault", calls, arrivals, TIMES, 0, lost)


def steady(*silence):
    """A message each half second, but none between the two moments."""
    moments = [10 + tick / 2 for tick in range(42)]
    return [(f"0:{number}", at) for number, at in enumerate(moments) if not silence or not silence[0] < at < silence[1]]


class RowTest(unittest.TestCase):
    def test_tells_missing_refused_and_unknown_apart(self):
        calls = {"0:0": Call(1, 1.1), "0:1": Call(2, 2.1), "0:2": Call(3, 3.5, REFUSED), "0:3": Call(4, 4.1, REFUSED), "0:4": Call(5, 7, UNKNOWN), "0:5": Call(6, 8, UNKNOWN)}
        seen = row(calls, [("0:0", 1.1), ("0:2", 20), ("0:4", 21)], lost=1)
        self.assertEqual((seen.calls, seen.missing, seen.lost), (6, 1, 1))
        self.assertEqual((seen.refused, seen.refused_delivered, seen.unknown, seen.unknown_missing), (2, 1, 2, 1))
        self.assertEqual(seen.slowest, 2)

    def test_counts_what_comes_twice_or_too_late(self):
        calls = {f"{name}:{number}": Call(1, 1.1) for name in (0, 1) for number in (0, 1, 2)}
        arrivals = [(text, 11) for text in ("0:0", "1:1", "0:2", "0:1", "0:2", "1:0", "1:2")]
        seen = row(calls, arrivals)
        self.assertEqual((seen.twice, seen.out_of_order, seen.missing), (1, 2, 0))

    def test_an_unanswered_call_is_the_slowest(self):
        seen = row({"0:0": Call(1, None), "0:1": Call(2, 3)}, [])
        self.assertEqual((seen.unanswered, seen.slowest), (1, 40))

    def test_says_when_it_flows_again(self):
        calls = {"0:0": Call(1, 1.1)}
        for silence, expected in (((), "at once"), ((10, 18), "2.0 s"), ((10, 14.9), "1.0 s before its end"), ((12, 99), "not within 25 s")):
            with self.subTest(silence=silence):
                self.assertEqual(row(calls, steady(*silence)).flows_again, expected)


if __name__ == "__main__":
    unittest.main()
