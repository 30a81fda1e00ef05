package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.conformance.Arguments.Transport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Official Java clients where not everybody may do everything. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
class JavaAuthorizationIT {
  private static final String UNAUTHORIZED = "Failed to invoke '%s' because user is unauthorized";

  @RegisterExtension static final GuardedServers.OnEach servers = new GuardedServers.OnEach();

  private final JavaClients clients;

  JavaAuthorizationIT(Transport transport, Way way) {
    clients = new JavaClients(servers.on(transport).guardedUrl(), way);
  }

  static Stream<Arguments> ways() {
    return Stream.of(Transport.values())
        .flatMap(transport -> Stream.of(Way.values()).map(way -> Arguments.of(transport, way)));
  }

  @AfterEach
  void end() {
    clients.close();
  }

  @Test
  void aMethodForARoleIsForThoseWhoHaveIt() {
    JavaClient ann = clients.connect("/guarded", "ann");
    assertThatThrownBy(() -> ann.invoke("AdminOnly")).hasMessage(UNAUTHORIZED, "AdminOnly");
    assertThatThrownBy(() -> clients.connect("/guarded", null).invoke("AdminOnly"))
        .hasMessage(UNAUTHORIZED, "AdminOnly");
    assertThat(clients.connect("/guarded", "admin").invoke(String.class, "AdminOnly"))
        .isEqualTo("for admins");
    assertThat(ann.invoke(Integer.class, "EchoInt", 1)).isEqualTo(1);
  }

  @Test
  void aPolicyDecidesByTheArgumentsOfACall() {
    JavaClient ann = clients.connect("/guarded", "ann");
    assertThat(ann.invoke(Integer.class, "Even", 2)).isEqualTo(2);
    assertThatThrownBy(() -> ann.invoke("Even", 3)).hasMessage(UNAUTHORIZED, "Even");
  }

  @Test
  void aHubForARoleIsForThoseWhoHaveIt() {
    assertThat(clients.connect("/admins", "admin").invoke(String.class, "UserId"))
        .isEqualTo("admin");
    JavaClient ann = clients.build("/admins", "ann");
    assertThatThrownBy(ann::start).hasStackTraceContaining("403");
    JavaClient nobody = clients.build("/admins", null);
    assertThatThrownBy(nobody::start).hasStackTraceContaining("401");
  }

  @Test
  void endsWhenItsTokenHasExpiredAndConnectsAgainWithAFreshOne() throws Exception {
    JavaClient ann = clients.connect("/guarded", "ann;2");
    assertThat(ann.end()).isEmpty();
    assertThat(clients.connect("/guarded", "ann").invoke(String.class, "UserId")).isEqualTo("ann");
  }
}
