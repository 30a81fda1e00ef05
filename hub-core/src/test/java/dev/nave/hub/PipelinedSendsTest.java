package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Over a network, calls whose methods return the stages of their own sends wait for these beside
 * the next ones.
 */
class PipelinedSendsTest extends PipelinedSendsFixture {
  private static final int DEFAULT = 16;

  @Test
  void publicationsKeepTheOrderOfTheCallsThoughNoneIsConfirmed() {
    TestClient client = connect(server -> {});
    List<CompletableFuture<?>> answers = call(client, 0, DEFAULT);

    for (int i = 0; i < DEFAULT; i++) {
      assertThat(client.expect("told").arguments()).containsExactly(i);
    }
    assertThat(answers).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void eachCompletionFollowsItsOwnSendInWhateverOrder() throws Exception {
    TestClient client = connect(server -> {});
    List<CompletableFuture<?>> answers = call(client, 0, DEFAULT);
    awaitBegun(DEFAULT);

    for (int i = DEFAULT - 1; i >= 0; i--) {
      assertThat(answers.subList(0, i + 1)).noneMatch(CompletableFuture::isDone);
      backplane.confirm(i);
      answers.get(i).get(30, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, DEFAULT})
  void noMoreWaitBesideTheNextThanTheOptionAllows(int max) throws Exception {
    TestClient client =
        connect(server -> server.options(all -> all.maxPipelinedSendsPerConnection(max)));
    List<CompletableFuture<?>> answers = call(client, 0, 3 * DEFAULT);
    awaitBegun(max + 1);

    confirmOneByOne(answers);

    assertThat(mostUnconfirmed.get()).isEqualTo(max);
    for (int i = 0; i < 3 * DEFAULT; i++) {
      assertThat(client.expect("told").arguments()).containsExactly(i);
    }
  }

  @Test
  void thePlacesAreThoseOfOneConnection() {
    TestClient client =
        connect(server -> server.options(all -> all.maxPipelinedSendsPerConnection(1)));
    TestClient other = tester().connect();
    call(client, 0, 2);
    awaitBegun(2);

    call(other, 2, 4);

    awaitBegun(4);
  }

  @ParameterizedTest
  @EnumSource
  void everyStageOfAnOwnSendIsOne(To to) {
    TestClient client = connect(server -> {});
    client.send("tellSome", to, 1);
    client.send("tellSome", to, 2);
    client.send("tellSome", to, 3);

    awaitBegun(3);
    assertThat(backplane.unconfirmed()).isEqualTo(backplane.published());
  }

  @Test
  void aSendThatIsRefusedFailsItsOwnCallAlone() throws Exception {
    TestClient client = connect(server -> {});
    List<CompletableFuture<?>> answers = call(client, 0, 3);
    awaitBegun(3);

    backplane.refuse(1);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> answers.get(1).get(30, TimeUnit.SECONDS))
        .withCauseInstanceOf(HubInvocationException.class);
    assertThat(answers.get(0)).isNotDone();
    assertThat(answers.get(2)).isNotDone();

    backplane.confirmAll();
    answers.get(0).get(30, TimeUnit.SECONDS);
    answers.get(2).get(30, TimeUnit.SECONDS);
    client.send("tell", 3);
    awaitBegun(4);
  }

  @Test
  void aTracerSeesEachCallUntilItsSendIsOver() throws Exception {
    TestClient client = connect(server -> server.tracer(call -> new Noted(call.method())));
    List<CompletableFuture<?>> answers = call(client, 0, 2);
    awaitBegun(2);
    assertThat(events).doesNotContain("end of tell");

    backplane.refuse(1);
    await("the end of one").until(() -> events.contains("end of tell: UNAVAILABLE"));
    assertThat(answers.get(0)).isNotDone();
    assertThat(events).doesNotContain("end of tell");

    backplane.confirm(0);
    await("the end of the other").until(() -> events.contains("end of tell"));
  }

  @Test
  void theEndOfAConnectionWaitsForItsSends() {
    TestClient client = connect(server -> {});
    client.invoke("noteAbort");
    call(client, 0, 3);
    awaitBegun(3);

    client.close();
    await("the end").until(() -> events.contains("aborted"));
    backplane.confirm(2);
    backplane.confirm(0);
    events.add("two confirmed");
    backplane.confirm(1);

    await("onDisconnected").until(() -> events.contains("disconnected"));
    assertThat(events).containsExactly("aborted", "two confirmed", "disconnected");
  }

  private final class Noted implements HubTracer.Span {
    private final String method;

    Noted(String method) {
      this.method = method;
    }

    @Override
    public HubTracer.Scope activate() {
      return () -> {};
    }

    @Override
    public void end(@Nullable Throwable failure) {
      events.add(
          "end of "
              + method
              + (failure instanceof BackplaneUnavailableException refusal
                  ? ": " + refusal.reason()
                  : ""));
    }
  }
}
