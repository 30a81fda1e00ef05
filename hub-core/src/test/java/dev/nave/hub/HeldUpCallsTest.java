package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a method may return, or be surrounded by, so that the next call waits for its send. */
class HeldUpCallsTest extends PipelinedSendsFixture {
  @ParameterizedTest
  @EnumSource
  void anyOtherStageHoldsUpTheNextCall(Holding way) throws Exception {
    TestClient client = connect(server -> {});
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(client.invokeAsync(Object.class, "tellHolding", way, i));
    }

    confirmOneByOne(answers);

    assertThat(mostUnconfirmed.get()).isZero();
  }

  @Test
  void aGroupChangeHoldsUpTheNextCall() throws Exception {
    TestClient client = connect(server -> {});
    CompletableFuture<Void> joined = new CompletableFuture<>();
    backplane.confirmJoinsAfter(joined);
    CompletableFuture<?> answer = client.invokeAsync(Object.class, "joinAndTell", 0);
    client.send("tell", 1);
    awaitBegun(1);

    backplane.confirm(0);
    joined.complete(null);
    answer.get(30, TimeUnit.SECONDS);
    awaitBegun(2);

    assertThat(mostUnconfirmed.get()).isZero();
  }

  @Test
  void theStageOfAnotherCallHoldsUpTheNextCall() throws Exception {
    TestClient client = connect(server -> {});
    client.send("tellAsBefore", 0);
    client.send("tellAsBefore", 1);
    CompletableFuture<?> last = call(client, 2);
    awaitBegun(2);

    backplane.confirm(0);
    awaitBegun(3);

    assertThat(mostUnconfirmed.get()).as("that of the second call alone").isEqualTo(1);
    backplane.confirmAll();
    last.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aFilterAroundTheMethodHoldsUpTheNextCall() throws Exception {
    TestClient client =
        connect(
            server ->
                server.filter(
                    new HubFilter() {
                      @Override
                      public CompletionStage<?> invoke(HubInvocation call, InvokeNext next) {
                        return next.proceed(call);
                      }
                    }));

    confirmOneByOne(call(client, 0, 4));

    assertThat(mostUnconfirmed.get()).isZero();
  }

  @Test
  void anExecutorOfTheApplicationHoldsUpTheNextCall() throws Exception {
    ExecutorService own = Executors.newCachedThreadPool();
    try {
      TestClient client = connect(server -> server.hubExecutor(own));

      confirmOneByOne(call(client, 0, 4));

      assertThat(mostUnconfirmed.get()).isZero();
    } finally {
      own.shutdown();
    }
  }
}
