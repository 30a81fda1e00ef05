package dev.nave.hub.internal.clientresults;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.TopicText;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.envelope.ResultCodec;
import dev.nave.hub.internal.envelope.ReturnAddress;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.HubProtocol;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the questions of other nodes to clients of this one, and publishes the answers: only ever to
 * a return topic of this hub, whatever a question names.
 *
 * <p><b>Threading.</b> Any thread; never blocks.
 */
public final class ClientResultRelay {
  /** Source: the reference server's RedisHubLifetimeManager. Nodes tell it from other errors. */
  static final String DISCONNECTED = "Connection disconnected.";

  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  /** No server makes longer ones; what comes from the backplane is not believed blindly. */
  private static final int MAX_ID_LENGTH = 128;

  private final TopicNames names;
  private final String nodeId;
  private final HubRegistry registry;
  private final Backplane backplane;
  private final ConnectionSettings settings;
  private final PendingClientResults open;

  /**
   * Creates the questions to the clients of a hub.
   *
   * @param nodeId names this node among all
   * @param open pending results of clients of this node
   */
  public ClientResultRelay(
      TopicNames names,
      String nodeId,
      HubRegistry registry,
      Backplane backplane,
      ConnectionSettings settings,
      PendingClientResults open) {
    this.names = names;
    this.nodeId = nodeId;
    this.registry = registry;
    this.backplane = backplane;
    this.settings = settings;
    this.open = open;
  }

  /**
   * Puts a question to the connection whose topic it came on.
   *
   * @throws IOException if it makes no sense
   */
  public void put(String topic, OutboundMessage message, ReturnAddress asked) throws IOException {
    String connectionId = connectionId(topic, asked);
    HubConnection client = registry.find(connectionId);
    if (client == null) {
      // Its hub protocol is unknown; all nodes of the hub read any of its protocols.
      new Relay(asked, settings.protocols().get(0)).disconnected();
      return;
    }
    Relay relay = new Relay(asked, client.protocol());
    if (!exists(message, client.protocol())) {
      relay.refuse("The question does not exist in the hub protocol of the connection.");
    } else if (client.loop().isFull()) {
      settings.counters().dropOverflow();
      relay.refuse("The server of the connection is overloaded.");
    } else {
      put(client, message, relay);
    }
  }

  private static boolean exists(OutboundMessage message, HubProtocol protocol) {
    try {
      return message.encoded(protocol) != null;
    } catch (
        EncodingException e) { // Only of another server in this process: it knew no such client.
      log.warn("a request for a client result cannot be encoded as {}", protocol.name(), e);
      return false;
    }
  }

  private void put(HubConnection client, OutboundMessage message, Relay relay) {
    switch (open.expect(client, relay.asked.id(), relay)) {
      case EXPECTED -> {
        relay.acknowledge(); // First: a server that dies once its client knows has told so.
        client.send(message);
      }
      case ENDED -> relay.disconnected();
      case TOO_MANY_OF_CLIENT -> relay.refuse("The connection has too many pending results.");
      case TOO_MANY -> relay.refuse("The server of the connection awaits too many results.");
      case DUPLICATE -> log.debug("a request for a client result of {} arrived twice", client);
    }
  }

  private String connectionId(String topic, ReturnAddress asked) throws IOException {
    String connections = names.connection("");
    String returns = names.returns("");
    if (!topic.startsWith(connections)) {
      throw new IOException(
          "a client result is requested of one connection, not of " + TopicText.quote(topic));
    }
    if (!asked.returnTopic().startsWith(returns)
        || asked.returnTopic().length() > returns.length() + EnvelopeCodec.MAX_NODE_ID_LENGTH) {
      throw new IOException(
          "a client result is to be published on "
              + TopicText.quote(asked.returnTopic())
              + ", which is no return topic of this hub");
    }
    if (asked.id().isEmpty() || asked.id().length() > MAX_ID_LENGTH) {
      throw new IOException(
          "a client result has an id of "
              + asked.id().length()
              + " characters; the bound is "
              + MAX_ID_LENGTH);
    }
    return topic.substring(connections.length());
  }

  /** The node that asked does not wait for the answer any more. */
  void forget(String id, String nodeId) {
    open.forget(id, sink -> isOf(nodeId, sink));
  }

  /** A node is gone: its requests are not pending any more. */
  void died(String nodeId) {
    open.forgetAll(sink -> isOf(nodeId, sink));
  }

  private static boolean isOf(String nodeId, ResultListener sink) {
    return sink instanceof Relay relay && nodeId.equals(relay.asked.origin());
  }

  /** Hands an answer on to the node that asked. */
  private final class Relay implements ResultListener {
    final ReturnAddress asked;
    private final HubProtocol protocol;

    Relay(ReturnAddress asked, HubProtocol protocol) {
      this.asked = asked;
      this.protocol = protocol;
    }

    @Override
    public void answered(CompletionMessage completion) {
      var unusedFuture =
          publish(
                  new CompletionMessage(
                      Map.of(), asked.id(), completion.error(), completion.result()))
              .exceptionally(
                  failure -> {
                    if (isTooLarge(Outcomes.cause(failure))) {
                      refuse("The result is larger than what servers can hand on.");
                    }
                    return null;
                  });
    }

    @Override
    public void disconnected() {
      refuse(DISCONNECTED);
    }

    void refuse(String error) {
      var unusedFuture = publish(CompletionMessage.withError(asked.id(), error));
    }

    private CompletableFuture<Receipt> publish(CompletionMessage completion) {
      byte[] answer = ResultCodec.writeCompletion(protocol.name(), protocol.write(completion));
      return publish(asked.returnTopic(), answer);
    }

    /** Tells a node of ours that its question has arrived; others do not expect it. */
    void acknowledge() {
      if (asked.origin() != null) {
        byte[] note = ResultCodec.writeNote(new ResultCodec.Note(asked.id(), nodeId, true));
        var unusedFuture = publish(names.acks(asked.origin()), note);
      }
    }

    /** What is lost on the way is lost: the question ends by its time-out. */
    private CompletableFuture<Receipt> publish(String topic, byte[] bytes) {
      return backplane
          .publish(topic, Envelope.of(bytes))
          .toCompletableFuture()
          .whenComplete(
              (receipt, failure) -> {
                if (failure != null) {
                  log.debug("not published on {}", TopicText.quote(topic), failure);
                }
              });
    }
  }

  private static boolean isTooLarge(Throwable failure) {
    return failure instanceof BackplaneUnavailableException refusal
        && refusal.reason() == RefusalReason.TOO_LARGE;
  }
}
