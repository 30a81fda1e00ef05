package dev.nave.hub.transport;

import org.jspecify.annotations.Nullable;

/** Who is told about a link while nobody else is, or nobody else cares any more. */
public enum IgnoringReceiver implements TransportReceiver {
  /** The only one there needs to be. */
  INSTANCE;

  @Override
  public void received(byte[] bytes) {}

  @Override
  public void receivedAll() {}

  @Override
  public void writable() {}

  @Override
  public void closed(EndOfLink how, @Nullable Throwable cause) {}
}
