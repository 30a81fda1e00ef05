package dev.nave.hub.transport;

/**
 * How a transport wraps an encoded hub message: a WebSocket text frame, an event of an event
 * stream, and so on. Frames can be concatenated: several of them in a row are several messages.
 *
 * <p>One instance serves every connection that is framed alike, and stands for that way of framing:
 * a broadcast is framed once per hub protocol and instance. Pure function; any thread.
 */
@FunctionalInterface
public interface Framing {

  /**
   * Returns {@code message} as it goes over the wire, in a fresh array or, where nothing is to be
   * added, the same one.
   */
  byte[] frame(byte[] message);
}
