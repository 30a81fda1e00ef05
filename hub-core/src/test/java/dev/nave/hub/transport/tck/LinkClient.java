package dev.nave.hub.transport.tck;

/** A client of the contract tests, over whatever the transport has for sockets. */
public interface LinkClient extends AutoCloseable {
  /** Sends one text message. */
  void send(String text);

  /** Reads so many bytes of text, in however many messages they come. */
  String read(int length);

  /** Says that it leaves, and sends nothing more. */
  void leave();

  /** Is gone without a word. */
  void cut();

  /** Waits until the server has ended the connection. */
  void awaitEnd();

  @Override
  void close();
}
