package dev.nave.hub.transport;

import org.jspecify.annotations.Nullable;

/** What is told about a link that nobody wants any more. */
final class Unheard implements TransportReceiver {
  @Override
  public void received(byte[] bytes) {}

  @Override
  public void receivedAll() {}

  @Override
  public void writable() {}

  @Override
  public void closed(EndOfLink how, @Nullable Throwable cause) {}
}
