package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.options.Option;
import dev.nave.hub.docs.Pages;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What there is once in a server, of times and sizes. */
class ServerOptionsTest {
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  /** A hub with a method that does not heed the end of its connection. */
  public final class StubbornHub extends Hub {
    /** Works until the test lets it go. */
    public void work() throws InterruptedException {
      running.countDown();
      gate.await();
    }
  }

  static Stream<Method> timesAndSizes() {
    return Arrays.stream(ServerOptions.Builder.class.getMethods())
        .filter(method -> method.getReturnType() == ServerOptions.Builder.class)
        .filter(method -> method.getParameterCount() == 1)
        .filter(method -> smallest(method) != null);
  }

  private static @Nullable Object smallest(Method setter) {
    Class<?> type = setter.getParameterTypes()[0];
    if (type == Duration.class) {
      return Duration.ofNanos(1);
    }
    return type == int.class ? (Object) 1 : type == long.class ? 1L : null;
  }

  private static List<Object> tooSmall(Method setter) {
    Class<?> type = setter.getParameterTypes()[0];
    if (Set.of("backplaneStartTimeout", "drainDelay", "unheardEventTimeout")
        .contains(setter.getName())) {
      return List.of(Duration.ofNanos(-1)); // Zero does not wait.
    } else if (type == Duration.class) {
      return List.of(Duration.ZERO, Duration.ofNanos(-1));
    }
    return type == int.class ? List.of(0, -1) : List.of(0L, -1L);
  }

  @ParameterizedTest
  @MethodSource("timesAndSizes")
  void timeOrSizeIsPositive(Method setter) throws Exception {
    setter.invoke(ServerOptions.builder(), smallest(setter));

    for (Object wrong : tooSmall(setter)) {
      Throwable refused = catchThrowable(() -> setter.invoke(ServerOptions.builder(), wrong));
      assertThat(refused).isInstanceOf(InvocationTargetException.class);
      assertThat(refused.getCause())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(setter.getName() + " must ")
          .hasMessageEndingWith(" but was " + wrong);
    }
  }

  @Test
  void everyOptionIsSetByNameAndIsARowOfThePage() {
    String page = String.join("\n", Pages.lines(Pages.docs().resolve("options.md")));
    for (Option<?> option : ServerOptionDeclarations.DECLARED.all()) {
      assertThat(page).contains(option.tableRow());
    }

    ServerOptions options =
        ServerOptions.builder()
            .set("local-delivery", "immediate")
            .setAll(
                Map.of("nave.server.stop-grace", "20s", "nave.server.maxLoopQueueBytes", "8MiB"),
                "nave.server.")
            .build();

    assertThat(options.localDelivery()).isEqualTo(LocalDelivery.IMMEDIATE);
    assertThat(options.stopGrace()).isEqualTo(Duration.ofSeconds(20));
    assertThat(options.maxLoopQueueBytes()).isEqualTo(8 << 20);
    assertThat(options.toString()).contains("stopGrace=20000ms", "closeBatchSize=1000");
  }

  @Test
  void wrongTextNamesTheOptionAndTheLimit() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> HubServer.builder().serverOptions(options -> options.set("stop-grace", "0s")))
        .withMessage("cannot use stop-grace=\"0s\": stopGrace must be positive but was PT0S");
  }

  @Test
  void stopWaitsForRunningMethodsNoLongerThanItsGrace() throws Exception {
    HubTester tester =
        HubTester.of(
            "/hub",
            server ->
                server
                    .serverOptions(options -> options.stopGrace(Duration.ofMillis(50)))
                    .options(options -> options.onDisconnectedGrace(Duration.ofMinutes(10)))
                    .hub("/hub", StubbornHub.class, StubbornHub::new));
    TestClient ann = tester.connect("ann");
    ann.send("work");
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> stopped = tester.server().stopAsync();

    await().until(stopped::isDone);
    assertThat(gate.getCount()).as("the method still runs").isEqualTo(1);
    gate.countDown();
  }
}
