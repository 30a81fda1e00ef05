package dev.nave.hub.internal.usergroups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.backplane.directory.TimedEntry;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.envelope.UserGroupCodec.UserGroup;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LocalUserGroupsTest {
  private final FakeLoop loop = new FakeLoop();
  private final ConnectionSettings settings = TestClient.settings(HubOptions.builder().build());
  private final TopicNames names = new TopicNames("Chat");
  private final HubRegistry registry =
      new HubRegistry(
          names, new Subscriptions(new FakeBackplane(), Duration.ofHours(1)), settings.protocols());
  private final List<CompletableFuture<List<TimedEntry>>> asked = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private Instant upSince = Instant.EPOCH;
  private final LocalUserGroups groups =
      new LocalUserGroups(
          names,
          registry,
          (Directory)
              Proxy.newProxyInstance(
                  Directory.class.getClassLoader(),
                  new Class<?>[] {Directory.class},
                  (proxy, method, arguments) ->
                      switch (method.getName()) {
                        case "timed" -> ask();
                        case "health" ->
                            new DirectoryHealth(
                                DirectoryHealth.State.UP, upSince, null, 0, 0, 0, 0, null);
                        default -> null;
                      }),
          new UserGroupReads(10, (millis, task) -> later.add(task)),
          Duration.ofHours(1),
          () -> 0);
  private final TestClient ann = TestClient.connect(loop, settings, "c1", "json");

  private CompletableFuture<List<TimedEntry>> ask() {
    CompletableFuture<List<TimedEntry>> read = new CompletableFuture<>();
    asked.add(read);
    return read;
  }

  /** What is read, of which the last entry is followed by something that happens meanwhile. */
  private static final class Entries extends ArrayList<TimedEntry> {
    private static final long serialVersionUID = 1L;
    private final transient Runnable meanwhile;

    Entries(Runnable meanwhile) {
      super(List.of(new TimedEntry("board", "", Duration.ofHours(1))));
      this.meanwhile = meanwhile;
    }

    @Override
    public void forEach(Consumer<? super TimedEntry> action) {
      super.forEach(action);
      meanwhile.run();
    }
  }

  private void follow(String userId, long millis) {
    var unusedFuture = groups.followed(new UserGroup(userId, "board", millis));
  }

  private CompletableFuture<Void> register() {
    return registry.register(ann.connection(), "ann");
  }

  @Test
  void userWhoIsTakenOutOfAGroupWhileItIsReadIsNotPutIntoIt() {
    CompletableFuture<Void> registered = register();

    asked.get(0).complete(new Entries(() -> follow("ann", 0)));

    loop.runAll();
    assertThat(registered).isDone();
    assertThat(registry.groupsOf(ann.connection())).isEmpty();
  }

  @Test
  void userWhoCouldNotBeReadIsReadAgainAsLongAsItIsThere() {
    CompletableFuture<Void> registered = register();
    asked.get(0).completeExceptionally(new IllegalStateException("as expected"));
    assertThat(registered).isDone();
    groups.restored();
    assertThat(later).as("a further read, and one because the link is back").hasSize(2);

    later.remove(0).run();
    asked.get(1).completeExceptionally(new IllegalStateException("as expected"));
    later.remove(1).run();
    asked.get(2).complete(new Entries(() -> {}));

    loop.runAll();
    assertThat(registry.groupsOf(ann.connection())).containsExactly("board");
    registry.unregister(ann.connection());
    later.remove(0).run();
    assertThat(asked).hasSize(3);
  }

  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      groups.tick();
    }
  }

  private void assertGroups(String... expected) {
    loop.runAll();
    assertThat(registry.groupsOf(ann.connection())).containsExactly(expected);
  }

  @Test
  void whatTheDirectoryLacksIsOverSomeSecondsAfterAnOutage() {
    var unusedRegistration = register();
    asked.get(0).complete(new Entries(() -> {}));
    assertGroups("board");
    tick(1);
    groups.restored();

    later.remove(0).run();
    asked.get(1).complete(List.of());
    assertGroups("board");

    tick(3);
    asked.get(2).complete(List.of());
    assertGroups();
  }

  @Test
  void usersAreReadAgainWhenTheDirectoryHasBeenAwayForOthersMayWriteLate() {
    var unusedRegistration = register();
    asked.get(0).complete(List.of());
    tick(1);
    upSince = Instant.EPOCH.plusSeconds(1);

    tick(3);
    asked.get(1).complete(List.of());
    assertGroups();
    tick(7);
    asked.get(2).complete(new Entries(() -> {}));
    assertGroups("board");
    tick(100);
    assertThat(asked).hasSize(4);
  }

  @Test
  void entryThatThisServerHasHeardOfIsReadSoThatItCanBeWrittenAgain() {
    var unusedRegistration = register();
    asked.get(0).complete(List.of());

    follow("bob", 1_000);
    assertThat(asked).as("reads for a user who is not here").hasSize(1);
    follow("ann", 1_000);

    assertThat(asked).hasSize(2);
    assertGroups("board");
  }
}
