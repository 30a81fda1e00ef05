package dev.nave.hub.internal.kicks;

import dev.nave.backplane.Envelope;
import dev.nave.hub.HubConnections;
import dev.nave.hub.HubException;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.envelope.KickCodec;
import dev.nave.hub.internal.envelope.KickCodec.Kick;
import dev.nave.hub.internal.nodes.NodeRequests;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.protocol.CloseMessage;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Ends connections: one of this node on its loop, all others by a request to the nodes, of which
 * each answers how many it has ended. This node obeys its own request when it comes back, so that
 * what was sent before it arrives before the end.
 *
 * <p><b>Threading.</b> Any thread; never blocks. Stages complete on the executor.
 */
public final class Kicks implements HubConnections {
  private final TopicNames names;
  private final HubRegistry registry;
  private final NodeRequests<Kick> requests;
  private final Executor executor;

  /** Creates the kicks of a hub. */
  public Kicks(TopicNames names, HubRegistry registry, NodeRequests.Nodes nodes) {
    this.names = names;
    this.registry = registry;
    executor = nodes.executor();
    requests = new NodeRequests<>(nodes, names.kicks(), names::kicked, new KickCodec(), this::here);
  }

  /** Subscribes to what other nodes ask of this one and answer it. The stage never fails. */
  public CompletableFuture<Void> start(Subscriptions subscriptions) {
    return requests.start(subscriptions);
  }

  @Override
  public CompletableFuture<Integer> close(String connectionId, CloseMessage message) {
    return kick(KickCodec.Target.CONNECTION, connectionId, message);
  }

  @Override
  public CompletableFuture<Integer> closeUser(String userId, CloseMessage message) {
    return kick(KickCodec.Target.USER, userId, message);
  }

  @Override
  public CompletableFuture<Integer> closeGroup(String group, CloseMessage message) {
    return kick(KickCodec.Target.GROUP, group, message);
  }

  private CompletableFuture<Integer> kick(
      KickCodec.Target target, String name, CloseMessage message) {
    Kick kick =
        new Kick(
            target,
            Objects.requireNonNull(name, "name"),
            Objects.requireNonNull(message, "message"));
    try {
      topic(kick);
    } catch (IllegalArgumentException e) { // The name may come from a client as it is.
      return CompletableFuture.failedFuture(new HubException(String.valueOf(e.getMessage()), e));
    }
    if (target == KickCodec.Target.CONNECTION && registry.find(name) != null) {
      return Outcomes.on(executor, here(kick));
    }
    return requests.ask(kick, target == KickCodec.Target.CONNECTION ? 1 : Integer.MAX_VALUE);
  }

  private String topic(Kick kick) {
    return switch (kick.target()) {
      case CONNECTION -> names.connection(kick.name());
      case USER -> names.user(kick.name());
      case GROUP -> names.group(kick.name());
    };
  }

  /** Ends those of this node; the stage never fails. */
  private CompletableFuture<Integer> here(Kick kick) {
    if (kick.target() != KickCodec.Target.CONNECTION) {
      return registry.count(topic(kick), connection -> connection.kick(kick.message()));
    }
    HubConnection connection = registry.find(kick.name());
    if (connection == null) {
      return CompletableFuture.completedFuture(0);
    }
    CompletableFuture<Integer> counted = new CompletableFuture<>();
    connection.loop().execute(() -> counted.complete(connection.kick(kick.message()) ? 1 : 0));
    return counted;
  }

  /**
   * Takes an envelope if it is a request or an answer.
   *
   * @return whether it was
   * @throws IOException if it cannot be decoded
   */
  public boolean received(String topic, Envelope envelope) throws IOException {
    return requests.received(topic, envelope);
  }
}
