package dev.nave.hub.internal.fakes;

import dev.nave.hub.transport.TransportReceiver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what it is told about a link, a word for each call. */
public final class RecordingReceiver implements TransportReceiver {
  final List<String> told = new ArrayList<>();
  public Runnable onReceived = () -> {};

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
  public void closed(ConnectionEnd how, @Nullable Throwable cause) {
    told.add("closed " + how);
  }

  /** Returns what it was told since the last time. */
  public List<String> take() {
    List<String> taken = List.copyOf(told);
    told.clear();
    return taken;
  }
}
