package dev.nave.hub.transport.tck;

import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A request that is answered when a test says so, whose body is read to its end if the test asks
 * for it, and which checks that all happens as promised.
 */
public final class FakeExchange implements HttpExchange {
  private final CompletableFuture<Client> begun = new CompletableFuture<>();
  private final CompletableFuture<String> whole = new CompletableFuture<>();
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private volatile boolean reading;

  @Override
  public void begin(Client client) {
    check(client.loop().inLoop(), "begin outside of the loop");
    check(!end.isDone() && begun.complete(client), "begun twice, or after its end");
  }

  @Override
  public void received(byte[] bytes, boolean last) {
    check(client().loop().inLoop(), "received outside of the loop");
    check(reading && !end.isDone(), "received without a read");
    reading = false;
    body.writeBytes(bytes);
    if (last) {
      whole.complete(body.toString(StandardCharsets.UTF_8));
    } else {
      read();
    }
  }

  @Override
  public void answered() {
    check(client().loop().inLoop(), "answered outside of the loop");
    check(end.complete("answered"), "a second end");
  }

  @Override
  public void abandon() {
    check(end.complete("abandoned"), "a second end");
  }

  /** Returns the client; waits for it. */
  public Client client() {
    return begun.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void read() {
    reading = true;
    client().read();
  }

  /** Begins to read the body, to its end. */
  public void beginToRead() {
    read();
  }

  /** Waits for the whole body, and returns it. */
  public String body() {
    return whole.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Answers with a text. */
  public void answer(String text) {
    client().answer(new Respond(200, Map.of(), text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Answers with a status. */
  public void refuse(int status) {
    client().answer(new Respond(status, Map.of(), new byte[0]));
  }

  /** Waits for the end, and returns what it was: answered or abandoned. */
  public String end() {
    return end.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Fails if the transport broke a promise. */
  public List<String> broken() {
    return broken;
  }

  private void check(boolean kept, String what) {
    if (!kept) {
      broken.add(what);
    }
  }
}
