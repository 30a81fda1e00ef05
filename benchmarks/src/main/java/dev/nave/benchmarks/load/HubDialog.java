package dev.nave.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nave.benchmarks.load.MessageReader.MessageListener;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * How a client begins, whatever carries its messages: chooses the protocol, makes one call to be
 * sure that it is registered, and only then passes messages on. Loop only.
 */
final class HubDialog implements MessageListener {
  /** More often than the official clients, which do so once a second: connections are few. */
  private static final int MESSAGES_PER_ACK = 100;

  private final Dialect dialect;
  private final Host host;
  private State state = State.CHOOSING;
  private long counted;

  private enum State {
    CHOOSING,
    /** Waits for the answer to a first call: who has it is registered, and hears broadcasts. */
    REGISTERING,
    OPEN
  }

  /** What carries the messages. */
  interface Host {
    /** Sends a message. */
    void send(Template message);

    /** The server has accepted the protocol. */
    void accepted();

    /** The server has answered the first call, or accepted the protocol if there is none. */
    void opened();

    /** A message has come that is no sign of life. */
    void message(byte type, ByteBuf in, int from, int to);

    /** So many bytes have come. */
    void frame(long bytes);

    /** The connection is of no use any more; may be said twice. */
    void broken(String why);

    /** Returns the first call; null if none is needed. */
    @Nullable Template firstCall();

    /** Returns whether broadcasts may come before the answer to the first call. */
    boolean hearsEarlyMessages();

    /** Returns whether to ask for stateful reconnect. */
    boolean isStateful();
  }

  HubDialog(Dialect dialect, Host host) {
    this.dialect = dialect;
    this.host = host;
  }

  /** Says that bytes can be sent now. */
  void begin() {
    send(dialect.choice(host.isStateful()));
  }

  /** Sends a sign of life, if clients send some. */
  void ping() {
    send(dialect.ping());
  }

  private void send(@Nullable Template message) {
    if (message != null) {
      host.send(message);
    }
  }

  @Override
  public void message(ByteBuf in, int from, int to) {
    byte type = dialect.type(in, from, to);
    if (host.isStateful()) {
      count(type);
    }
    if (type == Dialect.PING) {
      send(dialect.pong());
    } else if (state == State.OPEN && type != Dialect.ACK) {
      host.message(type, in, from, to);
    } else if (state == State.CHOOSING && type == Dialect.WELCOME) {
      send(dialect.greeting());
    } else if (state == State.CHOOSING && type == Dialect.ACCEPTED) {
      host.accepted();
      register(host.firstCall());
    } else if (state == State.REGISTERING && type == Dialect.COMPLETION) {
      state = State.OPEN;
      host.opened();
    } else if (type != Dialect.ACK && !host.hearsEarlyMessages()) {
      host.broken(state + ", but got " + in.toString(from, to - from, US_ASCII));
    }
  }

  private void register(@Nullable Template firstCall) {
    state = firstCall == null ? State.OPEN : State.REGISTERING;
    if (firstCall == null) {
      host.opened();
    } else {
      host.send(firstCall);
    }
  }

  /** Source: HubProtocol.md, "Ack Message Encoding": calls, items and their ends are counted. */
  private void count(byte type) {
    if (type >= Dialect.INVOCATION && type <= Dialect.COMPLETION) {
      counted++;
      if (counted % MESSAGES_PER_ACK == 0) {
        send(dialect.ack(counted));
      }
    }
  }

  @Override
  public void frame(long bytes) {
    host.frame(bytes);
  }

  @Override
  public void closed() {
    host.broken("the server closed a connection");
  }
}
