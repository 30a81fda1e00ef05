package dev.nave.spring.boot.autoconfigure;

/** The property that says what listens for clients. */
public final class OnTransport {
  /** {@code servlet} or {@code netty}. */
  public static final String NAME = "nave.transport";

  private OnTransport() {}
}
