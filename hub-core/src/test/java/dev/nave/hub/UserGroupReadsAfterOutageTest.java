package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.TimedEntry;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.ForwardingBackplane;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose link is back reads the groups of all of its users, a few at a time. */
class UserGroupReadsAfterOutageTest {
  private static final int MAX = 6;
  private static final int USERS = 40;

  private final HeldReads backplane = new HeldReads();
  private final HubTester server =
      HubTester.of(
          "/hub",
          builder ->
              builder
                  .backplane(backplane)
                  .serverOptions(options -> options.maxUserGroupReads(MAX))
                  .hub(
                      "/hub",
                      AnyHub.class,
                      AnyHub::new,
                      hub ->
                          hub.options(
                              options ->
                                  options
                                      .usersInGroups(true)
                                      .userGroupsWait(Duration.ofMinutes(1)))));

  public static final class AnyHub extends Hub {}

  /** Has reads under way until the test ends them, and counts them. */
  private static final class HeldReads extends ForwardingBackplane {
    final Queue<Runnable> underWay = new ConcurrentLinkedQueue<>();
    private volatile boolean holds;
    private volatile @Nullable BackplaneListener listener;

    HeldReads() {
      super(new InMemoryCluster().newNode());
    }

    @Override
    public CompletionStage<Void> start(BackplaneListener value) {
      listener = value;
      return super.start(value);
    }

    void restored() {
      Objects.requireNonNull(listener).event(new BackplaneEvent.Restored(Duration.ofSeconds(9)));
    }

    private CompletionStage<List<TimedEntry>> timed(Directory real, DirectoryKey key) {
      if (!holds) {
        return real.timed(key);
      }
      CompletableFuture<List<TimedEntry>> read = new CompletableFuture<>();
      underWay.add(
          () -> {
            var unusedStage = real.timed(key).thenAccept(read::complete);
          });
      return read;
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
      return type == Directory.class
          ? working.capability(Directory.class).map(real -> type.cast(directory(real)))
          : Optional.empty();
    }

    private Directory directory(Directory real) {
      return (Directory)
          Proxy.newProxyInstance(
              Directory.class.getClassLoader(),
              new Class<?>[] {Directory.class},
              (proxy, method, arguments) ->
                  method.getName().equals("timed")
                      ? timed(real, (DirectoryKey) arguments[0])
                      : method.invoke(real, arguments));
    }
  }

  @AfterEach
  void stop() {
    backplane.holds = false;
    server.close();
  }

  @Test
  void fewReadsAreUnderWayAndAConnectionThatOpensGoesFirst() {
    HubGroups groups = server.server().hubContext(AnyHub.class).groups();
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      clients.add(server.connect("user" + i));
    }
    groups.addUser("newcomer", "board").join();

    backplane.holds = true;
    backplane.restored();
    await().until(() -> backplane.underWay.size() == MAX / 2);
    CompletableFuture<TestClient> newcomer =
        CompletableFuture.supplyAsync(() -> server.connect("newcomer"));
    await().until(() -> backplane.underWay.size() == MAX / 2 + 1);

    for (int read = 0; read <= USERS; read++) {
      assertThat(backplane.underWay).as("reads under way").hasSizeBetween(1, MAX / 2 + 1);
      backplane.underWay.remove().run(); // The next one begins within this call.
    }
    assertThat(newcomer).succeedsWithin(Duration.ofSeconds(10));
    groups.addUser("user7", "board").join();
    server.server().hubContext(AnyHub.class).clients().group("board").send("news").join();
    newcomer.join().expect("news");
    clients.get(7).expect("news");
  }
}
