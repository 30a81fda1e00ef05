package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.conformance.Arguments.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Official Java clients that are sent to another server when they negotiate. */
@ParameterizedClass(name = "{0}")
@EnumSource(Transport.class)
class JavaRedirectIT {
  @RegisterExtension static final GuardedServers.OnEach onEach = new GuardedServers.OnEach();

  private final GuardedServers servers;

  JavaRedirectIT(Transport transport) {
    servers = onEach.on(transport);
  }

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
