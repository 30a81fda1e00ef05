package dev.nave.hub.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a connection whose group is not subscribed to yet. */
class RegistryWatcherTest {
  private final List<String> told = new ArrayList<>();
  private final FakeBackplane backplane = new FakeBackplane();
  private final FakeLoop loop = new FakeLoop();
  private final ConnectionSettings settings = TestClient.settings(HubOptions.builder().build());
  private final HubRegistry registry =
      new HubRegistry(
          new TopicNames("Chat"),
          new Subscriptions(backplane, Duration.ofHours(1)),
          settings.protocols(),
          TopicWatcher.NONE,
          GroupPlaces.unlimited(),
          new Watcher());
  private final HubConnection ann = TestClient.connect(loop, settings, "a", "json").connection();

  private final class Watcher implements MembershipWatcher {
    @Override
    public void connected(String connectionId, @Nullable String userId, long sinceMillis) {}

    @Override
    public void ended(String connectionId, @Nullable String userId) {
      told.add("ended");
    }

    @Override
    public void joined(
        String connectionId, @Nullable String userId, String group, MembershipWatcher.Place place) {
      told.add("joined " + group + "=" + place.value());
    }

    @Override
    public void left(String connectionId, String group, boolean ended) {
      told.add("left " + group);
    }
  }

  @BeforeEach
  void connect() {
    assertThat(registry.register(ann, "ann")).isDone();
    registry.accepted(ann);
    backplane.stopConfirming();
  }

  private void join(String group, @Nullable String value) {
    var unusedFuture = registry.join(ann, group, value);
  }

  private void confirm() {
    backplane.confirm();
    loop.runAll();
  }

  @Test
  void joinIsToldOnceWhatIsSentReachesTheConnection() {
    join("g", "first");
    loop.runAll();
    assertThat(told).isEmpty();

    confirm();

    assertThat(told).containsExactly("joined g=first");
  }

  @Test
  void lastOfSeveralValuesIsTold() {
    join("g", "first");
    join("g", "second");
    join("g", null);

    confirm();

    assertThat(told).containsExactly("joined g=second");
  }

  @Test
  void valueOfALaterJoinStaysWhenTheFirstOneIsConfirmedMeanwhile() {
    join("g", "first");
    backplane.confirm();
    join("g", "second");

    loop.runAll();

    assertThat(told).containsExactly("joined g=second");
  }

  @Test
  void oneThatHasLeftMeanwhileIsNotTold() {
    join("g", "first");
    var unusedFuture = registry.leave(ann, "g");

    confirm();

    assertThat(told).isEmpty();
  }

  @Test
  void joinAfterALeaveIsTheOneThatIsTold() {
    join("g", "first");
    var unusedFuture = registry.leave(ann, "g");
    join("g", "second");

    confirm();

    assertThat(told).containsExactly("joined g=second");
  }

  @Test
  void oneThatHasEndedMeanwhileIsNotTold() {
    join("g", "first");
    registry.unregister(ann);

    confirm();

    assertThat(told).containsExactly("ended");
  }
}
