package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Lets the official Java client call a hub through a filter. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.nave.conformance.Served#everyWay")
class JavaClientFiltersIT {
  private static final String FAILED = "An unexpected error occurred invoking '%s' on the server.";

  @RegisterExtension static final RunningServer server = new RunningServer();

  private final JavaClients clients;
  private final JavaClient a;

  JavaClientFiltersIT(Served served) {
    clients = new JavaClients(server.url(served.by()), served.way());
    a = clients.connect("/filtered", "ann");
  }

  @AfterEach
  void end() {
    clients.close();
  }

  @Test
  void argumentsAndResultAreTheFilters() {
    assertThat(a.invoke(String.class, "EchoString", "quiet")).isEqualTo("QUIET");
    assertThat(a.invoke(Integer.class, "EchoInt", 41)).isEqualTo(42);
    assertThat(a.invoke(Integer.class, "Add", 1, 2)).isEqualTo(-1);
    assertThat(a.invoke(Long.class, "EchoLong", 7L)).isEqualTo(7);
  }

  @Test
  void errorsAreTheFilters() {
    assertThatThrownBy(() -> a.invoke("EchoBool", true))
        .hasMessage(FAILED + " HubException: not through this filter", "EchoBool");
    assertThatThrownBy(() -> a.invoke("Throw", "a secret"))
        .hasMessage(FAILED + " HubException: translated: a secret", "Throw");
    assertThat(a.invoke(String.class, "EchoString", "next")).isEqualTo("NEXT");
  }
}
