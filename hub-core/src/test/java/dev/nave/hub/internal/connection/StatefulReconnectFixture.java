package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.CutLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.StatefulClient;
import dev.nave.hub.internal.fakes.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** A connection with stateful reconnect, whose client is cut off and comes back. */
abstract class StatefulReconnectFixture {
  static final String CLOSED_WITH_ERROR =
      "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}" + END;

  final HubOptions.Builder options = HubOptions.builder().keepAliveInterval(Duration.ofDays(1));
  final FakeLoop loop = new FakeLoop();
  ConnectionSettings settings = TestClient.settings(options.build());
  StatefulClient client = StatefulClient.connect(loop, settings);

  void connect() {
    settings = TestClient.settings(options.build());
    client = StatefulClient.connect(loop, settings);
  }

  static String sequence(long number) {
    return "{\"type\":9,\"sequenceId\":" + number + "}" + END;
  }

  CutLink comeBack() {
    CutLink fresh = new CutLink(loop);
    assertThat(client.comeBack(fresh)).isTrue();
    return fresh;
  }

  @AfterEach
  void nothingElseHappened() {
    assertThat(client.told()).isEmpty();
    client.connection().end(null, null);
    loop.runAll();
    loop.assertClean();
    assertThat(settings.counters().disconnected().get()).isZero();
  }
}
