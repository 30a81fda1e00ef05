package dev.nave.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.contract.asyncapi.AsyncApiDocument;
import dev.nave.contract.model.HubContract;
import dev.nave.contract.model.WireProtocol;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsyncApiDocumentTest {
  private final HubContract contract = TypedClientIT.contract(WireProtocol.JSON);
  private final String document = AsyncApiDocument.yaml("Every kind", "1.0", List.of(contract));

  @Test
  void everyMethodIsAnOperation() {
    assertThat(contract.methods())
        .allSatisfy(
            method -> assertThat(document).contains("\n  EveryKindHub." + method.name() + ":\n"));
    assertThat(contract.clientMethods())
        .allSatisfy(
            method ->
                assertThat(document).contains("\n  EveryKindHub.client." + method.name() + ":\n"));
  }

  @Test
  void channelIsAtThePathOfTheHub() {
    assertThat(document)
        .contains("  EveryKindHub:\n    address: \"/every\"\n    title: EveryKindHub\n")
        .contains("          access_token:\n");
  }

  @Test
  void onlyMethodsThatNeedAUserHaveSecurity() {
    assertThat(document.split("\n    security:\n", -1)).hasSize(2);
    assertThat(document).contains("description: \"Needs a user with the role admin or clerk.\"");
  }

  @Test
  void wordsThatYamlReadsOtherwiseAreQuoted() {
    assertThat(document).containsPattern("\\n +\"y\":\n").contains("version: \"1.0\"\n");
  }

  @Test
  void sameContractIsTheSameText() {
    assertThat(AsyncApiDocument.yaml("Every kind", "1.0", List.of(contract))).isEqualTo(document);
  }

  @Test
  void contractOfAnotherProtocolIsRefused() {
    HubContract other = TypedClientIT.contract(WireProtocol.MESSAGEPACK);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AsyncApiDocument.yaml("Every kind", "1.0", List.of(other)))
        .withMessageContaining("MESSAGEPACK");
  }

  @Test
  void hubsOfOneNameHaveChannelsAndTypesOfTheirOwn() {
    HubContract other = ContractBuilder.of(EveryKindHub.class, "/again").build();

    assertThat(AsyncApiDocument.yaml("Twice", "1.0", List.of(contract, other)))
        .contains("  EveryKindHub:\n    address: \"/every\"\n")
        .contains("  EveryKindHub_2:\n    address: \"/again\"\n")
        .contains("\n  EveryKindHub_2.numbers:\n")
        .contains("\n    EveryKindHub_2.Numbers:\n")
        .contains("#/components/schemas/EveryKindHub_2.Numbers");
  }
}
