package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.RedisServer;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client is asked by another server than its own, and something breaks before it answers. Needs
 * redis-server.
 */
class ResultsUnderFaultIT {
  private RedisServer redis;
  private ConformanceServer here;
  private ServerProcess elsewhere;
  private JavaClient asking;
  private JavaClient asked;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.started();
    here = ConformanceServer.start(new Arguments(0, redis.address()));
    Path log = Files.createDirectories(Path.of("target", "farm-logs")).resolve("results.log");
    elsewhere = ServerProcess.start(log, "--redis", redis.address());
    asking = connect(here.url());
    asked = connect("http://" + elsewhere.address());
  }

  private static JavaClient connect(String url) {
    JavaClient client = new JavaClient(url + "/test", Way.NEGOTIATED, null);
    client.start();
    client.invoke("Nothing");
    return client;
  }

  @AfterEach
  void stop() {
    asking.close();
    asked.close();
    elsewhere.close();
    here.close();
    redis.close();
  }

  /**
   * Has the one ask the other, and waits until both servers know of it; returns the future of what
   * the hub method makes of the answer.
   */
  private CompletableFuture<String> ask(Single<String> answer) throws Exception {
    CompletableFuture<String> arrived = new CompletableFuture<>();
    asked.answers(
        question -> {
          arrived.complete(question);
          return answer;
        });
    CompletableFuture<String> result = new CompletableFuture<>();
    var unusedSubscription =
        asking
            .begin(String.class, "AskOther", FarmClients.idOf(asked), "why?")
            .subscribe(result::complete, result::completeExceptionally);
    assertThat(arrived.get(30, TimeUnit.SECONDS)).isEqualTo("why?");
    // Published behind the note that the question has found its client.
    asked.invoke("ToAll", "fence");
    assertThat(asking.nextMessage()).isEqualTo("all:fence");
    return result;
  }

  @Test
  void aServerThatIsKilledEndsTheWait() throws Exception {
    String id = FarmClients.idOf(asked);
    CompletableFuture<String> result = ask(Single.never());

    elsewhere.close();

    assertThat(result.get(30, TimeUnit.SECONDS))
        .isEqualTo("failed: the server of connection '" + id + "' stopped responding");
  }

  @Test
  void aQuestionIsAnsweredAfterRedisWasAway() throws Exception {
    SingleSubject<String> answer = SingleSubject.create();
    CompletableFuture<String> result = ask(answer);

    redis.kill();
    redis.start();
    for (JavaClient client : List.of(asking, asked)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(() -> client.invoke("ToAll", "is it back?"));
    }
    answer.onSuccess("because");

    assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo("answer: because");
  }
}
