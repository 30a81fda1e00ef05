package dev.nave.hub.testing;

import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.StreamItemMessage;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream that a {@link TestClient} uploads. Any thread; does not wait. */
public final class TestUpload {
  private final String id;
  private final Consumer<HubMessage> link;

  TestUpload(String id, Consumer<HubMessage> link) {
    this.id = id;
    this.link = link;
  }

  String id() {
    return id;
  }

  /** Sends an item. */
  public TestUpload send(@Nullable Object item) {
    link.accept(new StreamItemMessage(Map.of(), id, Payload.of(item)));
    return this;
  }

  /** Ends the stream: all items were sent. */
  public void complete() {
    link.accept(CompletionMessage.empty(id));
  }

  /** Ends the stream with an error. */
  public void fail(String error) {
    link.accept(CompletionMessage.withError(id, error));
  }
}
