package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.contract.generate.ContractGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages call the hubs through clients that are generated from them, and committed. */
class GeneratedClientTest {
  private static final String CHAT = ChatHub.class.getName() + "=/chat";
  private static final String OPERATOR = OperatorHub.class.getName() + "=/operator";
  private static final Path PAGE = Path.of("src/main/resources/page");

  @TempDir Path fresh;

  @Test
  void clientsOfThePagesAreThoseOfTheHubs() throws IOException {
    ContractGenerator.run(
        "--hub",
        CHAT,
        "--hub",
        OPERATOR,
        "--javascript",
        fresh.toString(),
        "--sources",
        "src/main/java");

    try (Stream<Path> generated = Files.list(fresh)) {
      assertThat(generated).hasSize(4).allSatisfy(GeneratedClientTest::isCommitted);
    }
  }

  private static void isCommitted(Path file) throws IOException {
    assertThat(PAGE.resolve(file.getFileName()))
        .as("stale; replace it by this text")
        .content()
        .isEqualToNormalizingNewlines(Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource({"link.js, chat", "operate.js, operator"})
  void pageUsesTheClient(String page, String hub) throws IOException {
    assertThat(Files.readString(PAGE.resolve(page)))
        .contains("import { " + hub + "Hub } from \"./" + hub + "-hub.js\"")
        .contains(hub + "Hub(")
        .doesNotContainPattern("\\.(invoke|send|stream|on|off)\\(\"");
  }
}
