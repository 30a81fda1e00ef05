package dev.nave.hub.transport;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Makes one event of each message. A message is one line, unless an application's {@code
 * ObjectMapper} indents what it writes: JSON has line breaks between its tokens only, never inside
 * of a text, so it may be put together again with other line breaks. Whatever a message contains,
 * no field but {@code data} and no end of an event gets into the stream.
 *
 * <p>Source: HTML standard, "Parsing an event stream": a line ends with CR LF, LF or CR.
 */
public enum EventStreamFraming implements Framing {
  /** The one instance, so that a broadcast is framed once. */
  INSTANCE;

  private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};
  private static final byte[] LINE_END = {'\r', '\n'};

  /** Returns a line that clients skip: between events it may stand anywhere. */
  public static byte[] comment() {
    return new byte[] {':', '\r', '\n'};
  }

  @Override
  public byte[] frame(byte[] message) {
    ByteArrayOutputStream event = new ByteArrayOutputStream(message.length + 16);
    int from = 0;
    while (from <= message.length) {
      int end = lineEnd(message, from);
      event.writeBytes(DATA);
      event.write(message, from, end - from);
      event.writeBytes(LINE_END);
      from = nextLine(message, end);
    }
    event.writeBytes(LINE_END);
    return event.toByteArray();
  }

  /**
   * Lets one event carry two messages: the one of {@code event} and the first of {@code more}.
   *
   * @param event one framed message
   * @param more framed messages
   */
  public static byte[] append(byte[] event, byte[] more) {
    int end = event.length - 2 * LINE_END.length; // Of its data, and of the event.
    byte[] both = Arrays.copyOf(event, end + more.length - DATA.length);
    System.arraycopy(more, DATA.length, both, end, more.length - DATA.length);
    return both;
  }

  private static int lineEnd(byte[] message, int from) {
    int end = from;
    while (end < message.length && message[end] != '\r' && message[end] != '\n') {
      end++;
    }
    return end;
  }

  private static int nextLine(byte[] message, int lineEnd) {
    boolean both =
        lineEnd + 1 < message.length && message[lineEnd] == '\r' && message[lineEnd + 1] == '\n';
    return lineEnd + (both ? 2 : 1);
  }
}
