package dev.nave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.contract.asyncapi.AsyncApiDocument;
import dev.nave.contract.model.WireProtocol;
import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The document is valid by the official schema of AsyncAPI. */
class AsyncApiIT {
  @Test
  void documentIsValidAndItsReferencesLeadSomewhere() throws Exception {
    NodeProject.prepare();
    NodeProject.write(
        "generated",
        Map.of(
            "asyncapi.yaml",
            AsyncApiDocument.yaml(
                "Every kind", "1.0", List.of(TypedClientIT.contract(WireProtocol.JSON)))));

    assertThat(NodeProject.node("validate.js", "generated/asyncapi.yaml"))
        .contains("valid: 23 operations");
  }

  @Test
  void applicationServesItsOwnDocumentWhereItSaysSo() throws Exception {
    String document =
        AsyncApiDocument.yaml(
            "Every kind", "1.0", List.of(TypedClientIT.contract(WireProtocol.JSON)));
    WebSocketTransport transport =
        WebSocketTransport.builder()
            .host("127.0.0.1")
            .port(0)
            .textEndpoint("/asyncapi.yaml", "application/yaml", () -> document)
            .build();
    try (HubServer server =
        HubServer.builder()
            .hub("/every", EveryKindHub.class)
            .authenticator(request -> null)
            .transport(transport)
            .build()) {
      server.start();
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://localhost:" + transport.port() + "/asyncapi.yaml"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(document);
    }
  }
}
