package dev.nave.transport.websocket;

import static dev.nave.transport.websocket.testkit.FallbackClient.completion;
import static dev.nave.transport.websocket.testkit.FallbackClient.invocation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.FallbackClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of the fallbacks that mean harm: each harms itself alone. */
@ExtendWith(LeakCheck.class)
class FallbackAttackIT {

  @Test
  void tenThousandPollsOfOneConnectionTakeOverFromEachOther() {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.poll(server.port());
        RawClient one = client.connect();
        RawClient other = client.connect()) {
      one.send(client.pollRequest());
      other.send(client.pollRequest());
      // They came on two loops, in either order.
      Awaitility.await().until(() -> one.hasInput() || other.hasInput());
      RawClient first = one.hasInput() ? one : other;
      assertThat(first.read().status()).isEqualTo(204);
      RawClient waiting = first == one ? other : one;
      for (int i = 0; i < 10_000; i++) {
        RawClient next = waiting == one ? other : one;
        next.send(client.pollRequest());
        int status = waiting.read().status();
        if (status != 204) {
          throw new AssertionError("poll " + i + " answered " + status);
        }
        waiting = next;
      }

      client.post(invocation("1", "echo", "x"));
      assertThat(waiting.read().body()).isEqualTo(completion("1", "x"));
    }
  }

  @Test
  void aPostThatDoesNotGoOnIsEndedAndTheNextHasItsTurn() {
    try (EchoServer server =
            EchoServer.start(http -> http.requestTimeout(Duration.ofMillis(300)), hub -> {});
        FallbackClient client = FallbackClient.poll(server.port());
        RawClient slow = client.connect()) {
      slow.send(
          "POST " + client.target() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n ");
      assertThat(slow.read().status()).isEqualTo(408);
      assertThat(slow.readEnd()).isEqualTo("closed");

      assertThat(client.post(invocation("1", "echo", "x")).status()).isEqualTo(200);
      assertThat(client.poll().body()).isEqualTo(completion("1", "x"));
    }
  }

  @Test
  void aPostThatIsCutMakesRoomForTheNext() {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.poll(server.port())) {
      RawClient cut = client.connect();
      cut.send("POST " + client.target() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n ");
      cut.reset();

      assertThat(client.post(invocation("1", "echo", "x")).status()).isEqualTo(200);
      assertThat(client.poll().body()).isEqualTo(completion("1", "x"));
    }
  }

  @Test
  void aFloodOfPostsToAMethodThatBlocksIsHeldUp() {
    int posts = 40;
    String ballast = "x".repeat(10_000);
    try (EchoServer server = EchoServer.start(hub -> hub.maxBacklogBytes(50_000));
        FallbackClient client = FallbackClient.poll(server.port());
        FallbackClient other = FallbackClient.poll(server.port())) {
      List<RawClient> sockets = new ArrayList<>();
      for (int i = 0; i < posts; i++) {
        RawClient socket = client.connect();
        socket.send(client.postRequest(invocation("b" + i, "block", ballast)));
        sockets.add(socket);
      }
      Awaitility.await().until(() -> server.blocked() == 1);

      // The fence: another connection is served, while most posts are not answered.
      other.post(invocation("1", "echo", "x"));
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
    try (EchoServer server =
            EchoServer.start(
                hub -> hub.sendTimeout(Duration.ofSeconds(1)).maxPendingBytes(30 << 20));
        FallbackClient client = FallbackClient.poll(server.port());
        RawClient unread = client.connect()) {
      client.post("{\"type\":1,\"target\":\"flood\",\"arguments\":[200,100000]}\u001e");
      Awaitility.await().until(() -> server.floods() == 1);
      unread.send(client.pollRequest());

      assertThat(server.nextEnd().orElseThrow()).hasMessageContaining("send timeout");
    }
  }

  @Test
  void whatIsNeverFetchedIsBounded() throws Exception {
    try (EchoServer server = EchoServer.start(hub -> hub.maxPendingBytes(100_000));
        FallbackClient client = FallbackClient.poll(server.port())) {
      for (int floods = 1; server.noEnd(); floods++) {
        int sent = floods;
        client.post("{\"type\":1,\"target\":\"flood\",\"arguments\":[1,50000]}\u001e");
        // One at a time: what one turn of the loop brings counts in the next only.
        Awaitility.await().until(() -> server.floods() == sent || !server.noEnd());
      }

      assertThat(server.nextEnd().orElseThrow()).hasMessageContaining("100000 bytes untaken");
      String last = client.poll().body();
      assertThat(last).endsWith("\"allowReconnect\":true}\u001e").hasSizeLessThan(300_000);
      assertThat(client.poll().status()).isEqualTo(204);
    }
  }
}
