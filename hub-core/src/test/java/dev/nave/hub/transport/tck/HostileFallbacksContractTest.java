package dev.nave.hub.transport.tck;

import static dev.nave.hub.transport.tck.FallbackClient.completion;
import static dev.nave.hub.transport.tck.FallbackClient.invocation;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Clients that poll and mean harm, on real sockets: each harms itself alone. A module extends it
 * with a way to listen.
 */
public abstract class HostileFallbacksContractTest {
  private final HostileServer.Starter servers;

  /** Tests what listens so. */
  protected HostileFallbacksContractTest(Supplier<HubListener> listeners) {
    servers = new HostileServer.Starter(listeners);
  }

  @Test
  void tenThousandPollsOfOneConnectionTakeOverFromEachOther() {
    try (HostileServer server = servers.start(options -> {});
        FallbackClient client = poll(server);
        RawClient one = client.connect();
        RawClient other = client.connect()) {
      one.send(client.pollRequest());
      other.send(client.pollRequest());
      // They may come on two loops, in either order.
      Awaitility.await().until(() -> one.hasInput() || other.hasInput());
      RawClient free = one.hasInput() ? one : other;
      RawClient waiting = free == one ? other : one;
      free = overtaken(client, free);
      for (int i = 0; i < 10_000; i++) {
        free.send(client.pollRequest());
        RawClient next = overtaken(client, waiting);
        waiting = free;
        free = next;
      }

      try (RawClient post = client.connect()) { // The client's own may have been idle for too long.
        post.send(client.postRequest(invocation("1", "Echo", "x")));
        assertThat(post.read().status()).isEqualTo(200);
      }
      assertThat(waiting.read().body()).isEqualTo(completion("1", "x"));
      waiting.close();
      free.close();
    }
  }

  /** Reads the answer to a poll that another took over from; returns a socket for the next. */
  private static RawClient overtaken(FallbackClient client, RawClient socket) {
    RawClient.Response answer = socket.read();
    assertThat(answer.status()).isEqualTo(204);
    if (!"close".equals(answer.headers().get("connection"))) {
      return socket;
    }
    socket.close(); // Tomcat has a bound on the requests of a connection.
    return client.connect();
  }

  @Test
  void aPostThatDoesNotGoOnIsEndedAndTheNextHasItsTurn() {
    try (HostileServer server = servers.start(options -> {});
        FallbackClient client = poll(server);
        RawClient slow = client.connect()) {
      slow.send(
          "POST "
              + client.target()
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n ");
      assertThat(slow.read().status()).isEqualTo(408);

      assertThat(client.post(invocation("1", "Echo", "x")).status()).isEqualTo(200);
      assertThat(client.poll().body()).isEqualTo(completion("1", "x"));
    }
  }

  @Test
  void aPostThatIsCutMakesRoomForTheNext() {
    try (HostileServer server = servers.start(options -> {});
        FallbackClient client = poll(server)) {
      RawClient cut = client.connect();
      cut.send(
          "POST "
              + client.target()
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n ");
      cut.reset();

      assertThat(client.post(invocation("1", "Echo", "x")).status()).isEqualTo(200);
      assertThat(client.poll().body()).isEqualTo(completion("1", "x"));
    }
  }

  @Test
  void aFloodOfPostsToAMethodThatBlocksIsHeldUp() {
    int posts = 40;
    String ballast = "x".repeat(10_000);
    try (HostileServer server = servers.start(hub -> hub.maxBacklogBytes(50_000));
        FallbackClient client = poll(server);
        FallbackClient other = poll(server)) {
      List<RawClient> sockets = new ArrayList<>();
      for (int i = 0; i < posts; i++) {
        RawClient socket = client.connect();
        socket.send(client.postRequest(invocation("b" + i, "Block", ballast)));
        sockets.add(socket);
      }
      Awaitility.await().until(() -> server.blocked() == 1);

      // The fence: another connection is served, while most posts are not answered.
      other.post(invocation("1", "Echo", "x"));
      assertThat(other.poll().body()).isEqualTo(completion("1", "x"));
      assertThat(sockets.stream().filter(RawClient::hasInput).count()).isLessThan(10);

      server.open(posts);
      sockets.forEach(socket -> assertThat(socket.read().status()).isEqualTo(200));
      Awaitility.await().until(() -> server.blocked() == posts);
      sockets.forEach(RawClient::close);
    }
  }

  @Test
  void aClientThatLeavesItsPollsUnreadIsDisconnected() throws Exception {
    try (HostileServer server =
            servers.start(hub -> hub.sendTimeout(Duration.ofSeconds(1)).maxPendingBytes(30 << 20));
        FallbackClient client = poll(server)) {
      client.post("{\"type\":1,\"target\":\"Flood\",\"arguments\":[200,100000]}\u001e");
      Awaitility.await().until(() -> server.floods() == 1);
      try (RawClient unread = client.connect()) {
        unread.send(client.pollRequest());

        assertThat(server.nextEnd().orElseThrow()).hasMessageContaining("send timeout");
      }
    }
  }

  @Test
  void whatIsNeverFetchedIsBounded() throws Exception {
    try (HostileServer server = servers.start(hub -> hub.maxPendingBytes(100_000));
        FallbackClient client = poll(server)) {
      for (int floods = 1; server.noEnd(); floods++) {
        int sent = floods;
        client.post("{\"type\":1,\"target\":\"Flood\",\"arguments\":[1,50000]}\u001e");
        // One at a time: what one turn of the loop brings counts in the next only.
        Awaitility.await().until(() -> server.floods() == sent || !server.noEnd());
      }

      assertThat(server.nextEnd().orElseThrow()).hasMessageContaining("100000 bytes untaken");
      String last = client.poll().body();
      assertThat(last).endsWith("\"allowReconnect\":true}\u001e").hasSizeLessThan(300_000);
      assertThat(client.poll().status()).isEqualTo(204);
    }
  }

  private static FallbackClient poll(HostileServer server) {
    return FallbackClient.poll(HostileServer.HUB, server.port());
  }
}
