package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.ForwardingBackplane;
import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubTester;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final BrokenBackplane backplane = new BrokenBackplane();
  private final HubTester tester =
      HubTester.of(
          "/hub",
          server ->
              server
                  .backplane(backplane)
                  .options(options -> options.onDisconnectedGrace(Duration.ofMinutes(1)))
                  .hub("/hub", SeeingHub.class, SeeingHub::new));

  /** The hub of the test. */
  public final class SeeingHub extends Hub {
    @Override
    protected void onConnected() {
      seen.add("connected " + context().userId());
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      seen.add("disconnected " + context().userId());
    }
  }

  /** Throws where it should return a stage, when a user called eve is wished for. */
  private static final class BrokenBackplane extends ForwardingBackplane {
    final Set<String> desired = Collections.newSetFromMap(new ConcurrentHashMap<>());

    BrokenBackplane() {
      super(new InMemoryCluster().newNode());
    }

    @Override
    public CompletionStage<Void> subscribe(String topic) {
      if (topic.endsWith(":user:eve")) {
        throw new IllegalStateException("the backplane is broken");
      }
      desired.add(topic);
      return working.subscribe(topic);
    }

    @Override
    public CompletionStage<Void> unsubscribe(String topic) {
      desired.remove(topic);
      return working.unsubscribe(topic);
    }

    @Override
    public boolean inProcess() {
      return working.inProcess();
    }
  }

  @AfterEach
  void stop() {
    tester.close();
  }

  @Test
  @DisplayName("LifetimeManagerOnDisconnectedAsyncCalledIfLifetimeManagerOnConnectedAsyncThrows")
  void connectionThatCannotBeRegisteredIsRefusedAndLeavesNoTrace() {
    Set<String> before = Set.copyOf(backplane.desired);

    assertThatExceptionOfType(ConnectionRefusedException.class)
        .isThrownBy(() -> tester.connect("eve"))
        .withMessageContaining("Connection closed with an error.");

    await().untilAsserted(() -> assertThat(backplane.desired).isEqualTo(before));
    assertThat(seen).isEmpty();
    tester.connect("ann").expectNothing();
    assertThat(seen).containsExactly("connected ann");
  }
}
