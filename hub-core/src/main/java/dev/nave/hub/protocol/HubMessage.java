package dev.nave.hub.protocol;

/**
 * One message of the hub protocol, in either direction.
 *
 * <p>Source: HubProtocol.md, "Message Headers" and the sections after it; Ack and Sequence
 * (protocol version 2) are not in that text, see the reference server's AckMessage and
 * SequenceMessage.
 */
public sealed interface HubMessage
    permits InvocationMessage,
        StreamInvocationMessage,
        StreamItemMessage,
        CompletionMessage,
        CancelInvocationMessage,
        PingMessage,
        CloseMessage,
        AckMessage,
        SequenceMessage {

  /**
   * Tells whether stateful reconnect numbers this kind of message and keeps it until it is
   * acknowledged: the five kinds that carry the application's data.
   */
  default boolean isCounted() {
    return false;
  }
}
