package dev.nave.hub.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.CutLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.StatefulClient;
import dev.nave.hub.internal.fakes.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Wherever the links of a connection are cut, nothing is lost and nothing comes twice. */
class ReconnectPropertyTest {
  private static final int STEPS = 8;
  private static final int SMALL_BUFFER = 150; // Three messages.

  private final FakeLoop loop = new FakeLoop();

  /** How many bytes a link passes in each direction. */
  private record Budget(int toClient, int toServer) {
    static final Budget ENDLESS = new Budget(CutLink.UNLIMITED, CutLink.UNLIMITED);
  }

  @Test
  void aCutAtAnyByteOfTheWayToTheClientLosesNothing() {
    int bytes = run(HubOptions.builder(), Budget.ENDLESS, () -> Budget.ENDLESS)[0];

    for (int cut = 0; cut <= bytes; cut++) {
      run(HubOptions.builder(), new Budget(cut, CutLink.UNLIMITED), () -> Budget.ENDLESS);
    }
  }

  @Test
  void aCutAtAnyByteOfTheWayToTheServerLosesNothing() {
    int bytes = run(HubOptions.builder(), Budget.ENDLESS, () -> Budget.ENDLESS)[1];

    for (int cut = 0; cut <= bytes; cut++) {
      run(HubOptions.builder(), new Budget(CutLink.UNLIMITED, cut), () -> Budget.ENDLESS);
    }
  }

  @Test
  void aSecondCutAtAnyByteAfterTheFirstLosesNothing() {
    for (int second = 0; second < 400; second++) {
      Budget again = new Budget(second, 400 - second);
      List<Budget> budgets = new ArrayList<>(List.of(again));
      run(
          HubOptions.builder(),
          new Budget(200, CutLink.UNLIMITED),
          () -> budgets.isEmpty() ? Budget.ENDLESS : budgets.remove(0));
    }
  }

  @Test
  void acknowledgementsOvertakeWhatComesAgainAndNothingIsLost() {
    for (int stall = 0; stall < 400; stall++) {
      StatefulClient client =
          StatefulClient.connect(loop, TestClient.settings(HubOptions.builder().build()));
      for (int step = 0; step < STEPS; step++) {
        client.call("c" + step);
      }
      client.link().cut();
      CutLink again = new CutLink(loop);
      again.stallAfter(stall);
      assertThat(client.comeBack(again)).isTrue();
      loop.advance(Duration.ofSeconds(1)); // The server says that it has everything.
      client.read();
      again.cut();

      assertThat(client.comeBack(new CutLink(loop))).isTrue();
      client.call("last");

      List<String> told = new ArrayList<>(client.told());
      told.removeIf("returned"::equals);
      assertThat(told.subList(0, STEPS)).isEqualTo(numbered("c"));
      assertThat(told.subList(STEPS, told.size())).containsExactly("last");
      client.connection().end(null, null);
      loop.runAll();
    }
    loop.assertClean();
  }

  @Test
  void aClientMayAcknowledgeWhatIsStillComingAgain() {
    int bytes = STEPS * 50; // More than come again.
    for (int cut = 0; cut < bytes; cut++) {
      StatefulClient client =
          StatefulClient.connect(loop, TestClient.settings(HubOptions.builder().build()));
      for (int step = 0; step < STEPS - 1; step++) {
        client.sendTo("s" + step);
      }
      client.read();
      client.link().cut();
      CutLink again = new CutLink(loop);
      again.loseAfter(cut);
      assertThat(client.comeBack(again)).isTrue();
      client.acknowledge(); // Its timer ran since before the cut: it names all that it ever got.
      again.cut();

      assertThat(client.comeBack(new CutLink(loop))).isTrue();
      client.sendTo("s" + (STEPS - 1));

      assertThat(client.received()).isEqualTo(numbered("s"));
      client.connection().end(null, null);
      loop.runAll();
    }
    loop.assertClean();
  }

  @Test
  void manyCutsWhileTheBufferIsFullLoseNothing() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Supplier<Budget> budgets = () -> new Budget(random.nextInt(300), random.nextInt(300));
      run(HubOptions.builder().statefulReconnectBufferBytes(SMALL_BUFFER), budgets.get(), budgets);
    }
  }

  /** Plays one conversation; returns the bytes of its first link, to the client and the server. */
  private int[] run(HubOptions.Builder options, Budget first, Supplier<Budget> later) {
    StatefulClient client = StatefulClient.connect(loop, TestClient.settings(options.build()));
    CutLink firstLink = client.link();
    int[] before = firstLink.passed();
    firstLink.cutAfter(first.toClient(), first.toServer());
    List<String> told = new ArrayList<>();

    for (int step = 0; step < STEPS; step++) {
      client.sendTo("s" + step);
      client.call("c" + step);
      if (step % 3 == 2) {
        client.acknowledge();
        loop.advance(Duration.ofSeconds(1));
      }
      returnIfCut(client, later);
    }
    // Until both sides have everything: each time more fits into the buffer.
    for (int turn = 0; turn < STEPS && client.received().size() < STEPS; turn++) {
      client.acknowledge();
      returnIfCut(client, later);
    }
    client.link().cutAfter(CutLink.UNLIMITED, CutLink.UNLIMITED);
    returnIfCut(client, () -> Budget.ENDLESS);
    for (int turn = 0; turn < STEPS; turn++) {
      client.acknowledge();
    }
    told.addAll(client.told());
    told.removeIf("returned"::equals);

    assertThat(client.received()).isEqualTo(numbered("s"));
    assertThat(told).isEqualTo(numbered("c"));
    int[] after = firstLink.passed();
    client.connection().end(null, null);
    loop.runAll();
    loop.assertClean();
    return new int[] {after[0] - before[0], after[1] - before[1]};
  }

  private void returnIfCut(StatefulClient client, Supplier<Budget> budgets) {
    if (client.link().isOver()) {
      CutLink fresh = new CutLink(loop);
      Budget budget = budgets.get();
      fresh.cutAfter(budget.toClient(), budget.toServer());
      assertThat(client.comeBack(fresh)).isTrue();
    }
  }

  private static List<String> numbered(String kind) {
    return IntStream.range(0, STEPS).mapToObj(i -> kind + i).toList();
  }
}
