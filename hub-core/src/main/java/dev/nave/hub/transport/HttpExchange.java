package dev.nave.hub.transport;

import dev.nave.hub.transport.EndpointAnswer.Respond;

/**
 * A request on its way to an answer that comes later: a poll that waits for messages, or a POST
 * whose body is read as the hub keeps up. Implemented by the endpoint and told by the server module
 * what happens, on the loop of the request. Never blocks.
 *
 * <p>The last call is {@link #answered} or {@link #abandon}, which may be the only one.
 */
public interface HttpExchange {

  /** Says that the client waits. Called once, unless the client is gone already. */
  void begin(Client client);

  /**
   * Brings a piece of the body, as {@link Client#read} has asked for.
   *
   * @param bytes handed over: the caller neither reads nor writes the array any more; may be empty
   * @param last whether the body ends here
   */
  void received(byte[] bytes, boolean last);

  /** The client's socket has taken the answer. */
  void answered();

  /** The client is gone, and what it was answered may be lost. Any thread. */
  void abandon();

  /** The client of a request, provided by the server module. Any thread; never blocks. */
  interface Client {

    /** Returns the loop of the request. */
    ConnectionLoop loop();

    /**
     * Asks for one piece of the body; {@link HttpExchange#received} brings it, in a turn of the
     * loop of its own. No second time before it came, nor after the last.
     */
    void read();

    /**
     * Answers, in a turn of the loop of its own. Once. What is left of the body is thrown away; if
     * that is too much, the client is refused with 413, and {@link HttpExchange#abandon} follows.
     */
    void answer(Respond response);

    /** Cuts the client's socket; {@link HttpExchange#abandon} follows. */
    void abort();
  }
}
