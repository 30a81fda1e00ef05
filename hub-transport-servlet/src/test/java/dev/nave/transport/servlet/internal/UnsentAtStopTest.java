package dev.nave.transport.servlet.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.transport.servlet.internal.ServletLoop.Bytes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A WebSocket whose container is still sending when the transport stops. */
class UnsentAtStopTest {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final BlockingQueue<SendHandler> sending = new LinkedBlockingQueue<>();
  private RunningTransport transport = Fakes.transport();

  @AfterEach
  void stop() throws Exception {
    transport.stop().get(30, TimeUnit.SECONDS);
  }

  /** Of a container that says later when it has sent a message. */
  private Session session() {
    RemoteEndpoint.Async remote =
        Fakes.of(
            RemoteEndpoint.Async.class,
            (proxy, method, arguments) -> {
              if (method.getName().equals("sendText")) {
                calls.add((String) arguments[0]);
                sending.add((SendHandler) arguments[1]);
              }
              return null;
            });
    return Fakes.session(remote, new ConcurrentHashMap<>(), calls::add);
  }

  /** Writes two messages, of which the second waits for the first. */
  private void write() throws Exception {
    ServletLoop loop = transport.loops().next();
    ServletWebSocket socket = new ServletWebSocket(transport, loop, session());
    transport.began(socket);
    CompletableFuture.runAsync(
            () -> {
              socket.writesIn(TransferFormat.TEXT);
              for (String text : List.of("first", "last")) {
                socket.write(new Bytes(text.getBytes(StandardCharsets.UTF_8)));
                socket.flush();
              }
            },
            loop)
        .get(10, TimeUnit.SECONDS);
  }

  @SuppressWarnings("deprecation") // Jakarta WebSocket 2.1 has no other constructor.
  private void taken() throws InterruptedException {
    SendHandler handler = sending.poll(10, TimeUnit.SECONDS);
    assertThat(handler).isNotNull();
    handler.onResult(new SendResult());
  }

  @Test
  void whatWasWrittenIsSentBeforeTheSocketIsClosed() throws Exception {
    transport = Fakes.transport(Duration.ofSeconds(20));
    write();
    CompletableFuture<Void> stopped = transport.stop();
    Fakes.awaitLoop(transport);
    assertThat(calls).containsExactly("first");

    taken();
    taken();
    stopped.get(10, TimeUnit.SECONDS);

    assertThat(calls).startsWith("first", "last", "close", "abort").containsOnlyOnce("close");
  }

  @Test
  void aClientThatTakesNothingIsCutAfterTheTimeOfAClose() throws Exception {
    write();

    transport.stop().get(10, TimeUnit.SECONDS);

    assertThat(calls).startsWith("first", "abort").containsOnly("first", "abort");
  }
}
