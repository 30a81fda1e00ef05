package dev.nave.hub.internal.clientresults;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.TopicText;
import dev.nave.hub.ClientResultException;
import dev.nave.hub.ClientResultException.Reason;
import dev.nave.hub.internal.clients.ClientCall;
import dev.nave.hub.internal.clients.Messenger;
import dev.nave.hub.internal.codec.Names;
import dev.nave.hub.internal.connection.ConnectionMeters;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.envelope.ResultCodec;
import dev.nave.hub.internal.envelope.ReturnAddress;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.registry.AbsenceWatch;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.send.Fanout;
import dev.nave.hub.internal.send.Target;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.InvocationMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks single clients for results: one of this node directly, any other through the backplane,
 * where its node acknowledges that it was asked and hands the answer back.
 *
 * <p><b>Threading.</b> Any thread; never blocks. Futures complete on the executor.
 */
public final class ClientResults implements Messenger {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  /** The acknowledgement and the answer of a client's node may be slower than a look for it. */
  private static final Duration LAST_WORD = Duration.ofMillis(250);

  private final TopicNames names;
  private final String nodeId;
  private final String returnTopic;
  private final String ackTopic;
  private final HubRegistry registry;
  private final Fanout fanout;
  private final ClientResultRelay relayed;
  private final Backplane backplane;
  private final ConnectionSettings settings;
  private final Executor executor;
  private final PendingClientResults open;
  private final InvocationIds ids = new InvocationIds();
  private final RemoteClientResults elsewhere;
  private final AbsenceWatch absence;

  /**
   * Creates the results of a hub's clients.
   *
   * @param nodeId names this node among all
   * @param open pending results of clients of this node
   * @param relayed what other nodes ask of clients of this one
   * @param executor decodes answers and completes futures
   */
  public ClientResults(
      TopicNames names,
      String nodeId,
      HubRegistry registry,
      Fanout fanout,
      ClientResultRelay relayed,
      PendingClientResults open,
      Backplane backplane,
      ConnectionSettings settings,
      Executor executor) {
    this.names = names;
    this.nodeId = nodeId;
    this.returnTopic = names.returns(nodeId);
    this.ackTopic = names.acks(nodeId);
    this.registry = registry;
    this.fanout = fanout;
    this.relayed = relayed;
    this.open = open;
    this.backplane = backplane;
    this.settings = settings;
    this.executor = executor;
    this.elsewhere = new RemoteClientResults(settings.options().maxClientResults());
    this.absence = new AbsenceWatch(backplane, names, LAST_WORD);
    open.askedElsewhere(elsewhere::isOpen);
  }

  /** Subscribes to the answers from other nodes. The stage never fails. */
  public CompletableFuture<Void> start(Subscriptions subscriptions) {
    return subscriptions.subscribe(returnTopic);
  }

  @Override
  public boolean mayPipeline() {
    return fanout.mayPipeline();
  }

  @Override
  public CompletableFuture<Void> send(Target target, InvocationMessage invocation) {
    return fanout.send(target, invocation);
  }

  @Override
  public CompletableFuture<@Nullable Object> ask(ClientCall call) {
    try {
      Names.check("a connection id", call.connectionId());
      Names.check("a method name", call.method());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    ConnectionMeters meters = settings.counters().meters();
    long begin = meters.isOn() ? System.nanoTime() : 0;
    HubConnection local = registry.find(call.connectionId());
    CompletableFuture<@Nullable Object> answer =
        local != null ? askHere(local, call) : askElsewhere(call);
    return meters.isOn()
        ? answer.whenComplete(
            (value, failure) -> meters.asked(Outcomes.unwrap(failure), System.nanoTime() - begin))
        : answer;
  }

  private Duration timeout(ClientCall call) {
    Duration own = call.timeout();
    return own != null ? own : settings.options().clientResultTimeout();
  }

  private ClientInvocation question(ClientCall call) {
    return new ClientInvocation(
        call.connectionId(), call.result(), settings.options().maxValuesPerMessage(), executor);
  }

  // A client of this node.

  private CompletableFuture<@Nullable Object> askHere(HubConnection client, ClientCall call) {
    String id = ids.next();
    ClientInvocation question = question(call);
    switch (open.expect(client, id, question)) {
      case EXPECTED -> {
        question.whenOver(() -> open.forget(id));
        var unusedFuture =
            fanout
                .sendDirectly(client, call.method(), OutboundMessage.of(call.invocation(id)))
                .exceptionally(
                    failure -> {
                      question.fail(Outcomes.cause(failure));
                      return null;
                    });
        question.failAfter(timeout(call), () -> "");
      }
      case ENDED, DUPLICATE -> question.disconnected();
      case TOO_MANY_OF_CLIENT ->
          question.fail(
              tooMany(
                  client + " has",
                  settings.options().maxClientResultsPerConnection(),
                  "maxClientResultsPerConnection"));
      case TOO_MANY ->
          question.fail(
              tooMany(
                  "the clients of this server have",
                  settings.options().maxClientResults(),
                  "maxClientResults"));
    }
    return question.future();
  }

  private static ClientResultException tooMany(String who, int limit, String option) {
    return new ClientResultException(
        Reason.TOO_MANY, who + " " + limit + " pending results, as many as " + option + " allows");
  }

  // A client of another node.

  private CompletableFuture<@Nullable Object> askElsewhere(ClientCall call) {
    String id = ids.next();
    ClientInvocation question = question(call);
    if (!elsewhere.add(id, question)) {
      question.fail(
          tooMany(
              "clients of other servers have",
              settings.options().maxClientResults(),
              "maxClientResults"));
      return question.future();
    }
    question.whenOver(() -> giveUp(id));
    question.failAfter(timeout(call), () -> hint(question));
    var unusedFuture =
        fanout
            .publishQuestion(
                call.connectionId(),
                call.method(),
                OutboundMessage.of(call.invocation(id)),
                new ReturnAddress(id, returnTopic, nodeId))
            .whenComplete((receipt, failure) -> published(question, receipt, failure));
    return question.future();
  }

  private static String hint(ClientInvocation question) {
    return question.owner() == null
        ? ", and no server acknowledged that it was asked: it does not exist, or its server is cut"
            + " off or does not acknowledge"
        : "";
  }

  private void published(
      ClientInvocation question, @Nullable Receipt receipt, @Nullable Throwable failure) {
    if (failure != null) {
      question.fail(Outcomes.cause(failure));
    } else if (receipt != null && receipt.receivers().orElse(1) == 0) {
      absent(question);
    } else {
      absence.watch(
          question.connectionId(),
          () -> question.owner() == null && !question.future().isDone(),
          () -> absent(question));
    }
  }

  /** Its own node is subscribed to a connection's topic: where none is, no client was asked. */
  private static void absent(ClientInvocation question) {
    if (question.owner() == null) {
      question.fail(
          new ClientResultException(
              Reason.NO_SUCH_CONNECTION,
              "Connection '" + question.connectionId() + "' does not exist."));
    }
  }

  /** The question is over. If no answer ended it, the node that put it need not wait either. */
  private void giveUp(String id) {
    ClientInvocation question = elsewhere.take(id);
    String owner = question == null ? null : question.owner();
    if (owner != null) {
      tellOver(id, owner);
    }
  }

  private void tellOver(String id, String owner) {
    byte[] note = ResultCodec.writeNote(new ResultCodec.Note(id, nodeId, false));
    var unusedFuture =
        backplane
            .publish(names.acks(owner), Envelope.of(note))
            .exceptionally(
                failure -> {
                  log.debug("server {} still awaits an answer", TopicText.quote(owner), failure);
                  return null;
                });
  }

  // What other nodes say.

  /**
   * Takes an envelope if it concerns a question.
   *
   * @return whether it did
   * @throws IOException if it cannot be decoded
   */
  public boolean received(String topic, Envelope envelope) throws IOException {
    if (topic.equals(returnTopic)) {
      answered(CompletionReader.read(ResultCodec.readCompletion(envelope.bytes()), settings));
      return true;
    }
    if (!topic.equals(ackTopic)) {
      return false;
    }
    Optional<ResultCodec.Note> note = ResultCodec.readNote(envelope.bytes());
    note.ifPresent(this::noted);
    return note.isPresent();
  }

  private void noted(ResultCodec.Note note) {
    if (!note.owned()) {
      relayed.forget(note.id(), note.nodeId());
    } else if (elsewhere.acknowledged(note.id(), note.nodeId())) {
      fanout.watch(note.nodeId());
    } else {
      tellOver(note.id(), note.nodeId()); // Given up before it was known whom to tell.
    }
  }

  private void answered(CompletionMessage completion) {
    ClientInvocation question = elsewhere.take(completion.invocationId());
    if (question == null) {
      log.debug("an answer arrived for a result that is not pending");
    } else if (ClientResultRelay.DISCONNECTED.equals(completion.error())) {
      question.fail(new ClientResultException(Reason.DISCONNECTED, ClientResultRelay.DISCONNECTED));
    } else {
      question.answered(completion);
    }
  }

  /** Another node stopped responding: its clients do not answer, and it waits for no answers. */
  public void died(String deadNode) {
    elsewhere.failAll(
        question -> deadNode.equals(question.owner()),
        question ->
            new ClientResultException(
                Reason.SERVER_LOST,
                "the server of connection '" + question.connectionId() + "' stopped responding"));
    relayed.died(deadNode);
  }

  /** This server stops: clients of other servers can no longer answer. */
  public void stop() {
    elsewhere.failAll(
        question -> true,
        question ->
            new ClientResultException(
                Reason.STOPPED,
                "this server was stopped before connection '"
                    + question.connectionId()
                    + "' answered"));
  }
}
