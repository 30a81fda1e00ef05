package dev.nave.hub.internal.groups;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.TopicText;
import dev.nave.hub.HubException;
import dev.nave.hub.internal.codec.Names;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.envelope.EnvelopeCodec.GroupCommand;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.registry.AbsenceWatch;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.stages.Outcomes;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the groups of connections: of a local one on its loop, of any other by a command to the
 * nodes, of which the one that has the connection acknowledges.
 *
 * <p><b>Threading.</b> Any thread; never blocks. Stages complete on the executor unless they are
 * done already.
 */
public final class GroupChanges {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final TopicNames names;
  private final String nodeId;
  private final String commandTopic;
  private final String ackTopic;
  private final HubRegistry registry;
  private final Backplane backplane;
  private final ConnectionSettings settings;
  private final Duration ackTimeout;
  private final Executor executor;
  private final AbsenceWatch absence;
  private final AtomicInteger lastId = new AtomicInteger();
  private final ConcurrentMap<Integer, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

  /**
   * Creates the group changes of a hub.
   *
   * @param nodeId names this node among all
   * @param ackTimeout how long the acknowledgement of another node is awaited
   */
  public GroupChanges(
      TopicNames names,
      String nodeId,
      HubRegistry registry,
      Backplane backplane,
      ConnectionSettings settings,
      Duration ackTimeout,
      Executor executor) {
    this.names = names;
    this.nodeId = nodeId;
    this.commandTopic = names.groupCommands();
    this.ackTopic = names.acks(nodeId);
    this.registry = registry;
    this.backplane = backplane;
    this.settings = settings;
    this.ackTimeout = ackTimeout;
    this.executor = executor;
    // Whatever its node may still say, a connection that is gone is in no group.
    this.absence = new AbsenceWatch(backplane, names, Duration.ZERO);
  }

  /** Subscribes to what other nodes ask of this one and answer it. The stage never fails. */
  public CompletableFuture<Void> start(Subscriptions subscriptions) {
    return CompletableFuture.allOf(
        subscriptions.subscribe(commandTopic), subscriptions.subscribe(ackTopic));
  }

  public CompletableFuture<Void> add(String connectionId, String group) {
    return change(connectionId, group, true, null);
  }

  public CompletableFuture<Void> addWithValue(String connectionId, String group, String value) {
    int limit = settings.options().maxPresenceValueLength();
    return value.length() > limit
        ? CompletableFuture.failedFuture(
            new HubException(
                "a value of "
                    + value.length()
                    + " characters is longer than maxPresenceValueLength, which is "
                    + limit))
        : change(connectionId, group, true, value);
  }

  public CompletableFuture<Void> remove(String connectionId, String group) {
    return change(connectionId, group, false, null);
  }

  private CompletableFuture<Void> change(
      String connectionId, String group, boolean add, @Nullable String value) {
    Objects.requireNonNull(connectionId, "connectionId");
    Objects.requireNonNull(group, "group");
    int limit = settings.options().maxGroupNameLength();
    if (group.length() > limit) {
      return CompletableFuture.failedFuture(
          new HubException(
              "a group name of "
                  + group.length()
                  + " characters is longer than maxGroupNameLength, which is "
                  + limit));
    }
    try {
      Names.check("a group name", group);
      Names.check("a connection id", connectionId);
      Names.check("a value", value == null ? "" : value);
    } catch (IllegalArgumentException e) { // The name may come from a client as it is.
      return CompletableFuture.failedFuture(new HubException(String.valueOf(e.getMessage()), e));
    }
    HubConnection local = registry.find(connectionId);
    return local != null
        ? changeHere(local, group, add, value)
        : changeElsewhere(connectionId, group, add, value);
  }

  private CompletableFuture<Void> changeHere(
      HubConnection local, String group, boolean add, @Nullable String value) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    local.loop().execute(() -> changeOnLoop(local, group, add, value, done));
    return done;
  }

  private void changeOnLoop(
      HubConnection local,
      String group,
      boolean add,
      @Nullable String value,
      CompletableFuture<Void> done) {
    try {
      var unusedFuture =
          (add ? registry.join(local, group, value) : registry.leave(local, group))
              .whenComplete((unused, failure) -> Outcomes.end(executor, done, null));
    } catch (RuntimeException | Error e) { // The application waits for it.
      Outcomes.end(executor, done, e);
    }
  }

  private CompletableFuture<Void> changeElsewhere(
      String connectionId, String group, boolean add, @Nullable String value) {
    int id = lastId.incrementAndGet();
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    awaited.put(id, acknowledged);
    byte[] command =
        EnvelopeCodec.writeGroupCommand(
            new GroupCommand(id, nodeId, add, group, connectionId, value));
    var unusedFuture =
        backplane
            .publish(commandTopic, Envelope.of(command))
            .whenComplete((receipt, failure) -> commandSent(connectionId, acknowledged, failure));
    return acknowledged
        .orTimeout(ackTimeout.toNanos(), TimeUnit.NANOSECONDS)
        .handleAsync(
            (unused, failure) -> {
              awaited.remove(id);
              return failure;
            },
            executor)
        .thenCompose(failure -> outcome(failure, connectionId));
  }

  /** For a connection that no node has, there is nothing to do, and no node acknowledges. */
  private void commandSent(
      String connectionId, CompletableFuture<Void> acknowledged, @Nullable Throwable failure) {
    if (failure != null) {
      acknowledged.completeExceptionally(failure);
    } else {
      absence.watch(connectionId, () -> !acknowledged.isDone(), () -> acknowledged.complete(null));
    }
  }

  private CompletableFuture<Void> outcome(@Nullable Throwable failure, String connectionId) {
    Throwable cause = Outcomes.unwrap(failure);
    if (cause == null) {
      return CompletableFuture.completedFuture(null);
    }
    if (cause instanceof TimeoutException) {
      cause =
          new BackplaneTimeoutException(
              "no server acknowledged the group change of connection "
                  + TopicText.quote(connectionId)
                  + " within "
                  + ackTimeout
                  + ": either it does not exist, or its server did not answer",
              cause);
    }
    return CompletableFuture.failedFuture(cause);
  }

  /**
   * Takes an envelope if it is a command or an acknowledgement.
   *
   * @return whether it was
   * @throws IOException if it cannot be decoded
   */
  public boolean received(String topic, Envelope envelope) throws IOException {
    if (topic.equals(commandTopic)) {
      obey(EnvelopeCodec.readGroupCommand(envelope.bytes()));
      return true;
    }
    if (topic.equals(ackTopic)) {
      CompletableFuture<Void> waiting = awaited.get(EnvelopeCodec.readAck(envelope.bytes()));
      if (waiting != null) {
        waiting.complete(null);
      }
      return true;
    }
    return false;
  }

  private void obey(GroupCommand command) throws IOException {
    HubConnection local = registry.find(command.connectionId());
    if (local == null) {
      if (registry.hasEnded(command.connectionId())) { // Else its node answers, if there is one.
        acknowledged(command, acknowledge(command));
      }
      return;
    }
    int limit = settings.options().maxGroupNameLength();
    if (command.group().length() > limit) {
      throw new IOException(
          "a group name of "
              + command.group().length()
              + " characters is longer than maxGroupNameLength, which is "
              + limit);
    }
    // The answer goes to a topic of this hub, whatever node the command names.
    acknowledged(
        command,
        changeHere(local, command.group(), command.add(), command.value())
            .thenCompose(unused -> acknowledge(command)));
  }

  private static void acknowledged(GroupCommand command, CompletionStage<Receipt> stage) {
    var unusedFuture =
        stage.exceptionally(
            failure -> {
              log.warn(
                  "a group change of connection {} that server {} asked for was not acknowledged",
                  TopicText.quote(command.connectionId()),
                  TopicText.quote(command.nodeId()),
                  failure);
              return null;
            });
  }

  private CompletionStage<Receipt> acknowledge(GroupCommand command) {
    byte[] ack = EnvelopeCodec.writeAck(command.id());
    return backplane.publish(names.acks(command.nodeId()), Envelope.of(ack));
  }
}
