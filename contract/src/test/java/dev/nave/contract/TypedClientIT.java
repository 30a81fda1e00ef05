package dev.nave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.contract.model.HubContract;
import dev.nave.contract.model.WireProtocol;
import dev.nave.contract.typescript.TypeScriptClient;
import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated clients are compiled by {@code tsc --strict}, and run with the official client. */
class TypedClientIT {
  @BeforeAll
  static void compile() throws Exception {
    NodeProject.prepare();
    NodeProject.write(
        "generated/json",
        TypeScriptClient.typeScript(contract(WireProtocol.JSON), "every-kind-hub"));
    NodeProject.write(
        "generated/messagepack",
        TypeScriptClient.typeScript(contract(WireProtocol.MESSAGEPACK), "every-kind-hub"));
    NodeProject.write(
        "generated/declared",
        TypeScriptClient.javaScript(contract(WireProtocol.JSON), "every-kind-hub"));
    HubContract odd =
        ContractBuilder.of(OddTypes.OddTypesHub.class, "/odd")
            .sources(List.of(Path.of("src/test/java")))
            .build();
    NodeProject.write("generated/odd", TypeScriptClient.typeScript(odd, "odd-types-hub"));

    NodeProject.node("node_modules/typescript/bin/tsc");
  }

  /** Version 8: the oldest that the clients are generated for. */
  @Test
  void theOldestOfficialClientFitsToo() throws Exception {
    NodeProject.node("node_modules/typescript/bin/tsc", "-p", "tsconfig.oldest.json");
  }

  static HubContract contract(WireProtocol protocol) {
    return ContractBuilder.of(EveryKindHub.class, "/every")
        .protocol(protocol)
        .sources(List.of(Path.of("src/test/java")))
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "messagepack", "odd"})
  void everyCallAndValueIsAsItIsTyped(String protocol) throws Exception {
    WebSocketTransport transport = WebSocketTransport.builder().host("127.0.0.1").port(0).build();
    try (HubServer server =
        HubServer.builder()
            .hub("/every", EveryKindHub.class)
            .hub("/odd", OddTypes.OddTypesHub.class)
            .authenticator(request -> null)
            .transport(transport)
            .build()) {
      server.start();

      assertThat(
              NodeProject.node("out/" + protocol + ".js", "http://localhost:" + transport.port()))
          .contains("played " + protocol);
    }
  }
}
