package dev.nave.hub.internal.server;

import dev.nave.hub.ServerOptions;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.HubLoops;
import dev.nave.hub.internal.loop.LoopLimits;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Tag;
import dev.nave.hub.transport.ConnectionLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Makes the loops of one server, numbered and measured. Any thread. */
final class ServerLoops {
  private final ExecutorService executor;
  private final Duration tick;
  private final ServerOptions options;
  private final ServerMeters meters;
  private final AtomicInteger numbers = new AtomicInteger();

  private ServerLoops(
      ExecutorService executor, Duration tick, ServerOptions options, ServerMeters meters) {
    this.executor = executor;
    this.tick = tick;
    this.options = options;
    this.meters = meters;
  }

  /** Returns the loops of a server, each of which is made for the first connection on it. */
  static HubLoops of(ServerSettings from, ExecutorService executor, ServerMeters meters) {
    ServerLoops loops = new ServerLoops(executor, tick(from.hubs()), from.options(), meters);
    return new HubLoops(loops::make);
  }

  private HubLoop make(ConnectionLoop loop) {
    Map<Tag, String> tags = Map.of(Tag.LOOP, Integer.toString(numbers.getAndIncrement()));
    HubLoop made =
        new HubLoop(
            loop,
            executor,
            System::nanoTime,
            tick,
            new LoopLimits(
                options.maxLoopQueueBytes(),
                options.maxLoopInboundBytes(),
                options.maxPostponedTimePerTurn()),
            meters.durations(HubMeter.LOOP_DELAY, tags));
    meters.gauge(HubMeter.LOOP_QUEUE, tags, made::queuedBytes);
    meters.gauge(HubMeter.LOOP_PENDING, tags, made::untakenBytes);
    meters.gauge(HubMeter.LOOP_INBOUND, tags, made.inbound()::bytes);
    return made;
  }

  /** Timers are looked at often enough for the shortest of them, but not more often than useful. */
  private static Duration tick(List<MappedHub<?>> hubs) {
    long shortest =
        hubs.stream()
            .map(MappedHub::options)
            .flatMap(
                options ->
                    Stream.of(
                        options.handshakeTimeout(),
                        options.keepAliveInterval(),
                        options.clientTimeout(),
                        options.messageTimeout(),
                        options.disconnectTimeout(),
                        options.sendTimeout()))
            .mapToLong(Duration::toMillis)
            .min()
            .orElse(0);
    return Duration.ofMillis(Math.max(50, Math.min(1000, shortest / 4)));
  }
}
