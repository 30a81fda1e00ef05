package dev.nave.conformance.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a client of an HTTP transport sends: one POST, on one socket, for what a frame would be. */
final class PostedMessages implements AutoCloseable {
  private final Target target;
  private final HttpSocket socket;
  private final List<byte[]> waiting = new ArrayList<>();

  PostedMessages(Target target) throws IOException {
    this.target = target;
    socket = new HttpSocket(target.address());
  }

  void add(byte[] data, boolean inFragments) {
    if (!inFragments) {
      waiting.add(data);
      return;
    }
    int half = data.length / 2;
    waiting.add(java.util.Arrays.copyOfRange(data, 0, half));
    waiting.add(java.util.Arrays.copyOfRange(data, half, data.length));
  }

  void flush() throws IOException {
    List<byte[]> posts = List.copyOf(waiting);
    waiting.clear();
    for (byte[] post : posts) {
      socket.exchange("POST", target.path(), target.headers(), post);
    }
  }

  void delete() throws IOException {
    socket.exchange("DELETE", target.path(), target.headers(), null);
  }

  @Override
  public void close() {
    socket.close();
  }
}
