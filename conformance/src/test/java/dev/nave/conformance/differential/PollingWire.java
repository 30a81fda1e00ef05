package dev.nave.conformance.differential;

import java.io.IOException;

/** Long polling: one poll after the other on a socket, POSTs on another one. */
final class PollingWire implements Wire {
  private final Target target;
  private final PostedMessages posts;
  private final HttpSocket polls;

  PollingWire(Target target) throws IOException {
    this.target = target;
    polls = new HttpSocket(target.address());
    HttpSocket.Answer first = polls.exchange("GET", target.path(), target.headers(), null);
    if (first.status() != 200) {
      polls.close();
      throw new IOException("the first poll was answered with " + first.status());
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

  /** A client that polls has one way to leave: DELETE. */
  @Override
  public void leave(Leave how) throws IOException {
    flush(false);
    posts.delete();
  }

  @Override
  public byte[] receive() throws Ended {
    try {
      while (true) {
        HttpSocket.Answer poll = polls.exchange("GET", target.path(), target.headers(), null);
        if (poll.status() != 200) {
          throw new Ended("poll answered " + poll.status());
        }
        if (poll.body().length > 0) {
          return poll.body();
        }
      }
    } catch (IOException e) {
      throw new Ended("poll broken off");
    }
  }

  @Override
  public void close() {
    polls.close();
    posts.close();
  }
}
