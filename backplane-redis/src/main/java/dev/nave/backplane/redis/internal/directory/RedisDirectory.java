package dev.nave.backplane.redis.internal.directory;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.Stages;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.DirectoryLimits;
import dev.nave.backplane.directory.DirectoryListener;
import dev.nave.backplane.directory.Entry;
import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.Page;
import dev.nave.backplane.directory.SpaceCount;
import dev.nave.backplane.directory.TimedEntry;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's part in the directory of its farm. Any thread.
 *
 * <p>The keys begin with the channel prefix, and those of a {@link Partition} share a hash tag.
 */
public final class RedisDirectory implements Directory {
  private static final Logger log = LoggerFactory.getLogger("dev.nave.backplane.redis");

  /** Changes of other nodes that this one is to raise are looked for as often. */
  private static final Duration PULSE = Duration.ofSeconds(1);

  /** What no node keeps alive is gone after this time, or after some leases. */
  private static final Duration RETENTION = Duration.ofHours(1);

  private static final int LEASES_RETAINED = 4;

  private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

  private final NodeContext context;
  private final String node;
  private final Duration interval;
  private final List<Partition> parts = new ArrayList<>();
  private final LongAdder failures = new LongAdder();
  private final DirectoryStatus status = new DirectoryStatus();
  private final DirectoryReader reader = new DirectoryReader(parts, status);

  /** Coordinator only. */
  private long warnedNanos;

  private final ListenerWatch listenerWatch = new ListenerWatch(WARNING_INTERVAL, log::warn);

  /**
   * Creates it; nothing is sent until it is started.
   *
   * @param carrier returns the connection of the backplane for a key; null while there is none
   * @param demoted told that the server at the other end of one is no master any more; any thread
   */
  public RedisDirectory(
      NodeContext context,
      Function<byte[], @Nullable StatefulRedisConnection<byte[], byte[]>> carrier,
      Runnable demoted) {
    this(context, carrier, demoted, retention(context.options().directoryLease()));
  }

  /** As the other one; {@code retention} is how long Redis keeps what no node keeps alive. */
  RedisDirectory(
      NodeContext context,
      Function<byte[], @Nullable StatefulRedisConnection<byte[], byte[]>> carrier,
      Runnable demoted,
      Duration retention) {
    this.context = context;
    this.node = context.nodeId().substring(0, Partition.NODE_CHARS);
    RedisOptions options = context.options();
    this.interval = options.directoryRenewInterval();
    Duration lease = options.directoryLease();
    for (int i = 0; i < options.directoryPartitions(); i++) {
      byte[] base = Texts.bytes(prefix(options.channelPrefix()) + "nave:dir:{" + i + "}:");
      parts.add(
          new Partition(
              context,
              node,
              new ScriptLink(context, base, carrier, demoted),
              lease,
              interval,
              retention,
              failures,
              this::consider));
    }
    this.warnedNanos = System.nanoTime() - WARNING_INTERVAL.toNanos();
  }

  private static Duration retention(Duration lease) {
    Duration leases = lease.multipliedBy(LEASES_RETAINED);
    return leases.compareTo(RETENTION) > 0 ? leases : RETENTION;
  }

  /** A first pair of braces with nothing in it would leave no key with a hash tag. */
  private static String prefix(String channelPrefix) {
    int open = channelPrefix.indexOf('{');
    return open >= 0 && channelPrefix.indexOf('}', open) == open + 1
        ? channelPrefix.replace('{', '(').replace('}', ')')
        : channelPrefix;
  }

  @Override
  public void start(DirectoryListener listener) {
    Objects.requireNonNull(listener, "listener");
    if (!status.start()) {
      throw new IllegalStateException("the directory was started or closed already");
    }
    context.coordinator().execute(() -> parts.forEach(part -> part.start(listener)));
    Duration half = interval.dividedBy(2);
    Duration pulse = half.compareTo(PULSE) < 0 ? half : PULSE;
    var unusedTimer = context.coordinator().every(pulse, this::pulse);
  }

  private void pulse() {
    parts.forEach(Partition::pulse);
    listenerWatch.look(backlog(), Instant.now());
  }

  private Raising.Backlog backlog() {
    return parts.stream()
        .map(Partition::backlog)
        .reduce(Raising.Backlog.NONE, Raising.Backlog::plus);
  }

  /** Coordinator only. Redis can be reached again. */
  public void connected() {
    if (status.isStarted()) {
      pulse();
    }
  }

  private void consider(@Nullable Throwable why) {
    status.leased(parts.stream().allMatch(Partition::isLeased), why);
    if (why instanceof BackplaneUnavailableException refused
        && refused.reason() == RefusalReason.REJECTED
        && status.isStarted()
        && System.nanoTime() - warnedNanos >= WARNING_INTERVAL.toNanos()) {
      warnedNanos = System.nanoTime();
      log.warn("Redis refuses the directory, it is tried again: {}", why.getMessage());
    }
  }

  @Override
  public String node() {
    return node;
  }

  private Partition partOf(DirectoryKey key) {
    int hash = 31 * key.space().hashCode() + key.name().hashCode(); // The same on all nodes.
    return parts.get(Math.floorMod(hash ^ (hash >>> 16), parts.size()));
  }

  @Override
  public CompletionStage<Void> put(DirectoryKey key, String member, String value, boolean told) {
    return written(
        DirectoryLimits.refusal(key, member, value),
        partOf(key),
        own -> own.put(key, member, value, told));
  }

  @Override
  public CompletionStage<Void> remove(DirectoryKey key, String member, String reason) {
    BackplaneUnavailableException limit = DirectoryLimits.refusal(key, member);
    return written(
        limit != null
            ? limit
            : DirectoryLimits.refusal("reason of a removal", reason, MAX_REASON_BYTES),
        partOf(key),
        own -> own.remove(key, member, reason));
  }

  private CompletionStage<Void> written(
      @Nullable BackplaneUnavailableException limit,
      Partition part,
      Function<OwnEntries, CompletableFuture<Void>> change) {
    return status.unlessRefused(
        limit,
        () -> {
          CompletableFuture<Void> done = change.apply(part.own());
          part.wake();
          if (!status.isStarted()) { // Closed meanwhile: no other call would end the wait.
            part.own().close(DirectoryStatus.closed());
          }
          return Stages.readOnly(done);
        });
  }

  @Override
  public CompletionStage<Page<Entry>> members(DirectoryKey key, @Nullable String from, int limit) {
    DirectoryLimits.checkPage(limit);
    return reader.members(partOf(key), key, from, limit);
  }

  @Override
  public CompletionStage<Long> count(DirectoryKey key) {
    return reader.count(partOf(key), key);
  }

  @Override
  public CompletionStage<Page<KeyCount>> keys(String space, @Nullable String from, int limit) {
    DirectoryLimits.checkPage(limit);
    return reader.keys(space, from, limit);
  }

  @Override
  public CompletionStage<SpaceCount> count(String space) {
    return reader.count(space);
  }

  @Override
  public CompletionStage<List<TimedEntry>> timed(DirectoryKey key) {
    return reader.timed(partOf(key), key);
  }

  @Override
  public CompletionStage<Void> putTimed(
      DirectoryKey key, String member, String value, Duration time) {
    DirectoryLimits.checkTime(time);
    Partition part = partOf(key);
    return status.<@Nullable Void>unlessRefused(
        DirectoryLimits.refusal(key, member, value),
        () ->
            part.ask(
                "enter a timed member of " + key,
                answer -> {
                  part.timed().hold(key, member, value, time);
                  return null;
                },
                Texts.bytes("putTimed"),
                Texts.bytes("S"),
                Texts.key(key),
                Texts.bytes(member),
                Texts.bytes(value),
                Texts.bytes(time.toMillis())));
  }

  @Override
  public CompletionStage<Void> removeTimed(DirectoryKey key, String member) {
    Partition part = partOf(key);
    part.timed().forget(key, member);
    return status.<@Nullable Void>unlessRefused(
        DirectoryLimits.refusal(key, member),
        () ->
            part.ask(
                "remove a timed member of " + key,
                answer -> {
                  part.timed().forget(key, member);
                  return null;
                },
                Texts.bytes("removeTimed"),
                Texts.key(key),
                Texts.bytes(member)));
  }

  @Override
  public void forgetTimed(DirectoryKey key, String member) {
    partOf(key).timed().forget(key, member);
  }

  @Override
  public DirectoryHealth health() {
    DirectoryStatus.Now now = status.now();
    Raising.Backlog backlog = backlog();
    return new DirectoryHealth(
        now.state(),
        now.since(),
        now.cause(),
        parts.stream().mapToLong(part -> part.own().size()).sum(),
        parts.stream().mapToLong(part -> part.own().unconfirmed()).sum(),
        failures.sum(),
        (long) backlog.unraised() + backlog.unconfirmed(),
        backlog.since());
  }

  /**
   * From now on all is refused. Then leaves; others replace this node at once if Redis can be
   * reached.
   */
  public CompletionStage<Void> close() {
    CompletableFuture<Void> left = new CompletableFuture<>();
    if (status.close()) {
      context.coordinator().execute(() -> leave(left));
    } else {
      left.complete(null);
    }
    return left;
  }

  private void leave(CompletableFuture<Void> left) {
    CompletableFuture<?>[] all =
        parts.stream().map(Partition::close).toArray(CompletableFuture<?>[]::new);
    var unusedStage =
        CompletableFuture.allOf(all).whenComplete((unused, failure) -> left.complete(null));
  }
}
