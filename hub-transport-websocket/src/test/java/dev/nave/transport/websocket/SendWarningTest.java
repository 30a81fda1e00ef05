package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.transport.websocket.testkit.TestLog;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a send cannot encode is logged, since its stage may be one that no code looks at. */
class SendWarningTest {
  @ParameterizedTest
  @ValueSource(strings = {"Untyped", "Typed", "ToAll", "Question"})
  void aSendThatCannotBeEncodedIsAWarningThatNamesHubAndMethod(String way) {
    String method = "warnedOf" + way;
    try (HubTester tester = HubTester.of(BadHub.class, BadHub::new)) {
      TestClient client = tester.connect();
      client.invoke(way);
    }
    List<String> warnings =
        TestLog.takeLinesWith(method).stream().filter(line -> line.startsWith("WARN")).toList();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("BadHub", method, "in a getter").doesNotContain("\n\tat ");
  }

  /** A value that cannot be encoded. */
  record Bad(@Nullable String x) {
    public String getX() {
      return Objects.requireNonNull(x, "in a getter");
    }
  }

  interface Client {
    void warnedOfTyped(Object value);
  }

  /** Looks at no stage. */
  @SuppressWarnings("FutureReturnValueIgnored") // is what is tested
  public static class BadHub extends Hub {
    public void untyped() {
      clients().caller().send("warnedOfUntyped", new Bad(null));
    }

    public void toAll() {
      clients().all().send("warnedOfToAll", new Bad(null));
    }

    public void typed() {
      clients(Client.class).caller().warnedOfTyped(new Bad(null));
    }

    public void question() {
      clients().caller().invoke(String.class, "warnedOfQuestion", new Bad(null));
    }
  }
}
