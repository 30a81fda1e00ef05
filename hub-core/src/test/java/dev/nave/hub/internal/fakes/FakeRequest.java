package dev.nave.hub.internal.fakes;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client of a request that is answered later, played by the test. */
public final class FakeRequest implements HttpExchange.Client {
  private final FakeLoop loop;
  private final HttpExchange exchange;
  final List<String> asked = new ArrayList<>();
  private @Nullable Respond answer;

  FakeRequest(FakeLoop loop, HttpExchange exchange) {
    this.loop = loop;
    this.exchange = exchange;
  }

  public static FakeRequest begin(FakeLoop loop, EndpointAnswer answer) {
    return begin(loop, ((EndpointAnswer.Later) answer).exchange());
  }

  public static FakeRequest begin(FakeLoop loop, HttpExchange exchange) {
    FakeRequest request = new FakeRequest(loop, exchange);
    exchange.begin(request);
    return request;
  }

  @Override
  public ConnectionLoop loop() {
    return loop;
  }

  @Override
  public void read() {
    asked.add("read");
  }

  @Override
  public void answer(Respond response) {
    if (answer != null) {
      throw new AssertionError("answered twice");
    }
    answer = response;
    asked.add(
        (response.status() + " " + new String(response.body(), StandardCharsets.UTF_8)).trim());
  }

  @Override
  public void abort() {
    asked.add("abort");
  }

  public Respond answer() {
    if (answer == null) {
      throw new AssertionError("not answered");
    }
    return answer;
  }

  /** A piece of the body comes. */
  public void send(String piece, boolean last) {
    exchange.received(piece.getBytes(StandardCharsets.UTF_8), last);
  }

  /** The client's socket has taken the answer. */
  public void take() {
    exchange.answered();
  }

  /** The client goes away. */
  public void vanish() {
    exchange.abandon();
  }

  /** Returns what the client was asked or told since the last time. */
  public List<String> taken() {
    List<String> all = List.copyOf(asked);
    asked.clear();
    return all;
  }
}
