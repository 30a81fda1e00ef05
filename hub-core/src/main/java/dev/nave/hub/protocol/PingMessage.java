package dev.nave.hub.protocol;

/** A sign of life (type 6). It carries nothing. */
public record PingMessage() implements HubMessage {
  /** The one instance that is needed. */
  public static final PingMessage INSTANCE = new PingMessage();
}
