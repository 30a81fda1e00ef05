package dev.nave.hub.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.fakes.TestClient;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionRecordTest {
  private final AtomicInteger given = new AtomicInteger();

  @Test
  void theEndGivesBackWhatTheFirstRequestTookAlsoIfTheClientCameBack() {
    ConnectionRequest first = request().onEnded(given::incrementAndGet).build();
    ConnectionRecord record =
        new ConnectionRecord(
            "Chat", first, TestClient.settings(HubOptions.builder().build()).counters().meters());

    record.returned(request().build());
    assertThat(given).hasValue(0);
    record.over();

    assertThat(given).hasValue(1);
  }

  private static ConnectionRequest.Builder request() {
    return ConnectionRequest.builder("c1", HttpRequest.builder("GET", "/chat").build());
  }
}
