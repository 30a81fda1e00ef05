package dev.nave.hub.internal.fakes;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.TransportConnection;

/** A link that the endpoint only passes on, never touches. */
public class NoLink implements TransportConnection {
  @Override
  public ConnectionLoop loop() {
    throw new AssertionError("the endpoint has no business with the link");
  }

  @Override
  public Framing framing(TransferFormat format) {
    throw new AssertionError("the endpoint has no business with the link");
  }

  @Override
  public void write(ConnectionLoop.OutboundBuffer buffer) {
    throw new AssertionError("the endpoint has no business with the link");
  }

  @Override
  public void flush() {
    throw new AssertionError("the endpoint has no business with the link");
  }

  @Override
  public long pendingBytes() {
    throw new AssertionError("the endpoint has no business with the link");
  }

  @Override
  public void pauseReading() {
    throw new AssertionError("the endpoint has no business with the link");
  }

  @Override
  public void resumeReading() {
    throw new AssertionError("the endpoint has no business with the link");
  }

  @Override
  public void close(CloseStatus how) {
    throw new AssertionError("the endpoint has no business with the link");
  }

  @Override
  public void abort() {
    throw new AssertionError("the endpoint has no business with the link");
  }
}
