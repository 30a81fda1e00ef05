package dev.nave.conformance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A hub client that makes calls without waiting for their answers, and writes down each answer and
 * each message that comes. Any thread.
 */
final class LoadClient implements WebSocket.Listener, AutoCloseable {
  private static final String END = "\u001e";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final boolean keepsMessages;
  private final StringBuilder unread = new StringBuilder();
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final WebSocket socket;

  // Guarded by this.
  private final List<Call> calls = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

  private volatile @Nullable String end;

  /**
   * Connects to a hub that shows the details of its errors.
   *
   * @param name what its texts begin with
   * @param keepsMessages whether it writes messages down
   */
  LoadClient(String url, String name, boolean keepsMessages) throws Exception {
    this.name = name;
    this.keepsMessages = keepsMessages;
    socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(URI.create(url.replaceFirst("^http", "ws") + "/detailed"), this)
            .get(30, TimeUnit.SECONDS);
    send(Map.of("protocol", "json", "version", 1));
    connected.get(30, TimeUnit.SECONDS);
  }

  /** Sends a text to all. */
  synchronized Call call() {
    int number = calls.size();
    Call call = new Call(name + ":" + number);
    calls.add(call);
    send(
        Map.of(
            "type",
            1,
            "invocationId",
            String.valueOf(number),
            "target",
            "ToAll",
            "arguments",
            List.of(call.text())));
    return call;
  }

  private synchronized void send(Map<String, ?> message) {
    String text = JSON.writeValueAsString(message) + END;
    // One after the other: the socket takes no second message before the first has gone out.
    sending = sending.thenCompose(before -> socket.sendText(text, true));
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Returns the texts that came, in order. */
  synchronized List<String> messages() {
    return List.copyOf(messages);
  }

  /** Returns why the connection ended, null while it has not. */
  @Nullable String end() {
    return end;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    unread.append(part);
    int length;
    while ((length = unread.indexOf(END)) >= 0) {
      read(unread.substring(0, length));
      unread.delete(0, length + 1);
    }
    from.request(1);
    return null;
  }

  private void read(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JacksonException e) {
      end = "not JSON: " + text;
      return;
    }
    switch (message.path("type").asInt()) {
      case 0 -> connected.complete(null);
      case 1 -> take(message.path("arguments").path(1).asString());
      case 3 -> answered(message);
      case 7 -> end = text;
      default -> {} // Pings.
    }
  }

  private synchronized void take(String text) {
    if (keepsMessages) {
      messages.add(text);
    }
  }

  private synchronized void answered(JsonNode completion) {
    JsonNode error = completion.get("error");
    calls
        .get(completion.path("invocationId").asInt())
        .answer(error == null ? null : error.asString());
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end = "closed with " + code + " " + reason;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end = error.toString();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
