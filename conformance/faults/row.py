"""What came of one fault: a row of the table."""
from collections import Counter

UNKNOWN = "BackplaneTimeoutException"  # the server does not know what became of the message, and says so
FLOWING = 1.0  # seconds; a longer silence of the listener means that nothing flows

COLUMNS = ("fault", "calls", "said ok but missing", "refused", "refused but delivered", "unknown", "unknown and missing", "counted as lost", "twice", "out of order", "disconnected",
           "slowest answer", "flows again")

NOTE = """The receiving server should count as lost what is missing, whether it was said to be ok or unknown. Where a server does not say which calls are unknown, all errors count as refused."""


class Times:
    """When the fault began and ended, and the last call was made and the listening ended."""

    def __init__(self, began, ended, last_call, listened_until):
        self.began, self.ended, self.last_call, self.listened_until = began, ended, last_call, listened_until


class Row:
    def __init__(self, title, calls, arrivals, times, disconnected, lost):
        """lost: by how much the receiving server's counter rose; None where it has none."""
        self.title, self.disconnected, self.lost = title, disconnected, lost
        came = Counter(text for text, _ in arrivals)
        ok = [text for text, call in calls.items() if call.answered_at and not call.error]
        unknown = [text for text, call in calls.items() if call.error and UNKNOWN in call.error]
        refused = [text for text, call in calls.items() if call.error and UNKNOWN not in call.error]
        self.calls = len(calls)
        self.missing = sum(text not in came for text in ok)
        self.refused, self.refused_delivered = len(refused), sum(text in came for text in refused)
        self.unknown, self.unknown_missing = len(unknown), sum(text not in came for text in unknown)
        self.unanswered = sum(call.answered_at is None for call in calls.values())
        self.twice = sum(count > 1 for count in came.values())
        self.out_of_order = out_of_order(arrivals)
        self.slowest = max((call.answered_at or times.listened_until) - call.sent_at for call in calls.values())
        self.flows_again = flows_again(arrivals, times)

    def cells(self):
        slowest = f"{self.slowest:.1f} s" if not self.unanswered else f"{self.unanswered} not within {self.slowest:.0f} s"
        return (self.title, self.calls, self.missing, self.refused, self.refused_delivered, self.unknown, self.unknown_missing, "not told" if self.lost is None else self.lost, self.twice,
                self.out_of_order, self.disconnected, slowest, self.flows_again)


def out_of_order(arrivals):
    """How many came after a later one of the same connection; a second copy is not counted here."""
    latest, seen, count = {}, set(), 0
    for text, _ in arrivals:
        if text in seen:
            continue
        seen.add(text)
        name, number = text.rsplit(":", 1)
        count += int(number) < latest.get(name, -1)
        latest[name] = max(int(number), latest.get(name, -1))
    return count


def flows_again(arrivals, times):
    """When the last silence ended that the fault may have caused."""
    moments = [times.began, *(at for _, at in arrivals if times.began < at), times.last_call]
    silences = [(start, end) for start, end in zip(moments, moments[1:]) if end - start > FLOWING]
    if not silences:
        return "at once"
    end = silences[-1][1]
    if end == times.last_call:
        return f"not within {times.listened_until - times.ended:.0f} s"
    return f"{end - times.ended:.1f} s" if end >= times.ended else f"{times.ended - end:.1f} s before its end"


def table(rows):
    lines = ["| " + " | ".join(COLUMNS) + " |", "| " + " | ".join(["---"] * len(COLUMNS)) + " |"]
    return "\n".join(lines + ["| " + " | ".join(map(str, row.cells())) + " |" for row in rows] + ["", NOTE])
