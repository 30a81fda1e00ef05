package dev.nave.conformance;

import static dev.nave.conformance.FarmClients.assertNext;
import static dev.nave.conformance.FarmClients.idOf;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Official Java clients on two servers: sends to all, to clients and to users. */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "LONG_POLLING")
class JavaFarmIT {
  private static final String UNICODE = "héllo ✓ 😀";

  @RegisterExtension static final RunningFarm farm = new RunningFarm();

  private final FarmClients clients;

  JavaFarmIT(Way way) {
    clients = new FarmClients(farm.urls(), way);
  }

  @AfterEach
  void end() {
    clients.close();
  }

  @Test
  void aSendToAllReachesTheClientsOfBothServers() throws Exception {
    JavaClient a = clients.here();
    JavaClient b = clients.elsewhere();

    a.invoke("ToAll", UNICODE);
    assertNext("all:" + UNICODE, a, b);
    b.invoke("ToAll", "back");
    assertNext("all:back", a, b);
  }

  @Test
  void aSendToAllGoesOnWhenAClientOfTheOtherServerHasLeft() throws Exception {
    JavaClient a = clients.here();
    JavaClient b = clients.elsewhere();
    clients.elsewhere().stop();

    a.invoke("ToAll", "x");

    assertNext("all:x", a, b);
  }

  @Test
  void excludedClientsAreLeftOutOnBothServers() throws Exception {
    JavaClient a = clients.here();
    JavaClient b = clients.elsewhere();
    JavaClient c = clients.elsewhere();

    a.invoke("ToAllExcept", List.of(idOf(a), idOf(b), "unknown"), "x");
    assertNext("allExcept:x", c);
    b.invoke("ToOthers", "y");
    assertNext("others:y", a, c);
    a.invoke("ToAll", "last");
    assertNext("all:last", a, b, c);
  }

  @Test
  void aSendToOneClientReachesItOnTheOtherServer() throws Exception {
    JavaClient a = clients.here();
    JavaClient b = clients.elsewhere();

    a.invoke("ToClient", idOf(b), UNICODE);
    assertNext("client:" + UNICODE, b);
    a.invoke("ToClients", List.of(idOf(a), idOf(b), "unknown"), "x");
    assertNext("clients:x", a, b);
  }

  @Test
  void aSendToAClientThatHasGoneDoesNotFail() throws Exception {
    JavaClient a = clients.here();
    JavaClient b = clients.elsewhere();
    JavaClient gone = clients.elsewhere();
    String id = idOf(gone);
    gone.stop();

    a.invoke("ToClient", id, "x");
    a.invoke("ToClients", List.of(id, idOf(b)), "y");

    assertNext("clients:y", b);
  }

  @Test
  void aSendToAUserReachesAllOfItsClientsUntilTheLastHasLeft() throws Exception {
    String ann = RunningFarm.unique("ann");
    String cem = RunningFarm.unique("cem");
    JavaClient a = clients.here(ann);
    JavaClient b = clients.elsewhere(ann);
    JavaClient another = clients.elsewhere(ann);
    JavaClient sender = clients.here(cem);

    sender.invoke("ToUser", ann, "x");
    assertNext("user:x", a, b, another);
    another.stop();
    sender.invoke("ToUsers", List.of(ann, cem, "nobody"), "y");
    assertNext("users:y", a, b, sender);
    b.stop();
    sender.invoke("ToUser", ann, "missed elsewhere");
    assertNext("user:missed elsewhere", a);
  }

  @Test
  void messagesOfOneClientComeInTheOrderInWhichTheyWereSent() throws Exception {
    JavaClient a = clients.here();
    JavaClient b = clients.elsewhere();

    for (int i = 0; i < 200; i++) {
      a.send("ToOthers", String.valueOf(i));
    }

    for (int i = 0; i < 200; i++) {
      assertNext("others:" + i, b);
    }
  }
}
