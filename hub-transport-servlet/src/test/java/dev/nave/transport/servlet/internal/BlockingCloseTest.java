package dev.nave.transport.servlet.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.TransportConnection.CloseStatus;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a container that blocks at the end of one WebSocket does to others. */
class BlockingCloseTest {
  private static final String TOMCAT = "org.apache.tomcat.websocket.";
  private final RunningTransport transport = Fakes.transport();
  private final CountDownLatch taken = new CountDownLatch(1);
  private final Map<String, Object> properties = new ConcurrentHashMap<>();
  private final List<Map<String, Object>> atEnds = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() throws Exception {
    taken.countDown();
    transport.stop().get(30, TimeUnit.SECONDS);
  }

  private Session session(List<String> calls, boolean blocks) {
    RemoteEndpoint.Async remote =
        Fakes.of(RemoteEndpoint.Async.class, (proxy, method, arguments) -> null);
    return Fakes.session(
        remote,
        properties,
        how -> {
          if (blocks && how.equals("close")) {
            taken.await();
          }
          calls.add(how);
          atEnds.add(Map.copyOf(properties));
        });
  }

  private void close(List<String> calls, boolean blocks) throws Exception {
    ServletLoop loop = transport.loops().next();
    ServletWebSocket socket = new ServletWebSocket(transport, loop, session(calls, blocks));
    CompletableFuture.runAsync(() -> socket.close(CloseStatus.NORMAL), loop)
        .get(10, TimeUnit.SECONDS);
  }

  @Test
  void aFewThatBlockHoldUpNoOther() throws Exception {
    List<String> blocked = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 10; i++) {
      close(blocked, true);
    }
    List<String> calls = new CopyOnWriteArrayList<>();
    close(calls, false);

    Awaitility.await().until(() -> calls.contains("close"));
    assertThat(blocked).isEmpty();
  }

  /** Tomcat has another time-out for every code but 1000. */
  @Test
  void theCloseFrameOfAnErrorHasAsMuchTimeAsAnyOther() throws Exception {
    List<String> calls = new CopyOnWriteArrayList<>();
    close(calls, false);
    Awaitility.await().until(() -> !atEnds.isEmpty());

    assertThat(atEnds.get(0).get(TOMCAT + "ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT"))
        .isEqualTo(atEnds.get(0).get(TOMCAT + "BLOCKING_SEND_TIMEOUT"))
        .isInstanceOf(Long.class);
  }

  @Test
  void theSocketIsCutBehindTheCloseFrame() throws Exception {
    List<String> calls = new CopyOnWriteArrayList<>();
    close(calls, true);
    CompletableFuture<Void> late = new CompletableFuture<>();
    Duration longer = transport.settings().closeTimeout().multipliedBy(2);
    transport.loops().next().schedule(() -> late.complete(null), longer);
    late.get(10, TimeUnit.SECONDS);
    taken.countDown();

    Awaitility.await().until(() -> calls.size() >= 2);
    assertThat(calls).startsWith("close", "abort");
  }

  @Test
  void theSocketIsCutBehindTheCloseFrameOfAStopToo() throws Exception {
    List<String> calls = new CopyOnWriteArrayList<>();
    ServletLoop loop = transport.loops().next();
    Thread thread =
        CompletableFuture.supplyAsync(Thread::currentThread, loop).get(10, TimeUnit.SECONDS);
    transport.began(new ServletWebSocket(transport, loop, session(calls, true)));
    CompletableFuture<Void> stopped = transport.stop();
    thread.join(TimeUnit.SECONDS.toMillis(10));
    taken.countDown();
    stopped.get(30, TimeUnit.SECONDS);

    assertThat(calls).startsWith("close", "abort").containsOnly("close", "abort");
    assertThat(calls).containsOnlyOnce("close"); // An abort of what is cut does nothing.
  }
}
