package dev.nave.backplane.redis.internal.connect;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.Stages;
import dev.nave.backplane.redis.ConnectionRole;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.internal.lettuce.NettyChannelAccess;
import dev.nave.backplane.redis.internal.lettuce.OpenConnection;
import dev.nave.backplane.redis.internal.lettuce.PubSubKind;
import dev.nave.backplane.redis.internal.publish.PublishQueue;
import dev.nave.backplane.redis.internal.publish.PublishTotals;
import dev.nave.backplane.redis.internal.report.Words;
import dev.nave.backplane.redis.internal.subscribe.Subscriber;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A pair of connections to one Redis server, one to publish and one to subscribe. It lives once:
 * the first sign that either does not work ends both, and the next attempt makes a fresh pair.
 *
 * <p><b>Threading.</b> Any thread, unless a method says otherwise.
 */
public final class ConnectionPair implements PublishQueue.Owner, Subscriber.Owner {
  private final NodeContext context;
  private final RedisEndpoint endpoint;
  private final PubSubKind kind;
  private final OpenConnection<StatefulRedisConnection<byte[], byte[]>> publishing;
  private final OpenConnection<StatefulRedisPubSubConnection<byte[], byte[]>> subscribing;
  private final PublishQueue queue;
  private final Subscriber subscriber;
  private final Probe probe;
  private final Observer observer;
  private volatile boolean receiversCertain;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** What had failed before the pair ended. */
  private volatile PublishTotals.Snapshot failedBefore = new PublishTotals.Snapshot(0, 0);

  /** Observes a pair. */
  interface Observer {
    /** The pair ended by itself. On the coordinator. */
    void pairEnded(ConnectionPair pair, Throwable cause);

    /** Another server has what was asked of this one. Any thread. */
    void moved();
  }

  private ConnectionPair(
      NodeContext context,
      RedisEndpoint endpoint,
      PubSubKind kind,
      OpenConnection<StatefulRedisConnection<byte[], byte[]>> publishing,
      OpenConnection<StatefulRedisPubSubConnection<byte[], byte[]>> subscribing,
      Observer observer) {
    this.context = context;
    this.endpoint = endpoint;
    this.kind = kind;
    this.publishing = publishing;
    this.subscribing = subscribing;
    this.observer = observer;
    this.receiversCertain = kind.countsReceivers();
    queue =
        new PublishQueue(
            context.options(),
            kind,
            endpoint.toString(),
            publishing.channel(),
            this,
            context.totals());
    subscriber = new Subscriber(context.options(), context.table(), subscribing, kind, this);
    probe =
        new Probe(
            context,
            endpoint.toString(),
            kind.probeChannelBytes(),
            queue,
            subscriber,
            this::broken);
  }

  /** Opens both connections. The pair must not be used until {@link #verify} is done. */
  static CompletionStage<ConnectionPair> open(
      NodeContext context, RedisEndpoint endpoint, PubSubKind kind, Observer observer) {
    CompletableFuture<OpenConnection<StatefulRedisConnection<byte[], byte[]>>> publishing =
        context.connector().connect(endpoint).toCompletableFuture();
    CompletableFuture<OpenConnection<StatefulRedisPubSubConnection<byte[], byte[]>>> subscribing =
        context.connector().connectPubSub(endpoint).toCompletableFuture();
    CompletableFuture<ConnectionPair> opened = new CompletableFuture<>();
    var unusedStage =
        publishing
            .thenCombine(
                subscribing,
                (publish, subscribe) ->
                    new ConnectionPair(context, endpoint, kind, publish, subscribe, observer))
            .whenComplete(
                (pair, failure) -> {
                  if (failure != null) { // One of the two may be there, or still come.
                    var unusedPublish = publishing.thenAccept(context.connector()::close);
                    var unusedSubscribe = subscribing.thenAccept(context.connector()::close);
                    opened.completeExceptionally(Stages.unwrap(failure));
                  } else {
                    opened(pair, opened);
                  }
                });
    return opened;
  }

  private static void opened(ConnectionPair pair, CompletableFuture<ConnectionPair> opened) {
    try {
      pair.watch();
    } catch (RuntimeException | Error e) { // Its loop ends, for example: the pair would leak.
      pair.end(RefusalReason.UNAVAILABLE, e);
      opened.completeExceptionally(e);
    }
    if (!opened.complete(pair)) { // The attempt is over.
      pair.end(RefusalReason.UNAVAILABLE, new IOException("it came too late"));
    }
  }

  private void watch() {
    queue.start();
    publishing
        .channel()
        .closeFuture()
        .addListener(closed -> closedByPeer(ConnectionRole.PUBLISH, publishing));
    subscribing
        .channel()
        .closeFuture()
        .addListener(closed -> closedByPeer(ConnectionRole.SUBSCRIBE, subscribing));
  }

  private void closedByPeer(ConnectionRole role, OpenConnection<?> opened) {
    Throwable known = NettyChannelAccess.causeOf(opened.channel());
    broken(role, known != null ? known : new IOException("Redis closed the connection"));
  }

  /**
   * Subscribes to the probe's channel, and waits until a probe has come back. To be called once.
   */
  CompletionStage<Void> verify() {
    return subscriber.start().thenCompose(unused -> probe.first());
  }

  /** Waits until all topics that were attached before are subscribed, or refused. */
  CompletionStage<Void> restored() {
    return subscriber.settled();
  }

  /** Begins to probe regularly. Coordinator only. */
  void startProbing() {
    probe.repeat();
  }

  @Override
  public void probeReturned(byte[] body) {
    probe.returned(body);
  }

  @Override
  public void publishingStalled(Throwable cause) {
    broken(ConnectionRole.PUBLISH, cause);
  }

  @Override
  public void subscribingStalled(Throwable cause) {
    broken(ConnectionRole.SUBSCRIBE, cause);
  }

  @Override
  public void moved() {
    observer.moved();
  }

  @Override
  public void refused(String topic, Throwable cause) {
    context
        .coordinator()
        .execute(() -> context.reporter().event(new RedisEvent.SubscriptionRefused(topic, cause)));
  }

  /** Gives the pair up: it works, but another server is the right one by now. */
  void wrongServer(Throwable cause) {
    broken(ConnectionRole.PUBLISH, cause);
  }

  private void broken(ConnectionRole role, Throwable cause) {
    if (!stop(RefusalReason.UNAVAILABLE, cause)) {
      return;
    }
    // The outage is reported before the failures of publications.
    context
        .coordinator()
        .executeOr(
            () -> {
              try {
                context.reporter().event(new RedisEvent.Failed(endpoint, role, cause));
                observer.pairEnded(this, cause);
              } finally {
                release();
              }
            },
            this::release);
  }

  /** Ends the pair without telling its observer; false if it had ended already. */
  boolean end(RefusalReason reason, Throwable cause) {
    boolean first = stop(reason, cause);
    if (first) {
      release();
    }
    return first;
  }

  private boolean stop(RefusalReason reason, Throwable cause) {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    failedBefore = context.totals().now();
    queue.stop(reason, cause);
    subscriber.end(cause);
    probe.end(cause);
    return true;
  }

  private void release() {
    queue.settle();
    context.connector().close(publishing);
    context.connector().close(subscribing);
  }

  boolean isEnded() {
    return ended.get();
  }

  /** Returns how many publications of this node had failed when the pair ended. */
  PublishTotals.Snapshot failedBefore() {
    return failedBefore;
  }

  /** The server turned out not to count all receivers. */
  public void receiversAreUncertain() {
    queue.receiversAreUncertain();
    receiversCertain = false;
  }

  public RedisEndpoint endpoint() {
    return endpoint;
  }

  public PublishQueue queue() {
    return queue;
  }

  Subscriber subscriber() {
    return subscriber;
  }

  /** The connection that is not subscribed to anything, to ask the server with. */
  public StatefulRedisConnection<byte[], byte[]> asking() {
    return publishing.connection();
  }

  /** Asks how many are subscribed to a channel; empty where the server does not know all. */
  public CompletionStage<OptionalLong> receivers(byte[] channel) {
    if (!receiversCertain) {
      return CompletableFuture.completedStage(OptionalLong.empty());
    }
    RedisAsyncCommands<byte[], byte[]> server = publishing.connection().async();
    return (kind.sharded() ? server.pubsubShardNumsub(channel) : server.pubsubNumsub(channel))
        .toCompletableFuture()
        .orTimeout(context.options().publishTimeout().toNanos(), TimeUnit.NANOSECONDS)
        .thenApply(counts -> OptionalLong.of(counts.values().iterator().next()))
        .exceptionally(failure -> OptionalLong.empty());
  }

  /** Fails a stage that takes longer than an attempt to connect may. */
  public static <T> CompletionStage<T> inTime(
      CompletionStage<T> stage, Duration limit, String what, RedisEndpoint endpoint) {
    return stage
        .toCompletableFuture()
        .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedStage(
                    Stages.unwrap(failure) instanceof TimeoutException
                        ? new BackplaneTimeoutException(
                            what + " " + endpoint + ": no answer in " + Words.of(limit))
                        : failure));
  }
}
