package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a hub factory may return, and when the object is used. */
class HubObjectsTest extends HubProxiesFixture {
  @Test
  void objectThatServesAnotherCallIsRefused() throws Exception {
    AtomicReference<ChatHub> shared = new AtomicReference<>(fresh());
    HubFactory<ChatHub> factory =
        () -> {
          ChatHub one = shared.get();
          return one == null ? fresh() : one;
        };
    ChatHub one = shared.getAndSet(null);
    try (HubTester tester =
        HubTester.of(
            "/chat",
            server ->
                server
                    .options(options -> options.detailedErrors(true))
                    .hub("/chat", ChatHub.class, factory))) {
      TestClient ann = tester.connect("ann");
      TestClient bob = tester.connect("bob");
      shared.set(one);
      CompletableFuture<String> waiting = ann.invokeAsync(String.class, "waits", "for ann");
      Waiting.INSIDE.await();

      assertThatExceptionOfType(HubInvocationException.class)
          .isThrownBy(() -> bob.invoke(String.class, "who"))
          .withMessageContaining("fresh object for each call")
          .withMessageContaining(ChatHub.class.getName());

      Waiting.GO.countDown();
      assertThat(waiting.join()).isEqualTo("for ann");
      ann.expect("private");
      shared.set(null);
      bob.expectNothing();
    }
  }

  @Test
  void objectIsRefusedAfterItsFirstCallAndReleasedOnce() {
    ChatHub one = fresh();
    try (HubTester tester = serve(() -> one)) {
      TestClient ann = tester.connect("ann");

      assertThatExceptionOfType(HubInvocationException.class)
          .isThrownBy(() -> ann.invoke(String.class, "who"));
    }
    assertThat(log).containsExactly("connected ann");
    assertThat(released).containsExactly(one);
  }

  @Test
  void targetBehindFreshProxiesIsRefusedTheSecondTime() {
    for (Function<ChatHub, ChatHub> proxy :
        List.<Function<ChatHub, ChatHub>>of(
            HubObjectsTest::spring, HubObjectsTest::javassist, HandWrittenHub::new)) {
      ChatHub one = fresh();
      try (HubTester tester = serve(() -> proxy.apply(one))) {
        assertThatExceptionOfType(RuntimeException.class)
            .isThrownBy(
                () -> {
                  TestClient ann = tester.connect("ann");
                  ann.invoke(String.class, "who");
                });
      }
    }
    assertThat(log).doesNotContain("who");
  }

  @Test
  void factoryThatReturnsNothingIsNamed() {
    HubFactory<ChatHub> nothing = HubObjectsTest::nothing;
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server ->
                server
                    .options(options -> options.detailedErrors(true))
                    .hub("/hub", ChatHub.class, nothing))) {
      assertThatExceptionOfType(RuntimeException.class)
          .isThrownBy(() -> tester.connect("ann"))
          .withMessageContaining("HubFactory.create returned null");
    }
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @Test
  void factoryMayThrowWhatItDoesNotDeclare() {
    HubFactory<ChatHub> broken =
        () -> {
          throw HubObjectsTest.<RuntimeException>undeclared(new Exception("broken"));
        };
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server ->
                server
                    .options(options -> options.detailedErrors(true))
                    .hub("/hub", ChatHub.class, broken))) {
      assertThatExceptionOfType(ConnectionRefusedException.class)
          .isThrownBy(() -> tester.connect("ann"))
          .withMessageContaining("broken");
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E undeclared(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /** Hears of no connection. */
  public static final class DeafHub extends Hub {
    public String who() {
      return String.valueOf(context().userId());
    }
  }

  @Test
  void connectionOfWhichTheHubDoesNotHearUsesUpNoObject() {
    DeafHub one = new DeafHub();
    try (HubTester tester = HubTester.of(DeafHub.class, () -> one)) {
      TestClient ann = tester.connect("ann");
      TestClient bob = tester.connect("bob");

      assertThat(ann.invoke(String.class, "who")).isEqualTo("ann");
      assertThatExceptionOfType(HubInvocationException.class)
          .isThrownBy(() -> bob.invoke(String.class, "who"));
    }
  }
}
