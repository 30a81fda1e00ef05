package dev.nave.conformance;

import static dev.nave.conformance.FarmClients.assertNext;
import static dev.nave.conformance.FarmClients.idOf;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Official Java clients on two servers: groups with members on either. */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "LONG_POLLING")
class JavaFarmGroupsIT {
  @RegisterExtension static final RunningFarm farm = new RunningFarm();

  private final String room = RunningFarm.unique("room");
  private final FarmClients clients;
  private final JavaClient a;
  private final JavaClient b;

  JavaFarmGroupsIT(Way way) {
    clients = new FarmClients(farm.urls(), way);
    a = clients.here();
    b = clients.elsewhere();
  }

  @AfterEach
  void end() {
    clients.close();
  }

  @Test
  void aSendReachesTheMembersOnAServerThatHasNoneItself() throws Exception {
    b.invoke("Join", room);
    a.invoke("ToGroup", room, "x");
    assertNext("group:x", b);
  }

  @Test
  void aSendToSeveralGroupsReachesEachOfThem() throws Exception {
    a.invoke("Join", room + 1);
    b.invoke("Join", room + 2);
    b.invoke("ToGroups", List.of(room + 1, room + 2, room + 3), "x");
    assertNext("groups:x", a, b);
  }

  @Test
  void excludedMembersAreLeftOutOnBothServers() throws Exception {
    JavaClient c = clients.elsewhere();
    for (JavaClient member : List.of(a, b, c)) {
      member.invoke("Join", room);
    }

    a.invoke("ToGroupExcept", room, List.of(idOf(b)), "x");
    assertNext("groupExcept:x", a, c);
    b.invoke("ToOthersInGroup", room, "y");
    assertNext("othersInGroup:y", a, c);
    a.invoke("ToGroup", room, "last");
    assertNext("group:last", a, b, c);
  }

  @Test
  void whoHasDisconnectedIsInItsGroupsNoMore() throws Exception {
    JavaClient leaver = clients.elsewhere();
    JavaClient stayer = clients.elsewhere();
    leaver.invoke("Join", room);
    stayer.invoke("Join", room);
    leaver.stop();

    a.invoke("ToGroup", room, "missed");
    assertNext("group:missed", stayer); // Else it could come behind the next join.
    b.invoke("Join", room);
    a.invoke("ToGroup", room, "last");

    assertNext("group:last", b);
  }

  @Test
  void leavingAGroupWithoutBeingInItDoesNothing() throws Exception {
    a.invoke("Leave", room);
    a.invoke("LeaveOther", idOf(b), room);
    b.invoke("Join", room);
    a.invoke("ToGroup", room, "x");
    assertNext("group:x", b);
  }

  @Test
  void joiningTwiceDoesNothingMore() throws Exception {
    for (int times = 1; times <= 2; times++) {
      a.invoke("Join", room);
      a.invoke("JoinOther", idOf(b), room);
    }
    a.invoke("ToGroup", room, "x");
    a.invoke("ToGroup", room, "last");
    assertNext("group:x", a, b);
    assertNext("group:last", a, b);
  }

  @Test
  void clientsArePutIntoGroupsAndTakenOutByTheOtherServer() throws Exception {
    a.invoke("JoinOther", idOf(b), room);
    a.invoke("ToGroup", room, "in");
    assertNext("group:in", b);

    a.invoke("LeaveOther", idOf(b), room);
    a.invoke("ToGroup", room, "missed");
    a.invoke("JoinOther", idOf(b), room);
    a.invoke("ToGroup", room, "last");

    assertNext("group:last", b);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "ro*", "a:b", "[a-z]", "?", ":", "a b\n", "é✓😀"})
  void namesOfGroupsAreLiteral(String name) throws Exception {
    a.invoke("Join", name);
    b.invoke("Join", name + "x");

    a.invoke("ToGroup", name + "x", "other");
    assertNext("group:other", b);
    b.invoke("ToGroup", name, "same");
    assertNext("group:same", a);
    a.invoke("ToGroup", name + "x", "last");
    assertNext("group:last", b);
  }

  @Test
  void aGroupAndAUserOfOneNameAreNotMixedUp() throws Exception {
    JavaClient user = clients.elsewhere(room);
    a.invoke("Join", room);

    a.invoke("ToGroup", room, "x");
    assertNext("group:x", a);
    a.invoke("ToUser", room, "y");
    assertNext("user:y", user);
    b.invoke("ToGroup", room, "last");
    assertNext("group:last", a);
  }
}
