package dev.nave.transport.servlet.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.transport.servlet.internal.Inbox.Added;
import dev.nave.transport.servlet.internal.ServletLoop.Bytes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What waits on its way from and to a WebSocket. */
class WaitingBytesTest {
  private static final int MOST = 16 * 1024;

  static Session session() {
    RemoteEndpoint.Async remote =
        Fakes.of(RemoteEndpoint.Async.class, (proxy, method, arguments) -> null);
    return Fakes.of(
        Session.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getAsyncRemote" -> remote;
              case "getUserProperties" -> new HashMap<>();
              default -> null;
            });
  }

  @Test
  void manySmallPiecesCountMoreThanTheirBytes() {
    Inbox inbox = new Inbox(MOST, new ContainerSession(session(), Duration.ofSeconds(1)));
    int pieces = 0;

    while (inbox.add(new byte[1]) != Added.TOO_MUCH) {
      pieces++;
    }

    assertThat(pieces).isLessThanOrEqualTo(MOST / 32);
  }

  @Test
  void aLargePieceMayFillTheBound() {
    Inbox inbox = new Inbox(MOST, new ContainerSession(session(), Duration.ofSeconds(1)));

    assertThat(inbox.add(new byte[MOST - 32])).isEqualTo(Added.ANNOUNCE);
    assertThat(inbox.take()).hasSize(MOST - 32);
    assertThat(inbox.take()).isNull();
    assertThat(inbox.add(new byte[MOST - 32])).isEqualTo(Added.ANNOUNCE);
  }

  @SuppressWarnings("deprecation") // Jakarta WebSocket 2.1 has no other constructor.
  @Test
  void aContainerThatTellsOfASendAfterTheStopGetsNoException() throws Exception {
    RunningTransport transport = Fakes.transport();
    CompletableFuture<SendHandler> sent = new CompletableFuture<>();
    RemoteEndpoint.Async remote =
        Fakes.of(
            RemoteEndpoint.Async.class,
            (proxy, method, arguments) -> {
              if (method.getName().equals("sendText")) {
                sent.complete((SendHandler) arguments[1]);
              }
              return null;
            });
    ServletLoop loop = transport.loops().next();
    Outbox.Owner owner =
        new Outbox.Owner() {
          @Override
          public void sent() {}

          @Override
          public void notSent(Throwable cause) {}
        };
    loop.execute(
        () -> {
          Outbox outbox = new Outbox(remote, loop, owner);
          outbox.format(TransferFormat.TEXT);
          outbox.add(new Bytes(new byte[] {'a'}));
          outbox.flush();
        });
    SendHandler container = sent.get(10, TimeUnit.SECONDS);
    transport.stop().get(30, TimeUnit.SECONDS);

    assertThatCode(() -> container.onResult(new SendResult())).doesNotThrowAnyException();
  }
}
