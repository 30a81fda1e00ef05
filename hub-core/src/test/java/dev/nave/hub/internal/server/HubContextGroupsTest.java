package dev.nave.hub.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubGroups;
import dev.nave.hub.internal.fakes.RecordingLog;
import dev.nave.hub.internal.logging.LineLimit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class HubContextGroupsTest {
  private final CompletableFuture<Void> change = new CompletableFuture<>();
  private final RecordingLog lines = new RecordingLog(Level.INFO);
  private final HubContextGroups groups =
      new HubContextGroups(
          new Changes(),
          new UnseenFailures("chat", new LineLimit(2, Duration.ofSeconds(1), () -> 0), lines));

  private final class Changes implements HubGroups {
    @Override
    public CompletableFuture<Void> add(String connectionId, String group) {
      return change;
    }

    @Override
    public CompletableFuture<Void> addWithValue(String connectionId, String group, String value) {
      return change;
    }

    @Override
    public CompletableFuture<Void> addUser(String userId, String group) {
      return change;
    }

    @Override
    public CompletableFuture<Void> addUser(String userId, String group, Duration time) {
      return change;
    }

    @Override
    public CompletableFuture<Void> removeUser(String userId, String group) {
      return change;
    }

    @Override
    public CompletableFuture<Void> remove(String connectionId, String group) {
      return change;
    }
  }

  private void fail() {
    change.completeExceptionally(new IllegalStateException("Redis is down"));
  }

  @Test
  void failureThatTheApplicationDoesNotLookAtIsAWarning() {
    groups.add("c1", "blue");
    groups.remove("c2", "red\n");
    fail();

    assertThat(lines.take())
        .containsExactlyInAnyOrder(
            "WARN hub chat: connection \"c1\" was not put into group \"blue\": Redis is down",
            "WARN hub chat: connection \"c2\" was not taken out of group \"red?\": Redis is down");
  }

  @Test
  void failureThatIsThereAtOnceIsAWarning() {
    fail();

    groups.add("c1", "blue");

    assertThat(lines.take()).hasSize(1);
  }

  @Test
  void failureThatTheApplicationLooksAtIsItsOwnAffair() {
    CompletableFuture<String> handled =
        groups.add("c1", "blue").thenApply(done -> "done").exceptionally(failure -> "handled");
    fail();

    assertThat(handled.join()).isEqualTo("handled");
    assertThat(lines.take()).isEmpty();
  }

  @Test
  void anOutageFillsNoLog() {
    for (int i = 0; i < 100; i++) {
      groups.add("c" + i, "blue");
    }
    fail();

    assertThat(lines.take()).hasSize(2);
  }
}
