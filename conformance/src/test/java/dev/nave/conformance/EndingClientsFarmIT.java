package dev.nave.conformance;

import static dev.nave.conformance.FarmClients.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What one server asks of another about a client that leaves at that moment. Each call races with
 * the end; one that met it in the wrong place would fail by a time-out of 30 s.
 */
class EndingClientsFarmIT {
  private static final int CLIENTS = 40;
  private static final int CALLS = 20;

  @RegisterExtension static final RunningFarm farm = new RunningFarm();

  private final FarmClients clients = new FarmClients(farm.urls(), Way.NEGOTIATED);
  private final JavaClient caller = clients.here();

  @BeforeEach
  void onlyOurServersAnswerAtOnce() {
    assumeTrue(System.getProperty("conformance.farm") == null, "servers of ours");
  }

  @AfterEach
  void end() {
    clients.close();
  }

  private CompletableFuture<Void> leaving(JavaClient client) {
    return CompletableFuture.runAsync(client::stop);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JoinOther", "LeaveOther"})
  void aGroupChangeIsDone(String change) {
    for (int i = 0; i < CLIENTS; i++) {
      JavaClient client = clients.elsewhere();
      String id = idOf(client);
      CompletableFuture<Void> left = leaving(client);
      for (int call = 0; call < CALLS; call++) {
        caller.invoke(change, id, "g");
      }
      left.join();
    }
  }

  @Test
  void aQuestionIsAnsweredForTheClient() {
    for (int i = 0; i < CLIENTS; i++) {
      JavaClient client = clients.elsewhere();
      client.answers(question -> Single.never());
      String id = idOf(client);
      CompletableFuture<Void> left = leaving(client);
      for (int call = 0; call < CALLS; call++) {
        assertThat(caller.invoke(String.class, "AskOther", id, "why?"))
            .isIn(
                "failed: Connection disconnected.",
                "failed: Connection '" + id + "' does not exist.");
      }
      left.join();
    }
  }

  @Test
  void whatAClientSendsBeforeItLeavesReachesAClientOfTheOtherServer() throws Exception {
    String callerId = idOf(caller);
    for (int i = 0; i < CLIENTS; i++) {
      JavaClient client = clients.elsewhere();
      for (int call = 0; call < CALLS; call++) {
        client.send("ToClient", callerId, i + "-" + call);
      }
      client.stop();
      for (int call = 0; call < CALLS; call++) {
        assertThat(caller.nextMessage()).isEqualTo("client:" + i + "-" + call);
      }
    }
  }
}
