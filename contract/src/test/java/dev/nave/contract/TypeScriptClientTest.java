package dev.nave.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.contract.model.HubContract;
import dev.nave.contract.model.HubContract.Access;
import dev.nave.contract.model.WireProtocol;
import dev.nave.contract.typescript.Names;
import dev.nave.contract.typescript.TypeScriptClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypeScriptClientTest {
  private final HubContract contract = TypedClientIT.contract(WireProtocol.JSON);
  private final String client =
      TypeScriptClient.typeScript(contract, "every-kind-hub").getOrDefault("every-kind-hub.ts", "");

  @Test
  void contractHasWhatClientsCanCall() {
    assertThat(contract.methods())
        .extracting(HubContract.Method::name)
        .contains("numbers", "page", "with-dash")
        .doesNotContain("hidden", "renamed");
    assertThat(contract.path()).isEqualTo("/every");
    assertThat(contract.doc()).isEqualTo("A hub with every kind of method.");
  }

  @Test
  void contractSaysWhoMayCall() {
    HubContract.Method restricted =
        contract.methods().stream()
            .filter(each -> each.name().equals("restricted"))
            .findFirst()
            .orElseThrow();

    assertThat(restricted.access())
        .containsExactly(new Access(List.of("admin", "clerk"), Optional.empty()));
    assertThat(client).contains("/** Needs a user with the role admin or clerk. */");
  }

  @Test
  void clientHasNoAny() {
    assertThat(client.replaceAll("/\\*\\*?.*?\\*/", "")).doesNotContainPattern("\\bany\\b");
  }

  @Test
  void firstSentencesAndDeprecationsAreComments() {
    assertThat(client)
        .contains("/** Returns its argument. */\n    numbers(value: Numbers)")
        .contains("     * Does nothing, at all.\n")
        .contains("     * @deprecated\n");
  }

  @Test
  void parametersHaveTheNamesOfTheSource() {
    assertThat(client)
        .contains("page(items: Point[])")
        .contains("\"with-dash\"(size: number, function_: string)");
  }

  @Test
  void javaScriptImportsNothing() {
    Map<String, String> files = TypeScriptClient.javaScript(contract, "every-kind-hub");

    assertThat(files).containsOnlyKeys("every-kind-hub.d.ts", "every-kind-hub.js");
    assertThat(files.get("every-kind-hub.js"))
        .doesNotContainPattern("(?m)^import ")
        .contains("export function everyKindHub(connection) {");
    assertThat(files.get("every-kind-hub.d.ts"))
        .contains("export declare function everyKindHub(connection: HubConnection): EveryKindHub;");
  }

  @Test
  void filesAreNamedAsTheHub() {
    assertThat(Names.file("ChatHub")).isEqualTo("chat-hub");
    assertThat(Names.file("SMSHub2Go")).isEqualTo("sms-hub2-go");
  }

  @Test
  void pathOfAHubBeginsWithASlash() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContractBuilder.of(EveryKindHub.class, "every"))
        .withMessageContaining("\"every\"");
  }
}
