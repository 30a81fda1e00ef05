package dev.nave.hub.transport;

import org.jspecify.annotations.Nullable;

/** The receiver of a transport connection before its connection exists, and after it has ended. */
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
  public void closed(ConnectionEnd how, @Nullable Throwable cause) {}
}
