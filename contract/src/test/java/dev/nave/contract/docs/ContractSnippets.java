package dev.nave.contract.docs;

import dev.nave.contract.ContractBuilder;
import dev.nave.contract.asyncapi.AsyncApiDocument;
import dev.nave.contract.model.HubContract;
import dev.nave.hub.ClientMethods;
import dev.nave.hub.Hub;
import dev.nave.transport.websocket.WebSocketTransport;
import java.util.List;

/** The Java of docs/contract.md. */
final class ContractSnippets {
  private ContractSnippets() {}

  @ClientMethods(OrderClient.class)
  public static final class UntypedOrderHub extends Hub {}

  static WebSocketTransport serve() {
    HubContract contract = ContractBuilder.of(OrderHub.class, "/orders").build();
    String document = AsyncApiDocument.yaml("Orders", "1.0", List.of(contract));
    WebSocketTransport web =
        WebSocketTransport.builder()
            .port(8080)
            .textEndpoint("/asyncapi.yaml", "application/yaml", () -> document)
            .build();
    return web;
  }
}
