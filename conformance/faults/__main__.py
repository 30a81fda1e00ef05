#!/usr/bin/env python3
"""Breaks the way between two hub servers and their Redis under load, and prints a table of what became of the messages.

  python3 faults --server "java -jar target/conformance.jar"                      two of these; a second --server is the one that receives
  python3 faults --reference ../../shared/conformance/reference --only frozen     two of ASP.NET Core, one fault

100 calls of ToAll a second go to the first server, from 25 connections; a client of the second listens. Each server has a proxy of
its own before the one Redis. After two seconds something breaks, for six; 15 seconds of load follow, and 10 without. Each fault has
fresh programs. A command is given `--port` and `--redis`. Needs redis-server."""
import argparse
import pathlib
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from farm import Farm  # noqa: E402
from load import Load  # noqa: E402
from row import Row, Times, table  # noqa: E402

# title: (what begins the fault, what ends it, if anything must)
FAULTS = {
    "Redis killed and started": (lambda farm: farm.redis.kill(), lambda farm: farm.redis.start()),
    "Redis frozen": (lambda farm: farm.redis.freeze(), lambda farm: farm.redis.thaw()),
    "receiving server cut off": (lambda farm: farm.receiving_proxy.cut(), lambda farm: farm.receiving_proxy.heal()),
    "sending server's connections dead without a FIN or RST": (lambda farm: farm.sending_proxy.silence(), None),
    "receiving server's connections dead without a FIN or RST": (lambda farm: farm.receiving_proxy.silence(), None),
    "Redis drops its clients": (lambda farm: farm.redis.drop_clients(), None),
    "connections are reset": (lambda farm: [proxy.reset() for proxy in farm.proxies], None),
}


def main():
    options = arguments()
    commands = options.server if len(options.server) == 2 else options.server * 2
    rows, notes = [], []
    with tempfile.TemporaryDirectory() as folder:
        for title, fault in FAULTS.items():
            if options.only and not any(part in title for part in options.only):
                continue
            print(f"{title} …", file=sys.stderr, flush=True)
            row, wrong = play(title, fault, commands, options, options.logs or folder)
            rows.append(row)
            notes += wrong
    print(table(rows))
    for note in notes:
        print(f"\n{note}")
    return 0 if rows else 2


def play(title, fault, commands, options, logs):
    farm = Farm(commands, options.redis_server, logs)
    try:
        load = Load(farm.sending.address, farm.receiving.address, options.connections, options.rate)
        time.sleep(options.quiet)
        lost_before = lost(farm)
        calling = threading.Thread(target=load.play, args=(options.before + options.fault + options.after,))
        calling.start()
        time.sleep(options.before)
        began = time.monotonic()
        fault[0](farm)
        time.sleep(options.fault)
        if fault[1]:
            fault[1](farm)
        ended = time.monotonic()
        calling.join()
        last_call = time.monotonic()
        load.settle(options.settle)
        times = Times(began, ended, last_call, time.monotonic())
        lost_after = lost(farm)
        notes = wrong_sums(title, farm)  # Before clients leave: that publishes, too.
        disconnected = sum(client.closed for client in load.clients())
        load.close()
        rise = None if lost_after is None or lost_before is None else lost_after - lost_before
        return Row(title, load.calls(), list(load.listener.arrivals), times, disconnected, rise), notes
    finally:
        farm.close()


def lost(farm):
    counters = farm.receiving.counters()
    return counters and counters["lost"]


def wrong_sums(title, farm):
    """A line for a sender whose sums do not match."""
    counters = farm.sending.counters()
    if not counters:
        return []
    settled = counters["delivered"] + sum(counters["refused"].values()) + counters["unknown"]
    return [] if settled == counters["published"] else [f"{title}: published is not delivered + refused + unknown: {counters}"]


def arguments():
    parser = argparse.ArgumentParser(prog="faults", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", action="append", default=[], metavar="COMMAND", help="starts a server; once for both, or first the sending and then the receiving one")
    parser.add_argument("--reference", action="append", dest="server", type=lambda path: f"{path} server", metavar="PATH", help="the same for the reference server")
    parser.add_argument("--only", action="append", metavar="PART", help="only faults with this in their title")
    parser.add_argument("--redis-server", default="redis-server", metavar="PATH")
    parser.add_argument("--logs", metavar="FOLDER", help="where to leave what the programs of the last fault logged")
    parser.add_argument("--connections", type=int, default=25)
    parser.add_argument("--rate", type=float, default=100, help="calls a second")
    for name, seconds, what in (("quiet", 6, "before the load, in which the servers come to know each other"), ("before", 2, "of load before the fault"), ("fault", 6, "of fault"),
                                ("after", 15, "of load after it"), ("settle", 10, "after the load, for what is late")):
        parser.add_argument(f"--{name}", type=float, default=seconds, metavar="SECONDS", help=f"{what}; default {seconds}")
    options = parser.parse_args()
    if len(options.server) not in (1, 2):
        parser.error("one or two servers are needed: --server or --reference")
    return options


if __name__ == "__main__":
    sys.exit(main())
