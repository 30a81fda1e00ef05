package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Official Java clients where not everybody may do everything. */
@ParameterizedClass(name = "{0}")
@EnumSource(Way.class)
class JavaAuthorizationIT {
  private static final String UNAUTHORIZED = "Failed to invoke '%s' because user is unauthorized";

  @RegisterExtension static final GuardedServers servers = new GuardedServers();

  private final JavaClients clients;

  JavaAuthorizationIT(Way way) {
    clients = new JavaClients(servers.guardedUrl(), way);
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
