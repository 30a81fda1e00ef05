package dev.nave.backplane.redis.internal.node;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.ReceiverCount;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.Stages;
import dev.nave.backplane.TopicText;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.internal.connect.ConnectionPair;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.internal.connect.ReconnectingPair;
import dev.nave.backplane.redis.internal.directory.RedisDirectory;
import dev.nave.backplane.redis.internal.publish.PublishTotals;
import dev.nave.backplane.redis.internal.report.RedisErrors;
import dev.nave.backplane.redis.internal.report.Reporter;
import dev.nave.backplane.redis.internal.subscribe.Subscriber;
import dev.nave.backplane.redis.internal.subscribe.Subscription;
import dev.nave.backplane.redis.internal.topology.OtherTopologyException;
import dev.nave.backplane.redis.internal.topology.Topology;
import dev.nave.backplane.redis.internal.topology.TopologyFactory;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's end of the Redis backplane: its state, and which connections carry what.
 *
 * <p><b>Threading.</b> The methods of {@link Backplane} from any thread; the state changes on the
 * coordinator, but for the first step and the last.
 */
public final class BackplaneNode implements Backplane {
  private static final Logger log = LoggerFactory.getLogger(BackplaneNode.class);

  private final NodeContext context;
  private final TopologyFactory topologies;
  private final RedisDirectory directory;
  private final NodeStatus status = new NodeStatus();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final Availability availability;
  private volatile @Nullable Topology topology;

  /** Creates a node that was not started. */
  public BackplaneNode(RedisOptions options) {
    context = NodeContext.of(options, UUID.randomUUID().toString().replace("-", ""));
    directory = new RedisDirectory(context, this::connectionFor, this::moved);
    availability = new Availability(context, status);
    topologies =
        new TopologyFactory(
            context, new Watcher(), () -> reconsider(null, null), () -> status.is(State.STARTING));
  }

  @Override
  public CompletionStage<Void> start(BackplaneListener listener) {
    BackplaneListener shielded = BackplaneListener.shielded(listener);
    if (!status.enter(State.NEW, State.STARTING, null)) {
      return CompletableFuture.failedStage(
          status.is(State.CLOSED)
              ? status.refusal("start the Redis backplane")
              : new IllegalStateException("the Redis backplane was started already"));
    }
    availability.listener(shielded);
    context.table().listener(shielded);
    context.coordinator().execute(this::begin);
    return Stages.readOnly(started);
  }

  private void begin() {
    availability.began();
    try {
      context.options().notices().forEach(notice -> context.reporter().notice(notice));
      begin(topologies.first());
      var unusedTimer =
          context.coordinator().every(context.options().topologyCheckInterval(), this::check);
    } catch (RuntimeException | Error e) { // The start would wait for ever.
      end(e);
    }
  }

  private void begin(Topology next) {
    topology = next;
    next.start();
  }

  private void check() {
    Topology now = topology;
    if (now != null) {
      now.check();
    }
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(envelope, "envelope");
    byte[] channel;
    try {
      channel = context.table().names().channel(topic);
    } catch (IllegalArgumentException e) {
      return refused(cannotCarry("publish to " + TopicText.quote(topic), e));
    }
    ReconnectingPair carrier = carrierOf(channel);
    ConnectionPair pair = carrier == null ? null : carrier.current();
    if (pair == null || !status.mayPublish()) {
      return refused(status.refusal("publish to " + TopicText.quote(topic)));
    }
    return Stages.readOnly(pair.queue().publish(topic, channel, envelope));
  }

  private CompletionStage<Receipt> refused(BackplaneUnavailableException refusal) {
    context.totals().fail(refusal);
    return CompletableFuture.failedStage(refusal);
  }

  private static BackplaneUnavailableException cannotCarry(
      String action, IllegalArgumentException cause) {
    return new BackplaneUnavailableException(
        RefusalReason.TOO_LARGE, "cannot " + action + ": " + cause.getMessage(), cause);
  }

  private @Nullable ReconnectingPair carrierOf(byte[] channel) {
    Topology now = topology;
    return now == null ? null : now.carrierOf(channel);
  }

  @Override
  public CompletionStage<Void> subscribe(String topic) {
    Objects.requireNonNull(topic, "topic");
    String action = "subscribe to " + TopicText.quote(topic);
    if (!status.isRunning()) {
      return CompletableFuture.failedStage(status.refusal(action));
    }
    byte[] channel;
    try {
      channel = context.table().names().channel(topic);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedStage(cannotCarry(action, e));
    }
    Subscription.Change change = context.table().subscribe(topic, channel);
    ReconnectingPair carrier = carrierOf(channel);
    Subscriber subscriber = carrier == null ? null : carrier.subscriber();
    if (subscriber != null) {
      change.subscription().attach(subscriber);
    }
    change.subscription().wake();
    if (!status.isRunning()) { // Closed meanwhile: no other call would end the wait.
      failWaiting();
    }
    return Stages.readOnly(change.stage());
  }

  @Override
  public CompletionStage<Void> unsubscribe(String topic) {
    Objects.requireNonNull(topic, "topic");
    return status.isRunning()
        ? Stages.readOnly(context.table().unsubscribe(topic))
        : CompletableFuture.failedStage(
            status.refusal("unsubscribe from " + TopicText.quote(topic)));
  }

  @Override
  public BackplaneHealth health() {
    NodeStatus.Now now = status.now();
    int confirmed = now.state() == State.DOWN ? 0 : context.table().confirmedCount();
    return new BackplaneHealth(
        now.state(), now.since(), now.cause(), context.table().desiredCount(), confirmed);
  }

  @Override
  public <T> Optional<T> capability(Class<T> type) {
    if (type == Directory.class) {
      return Optional.of(type.cast(directory));
    }
    return type == ReceiverCount.class
        ? Optional.of(type.cast((ReceiverCount) this::receivers))
        : Optional.empty();
  }

  private @Nullable StatefulRedisConnection<byte[], byte[]> connectionFor(byte[] key) {
    ReconnectingPair carrier = carrierOf(key);
    ConnectionPair pair = carrier == null ? null : carrier.current();
    return pair == null ? null : pair.asking();
  }

  private CompletionStage<OptionalLong> receivers(String topic) {
    byte[] channel;
    try {
      channel = context.table().names().channel(topic);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedStage(OptionalLong.of(0)); // No node can subscribe to it.
    }
    ReconnectingPair carrier = carrierOf(channel);
    ConnectionPair pair = carrier == null ? null : carrier.current();
    return pair == null
        ? CompletableFuture.completedStage(OptionalLong.empty())
        : pair.receivers(channel);
  }

  @Override
  public void close() {
    end(null);
  }

  /** Ends: it was closed, or it gave up. */
  private void end(@Nullable Throwable cause) {
    if (!status.close(cause)) {
      return;
    }
    availability.listener(null);
    context.table().listener(null);
    BackplaneUnavailableException why = status.refusal("go on");
    var unusedStage =
        directory
            .close()
            .whenComplete(
                (unused, failure) -> context.coordinator().execute(() -> closeConnections(why)));
    failWaiting();
    started.completeExceptionally(cause != null ? cause : why);
  }

  private void closeConnections(Throwable why) {
    Topology now = topology;
    try {
      if (now != null) {
        now.close(RefusalReason.CLOSED, why);
      }
    } finally { // Connections and threads, whatever became of the topology.
      context.connector().close();
      context.coordinator().close();
    }
  }

  private void failWaiting() {
    context.table().clear(status::refusal);
  }

  /** Brings the state of the node to that of its connections. */
  private void reconsider(@Nullable Throwable cause, @Nullable RedisEndpoint endpoint) {
    Topology now = topology;
    if (now == null || !now.isUp()) {
      availability.down(cause);
    } else if (availability.up(
        endpoint != null ? endpoint : context.options().endpoints().get(0))) {
      started.complete(null);
      directory.connected();
    }
  }

  /** Observes the pairs of connections, on the coordinator. */
  private final class Watcher implements ReconnectingPair.Observer {
    @Override
    public void up(RedisEndpoint endpoint) {
      reconsider(null, endpoint);
    }

    @Override
    public void down(Throwable cause, PublishTotals.Snapshot failedBefore) {
      availability.lost(failedBefore);
      reconsider(cause, null);
      moved();
    }

    @Override
    public boolean attemptFailed(int attempt, Throwable cause) {
      if (cause instanceof OtherTopologyException other && changeTopology(other)) {
        return false;
      }
      reconsider(cause, null);
      if (givesUpAfter(attempt, cause)) {
        end(
            new BackplaneUnavailableException(
                RefusalReason.UNAVAILABLE,
                "cannot connect to Redis, attempt " + attempt + ": " + Reporter.reason(cause),
                cause));
        return false;
      }
      moved();
      return true;
    }

    @Override
    public void moved() {
      BackplaneNode.this.moved();
    }
  }

  /** Any thread. Another server may be the right one by now. */
  private void moved() {
    Topology now = topology;
    if (now != null) {
      now.moved();
    }
  }

  private boolean givesUpAfter(int attempt, Throwable cause) {
    RedisOptions options = context.options();
    return status.is(State.STARTING)
        && options.abortConnect()
        && (attempt >= options.connectRetry() || !RedisErrors.isTransient(cause));
  }

  /** Returns whether it is changed; if not, what was there before goes on trying. */
  private boolean changeTopology(OtherTopologyException found) {
    Topology before = topology;
    context.reporter().event(new RedisEvent.TopologyChanged(String.valueOf(found.getMessage())));
    try {
      begin(topologies.after(found.found()));
    } catch (RuntimeException | Error e) {
      topology = before;
      log.error("the Redis backplane could not go on as {}", found.found(), e);
      return false;
    }
    if (before != null) {
      before.close(RefusalReason.UNAVAILABLE, found);
    }
    return true;
  }
}
