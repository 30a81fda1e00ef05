package dev.nave.hub.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what it is told about a link, a word for each call. */
final class RecordingReceiver implements TransportReceiver {
  final List<String> told = new ArrayList<>();
  Runnable onReceived = () -> {};

  @Override
  public void received(byte[] bytes) {
    told.add(new String(bytes, StandardCharsets.UTF_8));
    onReceived.run();
  }

  @Override
  public void receivedAll() {
    told.add("all");
  }

  @Override
  public void writable() {
    told.add("writable");
  }

  @Override
  public void closed(EndOfLink how, @Nullable Throwable cause) {
    told.add("closed " + how);
  }

  /** Returns what it was told since the last time. */
  List<String> take() {
    List<String> taken = List.copyOf(told);
    told.clear();
    return taken;
  }
}
