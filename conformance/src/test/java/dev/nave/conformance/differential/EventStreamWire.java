package dev.nave.conformance.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Server-Sent Events: an event stream in one direction, POSTs in the other. */
final class EventStreamWire implements Wire {
  private final PostedMessages posts;
  private final HttpSocket events;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream event = new ByteArrayOutputStream();
  private byte[] chunk = new byte[0];
  private int at;

  EventStreamWire(Target target) throws IOException {
    events = new HttpSocket(target.address());
    HttpSocket.Answer head =
        events.exchangeHead(
            "GET", target.path(), target.headers() + "Accept: text/event-stream\r\n", null);
    if (head.status() != 200) {
      events.close();
      throw new IOException("the event stream was answered with " + head.status());
    }
    posts = new PostedMessages(target);
  }

  @Override
  public void add(byte[] data, boolean inFragments) {
    posts.add(data, inFragments);
  }

  @Override
  public void flush(boolean inPieces) throws IOException {
    posts.flush();
  }

  @Override
  public void leave(Leave how) throws IOException {
    flush(false);
    if (how == Leave.RESET) {
      events.reset();
    } else {
      events.close();
    }
  }

  /** Returns what the next event carries, its lines joined. */
  @Override
  public byte[] receive() throws Ended {
    event.reset();
    boolean begun = false;
    try {
      while (true) {
        byte[] text = nextLine();
        if (text.length == 0 && begun) {
          return event.toByteArray();
        }
        String field = new String(text, 0, Math.min(text.length, 6), UTF_8);
        if (field.startsWith("data:")) {
          int from = field.startsWith("data: ") ? 6 : 5;
          if (begun) {
            event.write('\n');
          }
          begun = true;
          event.write(text, from, text.length - from);
        }
      }
    } catch (IOException e) {
      throw new Ended("event stream broken off");
    }
  }

  private byte[] nextLine() throws IOException, Ended {
    line.reset();
    while (true) {
      if (at == chunk.length) {
        chunk = events.chunk();
        at = 0;
        if (chunk.length == 0) {
          throw new Ended("event stream ended");
        }
      }
      byte next = chunk[at++];
      if (next == '\n') {
        return line.toByteArray();
      }
      if (next != '\r') {
        line.write(next);
      }
    }
  }

  @Override
  public void close() {
    events.reset();
    posts.close();
  }
}
