package dev.nave.benchmarks.load;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run found.
 *
 * @param deliveries messages that came in while measuring
 * @param bytes of the frames that came in while measuring
 * @param elapsed how long was measured
 * @param serverCpu the CPU time of all servers while measuring; null if no process is known
 * @param redisCpu that of the Redis between them; null if it is not known
 * @param median of the times from a call to what came of it
 * @param percentile99 the time that 99 % of them did not exceed
 * @param sent all calls of the run, warm-up included
 * @param received all messages of the run, warm-up included
 * @param expected what {@code received} has to be: {@code sent}, times the connections if broadcast
 * @param heapPerConnection bytes of live objects that a connection has added; NaN if unknown
 * @param rssPerConnection bytes of physical memory that a connection has added; NaN if unknown
 */
public record LoadResult(
    long deliveries,
    long bytes,
    Duration elapsed,
    @Nullable Duration serverCpu,
    @Nullable Duration redisCpu,
    Duration median,
    Duration percentile99,
    long sent,
    long received,
    long expected,
    double heapPerConnection,
    double rssPerConnection) {

  /** Returns the messages that came in per second while measuring. */
  public double deliveriesPerSecond() {
    return deliveries * 1e9 / elapsed.toNanos();
  }

  /** Returns the servers' CPU time per message in microseconds; NaN if it is not known. */
  public double cpuMicrosPerDelivery() {
    return microsPerDelivery(serverCpu);
  }

  /** Returns the bytes on the wire per message: of the frames, without those of TCP. */
  public double bytesPerDelivery() {
    return (double) bytes / deliveries;
  }

  /** Returns Redis' CPU time per message in microseconds; NaN if it is not known. */
  public double redisMicrosPerDelivery() {
    return microsPerDelivery(redisCpu);
  }

  private double microsPerDelivery(@Nullable Duration cpu) {
    return cpu == null ? Double.NaN : cpu.toNanos() / 1e3 / deliveries;
  }

  /** Returns the part of one core that the servers used; NaN if it is not known. */
  public double serverCores() {
    return serverCpu == null ? Double.NaN : (double) serverCpu.toNanos() / elapsed.toNanos();
  }

  private String memory() {
    return Double.isNaN(rssPerConnection)
        ? ""
        : String.format(
            Locale.ROOT,
            "; bytes of a connection: %,.0f in the heap, %,.0f of the process",
            heapPerConnection,
            rssPerConnection);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,.0f deliveries/s of %,.0f bytes, server CPU %.3f us per delivery (%.2f cores)%s, p50"
            + " %.2f ms, p99 %.2f ms; %,d sent, %,d received of %,d%s",
        deliveriesPerSecond(),
        bytesPerDelivery(),
        cpuMicrosPerDelivery(),
        serverCores(),
        redisCpu == null
            ? ""
            : String.format(Locale.ROOT, ", Redis %.3f us", redisMicrosPerDelivery()),
        median.toNanos() / 1e6,
        percentile99.toNanos() / 1e6,
        sent,
        received,
        expected,
        memory());
  }
}
