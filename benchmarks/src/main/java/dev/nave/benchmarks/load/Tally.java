package dev.nave.benchmarks.load;

/** What the connections of one event loop have sent and received. Loop only. */
final class Tally {
  private long sent;
  private long received;
  private long bytes;
  private LatencyHistogram latencies = new LatencyHistogram();

  void sent() {
    sent++;
  }

  void received() {
    received++;
  }

  void bytes(long number) {
    bytes += number;
  }

  void latency(long nanos) {
    latencies.record(nanos);
  }

  /** Returns what was counted so far, and begins a new histogram. */
  Snapshot take() {
    Snapshot snapshot = new Snapshot(sent, received, bytes, latencies);
    latencies = new LatencyHistogram();
    return snapshot;
  }

  /**
   * The counts of one loop, or of all, at one moment.
   *
   * @param sent the calls sent since the beginning
   * @param received the messages received since the beginning
   * @param bytes of the frames that came since the beginning
   * @param latencies since the snapshot before
   */
  record Snapshot(long sent, long received, long bytes, LatencyHistogram latencies) {

    static Snapshot empty() {
      return new Snapshot(0, 0, 0, new LatencyHistogram());
    }

    Snapshot plus(Snapshot other) {
      LatencyHistogram both = new LatencyHistogram();
      both.add(latencies);
      both.add(other.latencies);
      return new Snapshot(sent + other.sent, received + other.received, bytes + other.bytes, both);
    }
  }
}
