package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Official Java clients that are sent to another server when they negotiate. */
class JavaRedirectIT {
  @RegisterExtension static final GuardedServers servers = new GuardedServers();

  @Test
  void theClientGoesWhereItIsSentWithTheTokenThatItIsGiven() {
    try (JavaClients clients = new JavaClients(servers.redirectingUrl(), Way.NEGOTIATED)) {
      assertThat(clients.connect("/moved", "ann").invoke(String.class, "UserId"))
          .isEqualTo("ticket-ann");
    }
  }

  @Test
  void theTokenIsNeededThere() {
    try (JavaClients clients = new JavaClients(servers.guardedUrl(), Way.NEGOTIATED)) {
      JavaClient ann = clients.build("/inner", "ann");
      assertThatThrownBy(ann::start).hasStackTraceContaining("403");
    }
  }
}
