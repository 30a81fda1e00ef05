package dev.nave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.contract.asyncapi.AsyncApiDocument;
import dev.nave.contract.model.HubContract;
import dev.nave.contract.model.HubContract.Method;
import dev.nave.contract.model.HubContract.Parameter;
import dev.nave.contract.model.ValueType;
import dev.nave.contract.model.WireProtocol;
import dev.nave.contract.typescript.TypeScriptClient;
import dev.nave.hub.ClientMethods;
import dev.nave.hub.Hub;
import dev.nave.hub.HubMethodName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class OddNamesTest {
  private final HubContract contract =
      ContractBuilder.of(Import.class, "/import")
          .sources(List.of(Path.of("src/test/java")))
          .build();
  private final String client =
      TypeScriptClient.typeScript(contract, "import").getOrDefault("import.ts", "");
  private final String document = AsyncApiDocument.yaml("Odd", "1", List.of(contract));

  /** Its methods become one key of the document, among them one of the hub. */
  public interface Client {
    @HubMethodName("größe")
    void size(int cm);

    @HubMethodName("gräße")
    void grass(int cm);
  }

  /** Is called what no function may be called. */
  @ClientMethods(Client.class)
  public static class Import extends Hub {
    /** Makes a {@code Map<String, Integer>} of {@link Client clients}, &lt;<b>none</b> twice. */
    @HubMethodName("new")
    public void create() {}

    public Flow.Publisher<Integer> lengths(Flow.Publisher<String> item) {
      throw new IllegalStateException("not called: " + item);
    }

    @HubMethodName("client.größe")
    public void resize() {}
  }

  @Test
  void functionIsNotCalledAsAWordOfTheLanguage() {
    assertThat(client).contains("export function importHub(connection: HubConnection): Import {");
  }

  @Test
  void methodOfTheNameNewIsNoConstructor() {
    assertThat(client).contains("    \"new\"(").doesNotContain("  new(");
  }

  @Test
  void sentenceHasTheCodeOfItsJavadocAndNoMarkup() {
    assertThat(client).contains("/** Makes a Map<String, Integer> of clients, <none twice. */");
  }

  @Test
  void parametersDifferWhoseNamesTypeScriptWouldWriteAlike() {
    Method measure =
        new Method(
            "measure",
            "",
            false,
            List.of(
                new Parameter("größe", ValueType.TEXT, false),
                new Parameter("gräße", ValueType.TEXT, false)),
            Optional.empty(),
            false,
            List.of());
    HubContract made =
        new HubContract(
            "Rule",
            "app.Rule",
            "/rule",
            WireProtocol.JSON,
            "",
            List.of(),
            List.of(measure),
            List.of(),
            List.of(),
            List.of());

    assertThat(TypeScriptClient.typeScript(made, "rule").getOrDefault("rule.ts", ""))
        .contains("(gr__e_: string, gr__e__: string): Promise<void>;")
        .contains("(gr__e_, gr__e__) => connection.invoke(\"measure\", gr__e_, gr__e__)");
  }

  @Test
  void everyMethodHasAnOperationOfItsOwn() {
    assertThat(document.split("\n    action: ", -1)).hasSize(1 + 5);
    assertThat(document)
        .containsOnlyOnce("target:\n              const: \"client.größe\"\n")
        .containsOnlyOnce("target:\n              const: \"größe\"\n")
        .containsOnlyOnce("target:\n              const: \"gräße\"\n");
  }

  @Test
  void itemsOfAnUploadAndOfTheResultAreTwoMessages() {
    assertThat(document)
        .contains("messages/lengths.item\"\n    reply:")
        .containsPattern("reply:[^/]*/channels/Import\"\\s+messages:[^/]*[^ ]*lengths.item_2\"");
  }
}
