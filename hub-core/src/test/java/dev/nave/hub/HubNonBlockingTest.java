package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Methods that the application says not to block run on the loop of their connection. */
class HubNonBlockingTest {
  private static final String LOOP = "nave-test-loop-";
  private static final String EXECUTOR = "nave-hub-";

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private @Nullable HubTester tester;

  /** Marks one for all hubs that have it. */
  interface Quick {
    /** Tells its thread. */
    @NonBlocking
    String inherited();
  }

  /** The hub of most tests. */
  public final class QuickHub extends Hub implements Quick {
    /** Tells its thread. */
    @NonBlocking
    public String thread() {
      return Thread.currentThread().getName();
    }

    @Override
    public String inherited() {
      return Thread.currentThread().getName();
    }

    /** Tells its thread, which may block. */
    public String executor() {
      return Thread.currentThread().getName();
    }

    /** Blocks. */
    public void block() {
      seen.add("block begins");
      gate.join();
      seen.add("block ends");
    }

    /** Notes that it runs. */
    @NonBlocking
    public void note(String text) {
      seen.add(text);
    }

    /** Notes that it runs, where it may block. */
    public void noteElsewhere(String text) {
      seen.add(text);
    }

    /** Ends when the test says so. */
    @NonBlocking
    public CompletionStage<String> later() {
      seen.add("later begins");
      return gate.thenApply(unused -> "later");
    }

    /** Fails. */
    @NonBlocking
    public void fail() {
      throw new HubException("as it should");
    }

    /** Leaves its thread interrupted. */
    @NonBlocking
    public void interrupt() {
      Thread.currentThread().interrupt();
    }

    /** Returns whether its thread is interrupted. */
    @NonBlocking
    public boolean isInterrupted() {
      return Thread.currentThread().isInterrupted();
    }

    /** Sends to its caller and joins a group. */
    @NonBlocking
    public void greet() {
      groups().add("greeted");
      clients().caller().send("greeting");
    }

    /** Sends to those in the group. */
    @NonBlocking
    public CompletableFuture<Void> tellGreeted(int number) {
      return clients().group("greeted").send("told", number);
    }

    /** For administrators. */
    @NonBlocking
    @Authorize(roles = "admin")
    public String adminOnly() {
      return Thread.currentThread().getName();
    }
  }

  private TestClient connect(Consumer<HubServerBuilder> settings) {
    HubTester started =
        HubTester.of(
            "/hub",
            server -> {
              server.hub("/hub", QuickHub.class, QuickHub::new);
              settings.accept(server);
            });
    tester = started;
    return started.connect(HubUser.of("ann"));
  }

  @AfterEach
  void stop() {
    gate.complete(null);
    if (tester != null) {
      tester.close();
    }
  }

  @Test
  void runsOnTheLoopAndOthersDoNot() {
    TestClient client = connect(server -> {});

    assertThat(client.invoke(String.class, "thread")).startsWith(LOOP);
    assertThat(client.invoke(String.class, "inherited")).startsWith(LOOP);
    assertThat(client.invoke(String.class, "executor")).startsWith(EXECUTOR);
  }

  @Test
  void beginsWhenTheCallBeforeItHasEnded() {
    TestClient client = connect(server -> {});
    client.send("block");
    client.send("note", "a");
    client.send("noteElsewhere", "b");
    client.send("note", "c");
    CompletableFuture<?> last = client.invokeAsync(Object.class, "noteElsewhere", "d");
    gate.complete(null);
    last.join();

    assertThat(seen).containsExactly("block begins", "block ends", "a", "b", "c", "d");
  }

  @Test
  void theNextCallWaitsForItsStage() throws Exception {
    TestClient client = connect(server -> {});
    CompletableFuture<String> later = client.invokeAsync(String.class, "later");
    CompletableFuture<?> next = client.invokeAsync(Object.class, "note", "next");
    // Another connection of the loops is served meanwhile, and so is this one's own loop.
    assertThat(tester().connect().invoke(String.class, "thread")).startsWith(LOOP);
    assertThat(seen).doesNotContain("next");

    gate.complete(null);

    assertThat(later.get(30, TimeUnit.SECONDS)).isEqualTo("later");
    next.get(30, TimeUnit.SECONDS);
    assertThat(seen).containsExactly("later begins", "next");
  }

  private HubTester tester() {
    HubTester running = tester;
    if (running == null) {
      throw new IllegalStateException("no server was started");
    }
    return running;
  }

  @Test
  void failsAsOtherMethodsDo() {
    TestClient client = connect(server -> {});

    assertThatThrownBy(() -> client.invoke("fail"))
        .isInstanceOf(HubInvocationException.class)
        .hasMessageContaining("HubException: as it should");
    assertThat(client.invoke(String.class, "thread")).startsWith(LOOP);
  }

  @Test
  void leavesTheLoopAsItWas() {
    TestClient client = connect(server -> {});

    client.invoke("interrupt");

    assertThat(client.invoke(boolean.class, "isInterrupted")).isFalse();
  }

  @Test
  void groupsAndSendsKeepTheirOrder() {
    TestClient client = connect(server -> {});
    client.invoke("greet");
    client.expect("greeting");

    for (int i = 0; i < 200; i++) {
      client.send("tellGreeted", i);
    }

    for (int i = 0; i < 200; i++) {
      assertThat(client.expect("told").arguments()).containsExactly(i);
    }
  }

  @Test
  void rolesAreAskedOnTheLoop() {
    TestClient client = connect(server -> {});
    assertThatThrownBy(() -> client.invoke("adminOnly"))
        .hasMessageContaining("user is unauthorized");

    TestClient admin = tester().connect(HubUser.of("root").withRoles(Set.of("admin")));
    assertThat(admin.invoke(String.class, "adminOnly")).startsWith(LOOP);
  }

  @Test
  void filtersAndTracersRunOnTheLoop() {
    TestClient client =
        connect(
            server ->
                server
                    .filter(
                        new HubFilter() {
                          @Override
                          public CompletionStage<?> invoke(HubInvocation call, InvokeNext next) {
                            seen.add("filter on " + Thread.currentThread().getName());
                            return next.proceed(call);
                          }
                        })
                    .tracer(
                        call -> {
                          seen.add(
                              "tracer of "
                                  + call.method()
                                  + " on "
                                  + Thread.currentThread().getName());
                          return new Quiet();
                        }));

    String thread = client.invoke(String.class, "thread");

    assertThat(thread).startsWith(LOOP);
    assertThat(seen).contains("filter on " + thread, "tracer of thread on " + thread);
  }

  private static final class Quiet implements HubTracer.Span {
    @Override
    public HubTracer.Scope activate() {
      return () -> {};
    }

    @Override
    public void end(@Nullable Throwable failure) {}
  }

  @Test
  void theLastWordsOfAClientAreHeard() {
    TestClient client = connect(server -> {});
    for (int i = 0; i < 100; i++) {
      client.send("note", String.valueOf(i));
    }
    client.close();
    tester().close();

    assertThat(seen).hasSize(100).startsWith("0").endsWith("99");
  }
}
