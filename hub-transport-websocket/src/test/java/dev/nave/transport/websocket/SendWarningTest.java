package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.transport.websocket.testkit.TestLog;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a send cannot encode is logged, since its stage may be one that no code looks at. */
class SendWarningTest {
  @ParameterizedTest
  @ValueSource(strings = {"untyped", "typed", "toAll", "question"})
  void aSendThatCannotBeEncodedIsAWarningThatNamesHubAndMethod(String way) {
    String method = "warnedOf_" + way;
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
  public static final class Bad {
    @SuppressWarnings("DoNotCallSuggester") // Jackson calls it.
    public int getX() {
      throw new IllegalStateException("in a getter");
    }
  }

  interface Client {
    void warnedOf_typed(Object value);
  }

  /** Looks at no stage. */
  @SuppressWarnings("FutureReturnValueIgnored") // is what is tested
  public static class BadHub extends Hub {
    public void untyped() {
      clients().caller().send("warnedOf_untyped", new Bad());
    }

    public void toAll() {
      clients().all().send("warnedOf_toAll", new Bad());
    }

    public void typed() {
      clients(Client.class).caller().warnedOf_typed(new Bad());
    }

    public void question() {
      clients().caller().invoke(String.class, "warnedOf_question", new Bad());
    }
  }
}
