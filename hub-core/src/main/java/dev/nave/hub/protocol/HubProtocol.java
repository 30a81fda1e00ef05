package dev.nave.hub.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into hub messages and back. Implementations are pure functions: no state, no I/O, no
 * logging; any thread.
 *
 * <p>Reading takes two steps, so that a reader can hold the bytes of a half message without parsing
 * them again and again: {@link #frameEnd} finds a whole frame, {@link #read} parses it.
 */
public interface HubProtocol {
  /** The newest version of the hub protocols that is spoken: 2 adds Ack and Sequence. */
  int MAX_VERSION = 2;

  /** How long a number may be, unless {@link #withMaxNumberLength} says otherwise. */
  int MAX_NUMBER_LENGTH = 1_000;

  /** What {@link #withMaxNumberLength} takes at least: every double and long has a shorter text. */
  int LEAST_NUMBER_LENGTH = 32;

  /** Returned by {@link #frameEnd} when the bytes end before the frame does. */
  int INCOMPLETE = -1;

  /** Returns the name in the handshake, for example {@code json}. */
  String name();

  /** Returns what the protocol needs a transport to carry. */
  TransferFormat transferFormat();

  /**
   * Returns the index just behind the first frame of {@code bytes[from, to)}, its terminator or
   * length prefix included, or {@link #INCOMPLETE}.
   *
   * @param maxBytes the largest frame allowed, terminator or prefix included
   * @throws ProtocolException if the frame is larger than {@code maxBytes}, or will be
   */
  int frameEnd(byte[] bytes, int from, int to, int maxBytes) throws ProtocolException;

  /**
   * Like {@link #frameEnd(byte[], int, int, int)}, for a reader that asked before: a client that
   * sends byte by byte must not make every one of them looked at again and again.
   *
   * @param seen the end of the bytes that were {@link #INCOMPLETE}; {@code from} if there were none
   */
  default int frameEnd(byte[] bytes, int from, int seen, int to, int maxBytes)
      throws ProtocolException {
    return frameEnd(bytes, from, to, maxBytes);
  }

  /**
   * Parses the one whole frame {@code bytes[from, to)}. The message may keep a reference to {@code
   * bytes}, which must not be modified any more.
   *
   * @return the message, or null if its type is unknown and it is to be skipped
   * @throws ProtocolException if the frame is not a message of this protocol
   */
  @Nullable HubMessage read(byte[] bytes, int from, int to) throws ProtocolException;

  /**
   * Returns the same protocol with another bound for numbers that are read: their digits, as
   * numbers, in text that is read as a number, and in keys of maps. Values with a longer one cannot
   * be bound. By default this protocol itself: one that knows no such bound.
   *
   * @param characters at least {@link #LEAST_NUMBER_LENGTH}
   */
  default HubProtocol withMaxNumberLength(int characters) {
    return this;
  }

  /**
   * Encodes one message into one frame.
   *
   * @return a fresh array, terminator or prefix included
   * @throws EncodingException if a value of the application cannot be encoded
   */
  byte[] write(HubMessage message);
}
