package dev.nave.backplane.redis.internal.subscribe;

import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.internal.execution.CoalescedTask;
import dev.nave.backplane.redis.internal.lettuce.BulkBound;
import dev.nave.backplane.redis.internal.lettuce.OpenConnection;
import dev.nave.backplane.redis.internal.lettuce.PubSubKind;
import dev.nave.backplane.redis.internal.lettuce.ReadEnd;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that subscribes: tells its {@link SubscriptionSync} what has changed, and passes
 * on what it receives.
 *
 * <p><b>Threading.</b> {@link #enqueue}, {@link #settled} and {@link #end} from any thread; all
 * else on the loop of the connection.
 */
public final class Subscriber extends RedisPubSubAdapter<byte[], byte[]>
    implements SubscriptionSync.Connection {
  private static final Logger log = LoggerFactory.getLogger(Subscriber.class);

  /** What the subscriber reports to its pair. */
  public interface Owner {
    /** Answers have stopped: the connection is to be given up. */
    void subscribingStalled(Throwable cause);

    /** Another server has the slot of a channel. */
    void moved();

    /** Redis refused a topic; it is tried again later. */
    void refused(String topic, Throwable cause);

    /** A message came on the channel of the probe. */
    void probeReturned(byte[] body);
  }

  private final SubscriptionTable table;
  private final StatefulRedisPubSubConnection<byte[], byte[]> connection;
  private final EventLoop loop;
  private final BulkBound incoming;
  private final Owner owner;
  private final boolean sharded;
  private final byte[] probeChannel;
  private final CompletableFuture<Void> probeSubscribed = new CompletableFuture<>();
  private final Queue<Subscription> changed = new ConcurrentLinkedQueue<>();
  private final CoalescedTask looking;
  private final SubscriptionSync sync;
  private final ReadEnvelopes arrived;
  private volatile boolean ended;

  public Subscriber(
      RedisOptions options,
      SubscriptionTable table,
      OpenConnection<StatefulRedisPubSubConnection<byte[], byte[]>> opened,
      PubSubKind kind,
      Owner owner) {
    this.table = table;
    this.connection = opened.connection();
    this.loop = opened.channel().eventLoop();
    this.incoming = BulkBound.of(opened.channel());
    this.looking = new CoalescedTask(loop, this::look);
    this.sharded = kind.sharded();
    this.probeChannel = kind.probeChannelBytes();
    this.owner = owner;
    this.arrived = new ReadEnvelopes(table, this);
    ReadEnd.of(opened.channel()).tell(arrived::handOver);
    // Channels of one SSUBSCRIBE would have to share a slot.
    this.sync = new SubscriptionSync(options, table, this, sharded);
  }

  /** Subscribes to the probe's channel; any thread. Fails if Redis refuses it. */
  public CompletionStage<Void> start() {
    connection.addListener(this);
    var unusedStage =
        send(Subscription.Step.SUBSCRIBE, List.of(probeChannel))
            .whenComplete(
                (unused, failure) -> {
                  if (failure != null) {
                    probeSubscribed.completeExceptionally(failure);
                  }
                });
    return probeSubscribed;
  }

  /** Any thread. When something was last received, by {@link System#nanoTime}. */
  public long heardNanos() {
    return incoming.heardNanos();
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  /** Any thread. Nothing is sent or delivered any more; pending stages fail with the cause. */
  public void end(Throwable cause) {
    ended = true;
    table.detachAll(this);
    probeSubscribed.completeExceptionally(cause);
    var unusedResult = onLoop(() -> sync.end(cause));
  }

  @Override
  public void enqueue(Subscription subscription) {
    changed.add(subscription);
    var unusedResult = looking.request();
  }

  private void look() {
    sync.look(changed);
  }

  private boolean onLoop(Runnable work) {
    try {
      loop.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      log.trace("the event loop has ended", e);
      return false;
    }
  }

  /** Any thread. Done when all that was enqueued before is confirmed or refused. */
  public CompletableFuture<Void> settled() {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    boolean accepted =
        onLoop(
            () -> {
              look();
              sync.fence(passed);
              if (ended) {
                sync.end(new IOException("the connection was given up"));
              }
            });
    if (!accepted) {
      passed.completeExceptionally(new IOException("the event loop has ended"));
    }
    return passed;
  }

  // What the batches need.

  @Override
  public CompletionStage<Void> send(Subscription.Step step, List<byte[]> channels) {
    byte[][] names = channels.toArray(byte[][]::new);
    RedisPubSubAsyncCommands<byte[], byte[]> commands = connection.async();
    boolean subscribe = step == Subscription.Step.SUBSCRIBE;
    if (sharded) {
      return subscribe ? commands.ssubscribe(names) : commands.sunsubscribe(names);
    }
    return subscribe ? commands.subscribe(names) : commands.unsubscribe(names);
  }

  @Override
  public ScheduledFuture<?> later(Duration delay, Runnable work) {
    return loop.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void stalled(Throwable cause) {
    owner.subscribingStalled(cause);
  }

  @Override
  public void moved() {
    owner.moved();
  }

  @Override
  public void refused(String topic, Throwable cause) {
    owner.refused(topic, cause);
  }

  // What the connection brings, in order: on its loop.

  private void confirmed(byte[] channel) {
    arrived.handOver();
    if (Arrays.equals(channel, probeChannel)) {
      probeSubscribed.complete(null);
    } else if (!ended) {
      sync.confirmed(channel);
    }
  }

  private void unsubscribed(byte[] channel) {
    arrived.handOver();
    if (ended) {
      return;
    }
    if (Arrays.equals(channel, probeChannel)) { // Unasked: its slot has moved.
      owner.moved();
      owner.subscribingStalled(new IOException("Redis ended the subscription of the probe"));
    } else {
      sync.ended(channel);
    }
  }

  private void received(byte[] channel, byte[] body) {
    if (Arrays.equals(channel, probeChannel)) {
      arrived.handOver();
      owner.probeReturned(body);
    } else {
      arrived.add(channel, body);
    }
  }

  @Override
  public void subscribed(byte[] channel, long count) {
    confirmed(channel);
  }

  @Override
  public void ssubscribed(byte[] channel, long count) {
    confirmed(channel);
  }

  @Override
  public void unsubscribed(byte[] channel, long count) {
    unsubscribed(channel);
  }

  @Override
  public void sunsubscribed(byte[] channel, long count) {
    unsubscribed(channel);
  }

  @Override
  public void message(byte[] channel, byte[] body) {
    received(channel, body);
  }

  @Override
  public void smessage(byte[] channel, byte[] body) {
    received(channel, body);
  }
}
