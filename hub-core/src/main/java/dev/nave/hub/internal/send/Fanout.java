package dev.nave.hub.internal.send;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.hub.WhenUnavailable;
import dev.nave.hub.internal.accounting.HubAccounting;
import dev.nave.hub.internal.codec.Names;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.envelope.HubEnvelope;
import dev.nave.hub.internal.envelope.ReturnAddress;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.loop.HubLoops;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends the messages of one hub: to a local connection directly, to all others through the
 * backplane, from which this node gets them back like every other.
 *
 * <p><b>Threading.</b> Any thread; never blocks. Stages are completed on the executor unless they
 * are done already, since what depends on them is code of the application.
 */
public final class Fanout implements Sender {
  /** How often ten failures to encode may be logged. */
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

  private final TopicNames names;
  private final HubRegistry registry;
  private final Backplane backplane;
  private final ConnectionSettings settings;
  private final HubLoops loops;
  private final Executor executor;
  private final FanoutOptions options;
  private final PublicationCounters counters = new PublicationCounters();
  private final TopicPublisher publisher;
  private final Encoder encoder;

  /** Creates the fan-out of a hub. */
  public Fanout(
      TopicNames names,
      HubRegistry registry,
      Backplane backplane,
      ConnectionSettings settings,
      HubLoops loops,
      Executor executor,
      FanoutOptions options) {
    this.names = names;
    this.registry = registry;
    this.backplane = backplane;
    this.settings = settings;
    this.loops = loops;
    this.executor = executor;
    this.options = options;
    publisher = new TopicPublisher(backplane, loops, options, new Members(), counters);
    encoder = new Encoder(names.hub(), settings, new LineLimit(10, LOG_INTERVAL, System::nanoTime));
  }

  /** The connections of this node. */
  private final class Members implements TopicPublisher.LocalMembers {
    @Override
    public boolean deliver(String topic, HubEnvelope envelope) {
      // A question needs its answer expected; its connection was not here when it was asked.
      return envelope.asked() == null
          && Fanout.this.deliver(topic, envelope.message(), envelope.excludedIds());
    }

    @Override
    public void prepare(HubEnvelope envelope) {
      Encoder.encodeAsFarAsPossible(envelope.message(), settings.protocols());
    }
  }

  /** Returns what became of the publications. */
  public PublicationCounters counters() {
    return counters;
  }

  @Override
  public CompletableFuture<Void> send(Target target, InvocationMessage invocation) {
    HubConnection local =
        target.kind() == Target.Kind.CONNECTION ? registry.find(target.names().get(0)) : null;
    List<String> topics;
    try {
      Names.check("a method name", invocation.target());
      topics = local != null ? List.of() : topics(target);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    OutboundMessage message = OutboundMessage.of(invocation);
    if (local != null) {
      return sendDirectly(local, invocation.target(), message);
    }
    EncodingException failure = encoder.encode(invocation.target(), message, protocols());
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    if (topics.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> all = publishAll(topics, message, target.excludedIds());
    CompletableFuture<Void> room = loops.whenRoom();
    // What is refused is refused at once.
    return onExecutor(
        room.isDone() || all.isCompletedExceptionally()
            ? all
            : all.thenCombine(room, (sent, roomy) -> null));
  }

  /**
   * Returns whether the next message of a sender may be sent before the stage of one is done: no
   * loop is behind, by which senders are slowed down, and none of the two may still change its way,
   * as it does where this node alone gets what cannot be published.
   */
  public boolean mayPipeline() {
    return options.whenUnavailable() != WhenUnavailable.LOCAL_ONLY && loops.hasRoom();
  }

  /** Sends to a connection of this node. */
  public CompletableFuture<Void> sendDirectly(
      HubConnection local, String method, OutboundMessage message) {
    if (local.loop().isFull()) {
      return CompletableFuture.failedFuture(overloaded());
    }
    EncodingException failure = encoder.encode(method, message, List.of(local.protocol()));
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    local.send(message);
    return onExecutor(local.loop().whenRoom());
  }

  /** Publishes to a connection that is not on this node, and says where its answer is wanted. */
  public CompletableFuture<Receipt> publishQuestion(
      String connectionId, String method, OutboundMessage message, ReturnAddress asked) {
    EncodingException failure = encoder.encode(method, message, protocols());
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    return publisher.publish(
        names.connection(connectionId),
        new HubEnvelope(message, Set.of(), settings.protocols(), asked));
  }

  /** Something is awaited from another node: its death will be noticed, if it is one of ours. */
  public void watch(String otherNode) {
    HubAccounting accounting = options.accounting();
    if (accounting != null) {
      accounting.watch(otherNode);
    }
  }

  /**
   * Returns the hub protocols in which a message is needed, as far as is known: all if no client is
   * here, so that a message that cannot be sent fails whether there are clients or not.
   */
  private Collection<HubProtocol> protocols() {
    List<HubProtocol> inUse = backplane.inProcess() ? registry.protocolsInUse() : List.of();
    return inUse.isEmpty() ? settings.protocols() : inUse;
  }

  private List<String> topics(Target target) {
    List<String> topics = new ArrayList<>(Math.max(1, target.names().size()));
    switch (target.kind()) {
      case ALL -> topics.add(names.all());
      case CONNECTION, CONNECTIONS ->
          target.names().forEach(id -> topics.add(names.connection(id)));
      case GROUPS -> target.names().forEach(group -> topics.add(names.group(group)));
      case USERS -> target.names().forEach(user -> topics.add(names.user(user)));
    }
    return topics;
  }

  private CompletableFuture<Void> publishAll(
      List<String> topics, OutboundMessage message, Set<String> excludedIds) {
    HubEnvelope envelope = new HubEnvelope(message, excludedIds, settings.protocols());
    if (topics.size() == 1) {
      return publisher.publish(topics.get(0), envelope).thenApply(receipt -> null);
    }
    List<CompletableFuture<Receipt>> stages = new ArrayList<>(topics.size());
    for (String topic : topics) {
      stages.add(publisher.publish(topic, envelope));
    }
    return CompletableFuture.allOf(stages.toArray(new CompletableFuture<?>[0]))
        .exceptionallyCompose(unused -> CompletableFuture.failedFuture(worst(topics, stages)));
  }

  static BackplaneUnavailableException overloaded() {
    return new BackplaneUnavailableException(
        RefusalReason.OVERLOADED,
        "not sent: more waits for this server's own connections than maxLoopQueueBytes allows");
  }

  /** Unknown is worse than refused: who repeats an unknown send may duplicate it. */
  private static BackplaneException worst(
      List<String> topics, List<CompletableFuture<Receipt>> stages) {
    List<String> failed = new ArrayList<>();
    Throwable worst = null;
    boolean deliveredLocally = false;
    for (int i = 0; i < stages.size(); i++) {
      Throwable failure = failureOf(stages.get(i));
      if (failure != null) {
        failed.add(topics.get(i));
        deliveredLocally |=
            failure instanceof BackplaneUnavailableException refusal && refusal.deliveredLocally();
        if (worst == null || failure instanceof BackplaneTimeoutException) {
          worst = failure;
        }
      }
    }
    String message = "not sent, or not surely, to " + failed;
    if (worst instanceof BackplaneTimeoutException) {
      return new BackplaneTimeoutException(message, worst);
    }
    RefusalReason reason =
        worst instanceof BackplaneUnavailableException refusal
            ? refusal.reason()
            : RefusalReason.REJECTED;
    BackplaneUnavailableException refused =
        new BackplaneUnavailableException(reason, message, worst);
    return deliveredLocally ? refused.asDeliveredLocally() : refused;
  }

  private static @Nullable Throwable failureOf(CompletableFuture<?> stage) {
    try {
      stage.join();
      return null;
    } catch (CompletionException e) {
      return Outcomes.unwrap(e);
    }
  }

  private CompletableFuture<Void> onExecutor(CompletableFuture<Void> stage) {
    return Outcomes.on(executor, stage);
  }

  private boolean deliver(String topic, OutboundMessage message, Set<String> excludedIds) {
    return registry.deliver(
        topic, message, excludedIds, fullLoop -> settings.counters().dropOverflow());
  }
}
