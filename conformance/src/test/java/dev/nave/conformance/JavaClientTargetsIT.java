package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is reached by what: official Java clients that receive. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.nave.conformance.Served#webSockets")
class JavaClientTargetsIT {
  @RegisterExtension static final RunningServer server = new RunningServer();

  private final JavaClients clients;

  JavaClientTargetsIT(Served served) {
    clients = new JavaClients(server.url(served.by()), served.way());
  }

  @AfterEach
  void end() {
    clients.close();
  }

  /**
   * Of the three clients a and b are Ann's, c is Cem's; a and b are in the group left, b and c in
   * the group right. The second column names those that get what a sends.
   */
  @ParameterizedTest(name = "To{0} reaches {1}")
  @CsvSource({
    "All, abc", "Caller, a", "Others, bc", "AllExcept, b", "Client, b", "Clients, bc",
    "Group, ab", "Groups, abbc", "GroupExcept, b", "OthersInGroup, b", "User, ab", "Users, abc"
  })
  void aSendReachesJustThoseThatAreMeant(String target, String reached) throws Exception {
    JavaClient a = clients.connect("/test", "ann");
    JavaClient b = clients.connect("/test", "ann");
    JavaClient c = clients.connect("/test", "cem");
    String idOfA = a.invoke(String.class, "ConnectionId");
    String idOfB = b.invoke(String.class, "ConnectionId");
    String idOfC = c.invoke(String.class, "ConnectionId");
    a.invoke("Join", "left");
    b.invoke("Join", "left");
    b.invoke("Join", "right");
    a.invoke("JoinOther", idOfC, "right");
    List<Object> arguments =
        new ArrayList<>(
            switch (target) {
              case "AllExcept" -> List.<Object>of(List.of(idOfA, idOfC, "unknown"));
              case "Client" -> List.<Object>of(idOfB);
              case "Clients" -> List.<Object>of(List.of(idOfB, idOfC, "unknown"));
              case "Group", "OthersInGroup" -> List.<Object>of("left");
              case "Groups" -> List.<Object>of(List.of("left", "right", "none"));
              case "GroupExcept" -> List.<Object>of("left", List.of(idOfA));
              case "User" -> List.<Object>of("ann");
              case "Users" -> List.<Object>of(List.of("cem", "ann", "nobody"));
              default -> List.<Object>of();
            });
    arguments.add("héllo ✓ 😀");

    a.invoke("To" + target, arguments.toArray());

    String kind = target.substring(0, 1).toLowerCase(Locale.ROOT) + target.substring(1);
    StringBuilder seen = new StringBuilder();
    for (Map.Entry<String, JavaClient> client :
        List.of(Map.entry("a", a), Map.entry("b", b), Map.entry("c", c))) {
      for (String message : client.getValue().untaken()) {
        assertThat(message).isEqualTo(kind + ":héllo ✓ 😀");
        seen.append(client.getKey());
      }
    }
    assertThat(seen).hasToString(reached);
  }

  @Test
  void aSendToAGroupDoesNotReachWhoHasLeftIt() throws Exception {
    JavaClient a = clients.connect();
    JavaClient b = clients.connect();
    a.invoke("Join", "room");
    b.invoke("Join", "room");
    a.invoke("Leave", "room");
    a.invoke("LeaveOther", b.invoke(String.class, "ConnectionId"), "room");

    a.invoke("ToGroup", "room", "x");

    assertThat(a.untaken()).isEmpty();
    assertThat(b.untaken()).isEmpty();
  }

  @Test
  void messagesComeInTheOrderInWhichTheyWereSent() throws Exception {
    JavaClient a = clients.connect();
    JavaClient b = clients.connect();
    for (int i = 0; i < 200; i++) {
      a.send("ToOthers", String.valueOf(i));
    }
    for (int i = 0; i < 200; i++) {
      assertThat(b.nextMessage()).isEqualTo("others:" + i);
    }
  }

  @Test
  void aClientIsGreetedBeforeItsFirstCall() throws Exception {
    assertThat(clients.connect("/greeting", null).nextMessage()).isEqualTo("greeting:welcome");
  }

  @Test
  void othersHearThatAClientLeft() throws Exception {
    JavaClient a = clients.connect();
    JavaClient watcher = clients.connect();
    watcher.invoke("Join", "watchers");
    String id = a.invoke(String.class, "ConnectionId");

    a.stop();

    while (!watcher.nextLeft().equals(id)) {
      // Clients of other tests leave, too.
    }
  }
}
