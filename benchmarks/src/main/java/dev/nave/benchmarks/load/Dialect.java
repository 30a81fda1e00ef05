package dev.nave.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How messages look on the wire. Types of messages are the digits of SignalR's JSON, for every
 * protocol, and the few below. Stateless; any thread.
 */
abstract class Dialect {
  /** A method of the receiver is called. */
  static final byte INVOCATION = '1';

  /** An item of a stream. */
  static final byte STREAM_ITEM = '2';

  /** A call is done. */
  static final byte COMPLETION = '3';

  /** A sign of life. */
  static final byte PING = '6';

  /** The server says what it has received; counted only by stateful reconnect. */
  static final byte ACK = '8';

  /** The server speaks first, and waits to be greeted. */
  static final byte WELCOME = 'w';

  /** The server has accepted the choice of the protocol. */
  static final byte ACCEPTED = 'a';

  /** A message of a type that is not known here. */
  static final byte OTHER = 0;

  /** Where one message is in a buffer; the next one begins at {@code next}. */
  static final class Cut {
    int from;
    int to;
    int next;

    /** Sets all, and returns true. */
    boolean at(int newFrom, int newTo, int newNext) {
      from = newFrom;
      to = newTo;
      next = newNext;
      return true;
    }
  }

  /** Returns what the request for a WebSocket asks for. */
  String resource(URI url) {
    return url.getRawQuery() == null ? url.getPath() : url.getPath() + "?" + url.getRawQuery();
  }

  /**
   * Finds the first message between two indexes of a buffer.
   *
   * @param accepted whether the server has accepted the protocol
   * @return whether there is a whole one
   */
  abstract boolean cut(Cut cut, ByteBuf in, int from, int to, boolean accepted);

  /** Returns the type of a message. */
  abstract byte type(ByteBuf in, int from, int to);

  /** Returns the number that a message of the type carries, -1 if it carries none. */
  abstract long number(byte type, ByteBuf in, int from, int to);

  /** Returns the first message of a client; null if the server speaks first. */
  abstract @Nullable Template choice(boolean statefulReconnect);

  /** Returns what a client says to {@link #WELCOME}; null if that does not come. */
  @Nullable Template greeting() {
    return null;
  }

  /** Returns what a client says from time to time; null if it only answers. */
  @Nullable Template ping() {
    return null;
  }

  /** Returns what a client says to {@link #PING}; null if that needs no answer. */
  @Nullable Template pong() {
    return null;
  }

  /** Returns the message that says how many have been received. */
  Template ack(long messages) {
    throw new LoadException("only JSON has stateful reconnect here");
  }

  /** Returns a call, and what it uploads. */
  abstract Template call(HubCall call);

  /** Returns the answer to the call of a method that a server has made: its own last text. */
  Template resultOf(ByteBuf in, int from, int to) {
    throw new LoadException("this protocol has no results of clients");
  }
}
