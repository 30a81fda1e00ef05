package dev.nave.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AudienceTest {
  private final Audience audience =
      new Audience(
          List.of(
              new Member("a", Mode.Transport.WEBSOCKETS, false, "~u0", 0),
              new Member("b", Mode.Transport.WEBSOCKETS, false, null, 1),
              new Member("w", Mode.Transport.WEBSOCKETS, false, "~u0", 0)));

  @Test
  void followsGroups() {
    audience.awaited(call("b", "Join", "\"~g\""));
    audience.awaited(call("a", "JoinOther", "\"<w>\",\"~g\""));
    assertThat(audience.awaited(call("b", "ToOthersInGroup", "\"~g\",\"~x1\"")))
        .containsExactly("w message:~x1");
    audience.awaited(call("w", "Leave", "\"~g\""));
    assertThat(audience.awaited(call("a", "ToGroups", "[\"~g\",\"~none\"],\"~x2\"")))
        .containsExactly("b message:~x2");
  }

  @Test
  void knowsUsersAndConnections() {
    assertThat(audience.awaited(call("b", "ToUsers", "[\"~u0\",null],\"~x1\"")))
        .containsExactly("a message:~x1", "w message:~x1");
    assertThat(audience.awaited(call("b", "ToAllExcept", "[\"<a>\",null],\"~x1\"")))
        .containsExactly("b message:~x1", "w message:~x1");
  }

  @Test
  void awaitsNothingOfACallThatSendsNothing() {
    assertThat(audience.awaited(call("a", "ToGroups", "[\"\",\"~g\"],\"~x1\""))).isEmpty();
    assertThat(audience.awaited(call("a", "ToCaller", "null"))).isEmpty();
    assertThat(audience.awaited(call("a", "Echo", "\"~x1\""))).isEmpty();
  }

  private static Op call(String actor, String target, String arguments) {
    return Op.message(
        actor, "{\"type\":1,\"target\":\"" + target + "\",\"arguments\":[" + arguments + "]}");
  }
}
