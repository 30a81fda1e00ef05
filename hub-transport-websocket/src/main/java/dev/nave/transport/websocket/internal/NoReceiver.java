package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.TransportReceiver;
import org.jspecify.annotations.Nullable;

/** Stands in until a link is attached: nobody hears what happens to it. */
enum NoReceiver implements TransportReceiver {
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
