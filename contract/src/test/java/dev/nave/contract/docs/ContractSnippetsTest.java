package dev.nave.contract.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.contract.ContractBuilder;
import dev.nave.contract.generate.ContractGenerator;
import dev.nave.contract.model.HubContract;
import dev.nave.contract.typescript.TypeScriptClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractSnippetsTest {
  private static final Path PAGE = Path.of("../docs/contract.md");
  private static final String GENERATOR = ContractGenerator.class.getName();
  private static final String HUB = " --hub app.OrderHub=/orders";

  /** Returns the lines of the page's block that begins with a line. */
  private static List<String> block(String begin) throws Exception {
    List<String> lines = Files.readAllLines(PAGE);
    int from = lines.indexOf(begin);
    int to = from + lines.subList(from, lines.size()).indexOf("```");
    return lines.subList(from, to);
  }

  @Test
  void pageShowsWhatIsGenerated() throws Exception {
    HubContract contract =
        ContractBuilder.of(OrderHub.class, "/orders")
            .sources(List.of(Path.of("src/test/java")))
            .build();
    String client =
        TypeScriptClient.typeScript(contract, "order-hub").getOrDefault("order-hub.ts", "");

    assertThat(Arrays.asList(client.split("\n", -1)))
        .containsSequence(block("export interface OrderHub {"));
  }

  @Test
  void argumentsOfThePageWriteWhatItSays(@TempDir Path folder) throws Exception {
    String shell = String.join(" ", block("java -cp ... " + GENERATOR + HUB + " \\"));
    List<String> words = List.of(shell.replace("\\ ", "").strip().split(" +", -1));
    String task = String.join("\n", block("val contractGenerator by configurations.creating"));
    assertThat(task).contains("mainClass = \"" + GENERATOR + "\"");
    List<String> arguments =
        Pattern.compile("\"([^\"]*)\"")
            .matcher(task.substring(task.indexOf("args(")))
            .results()
            .map(each -> each.group(1))
            .toList();
    assertThat(words.subList(words.indexOf("--hub"), words.size())).isEqualTo(arguments);

    ContractGenerator.run(
        arguments.stream()
            .map(each -> each.replace("app.OrderHub", OrderHub.class.getName()))
            .map(each -> each.replace("src/main", "src/test"))
            .map(each -> each.startsWith("web/") ? folder.resolve(each).toString() : each)
            .toArray(String[]::new));

    assertThat(folder.resolve("web/src/generated/order-hub.ts"))
        .content()
        .contains("place(item: string, note: string | null): Promise<Order>;");
    assertThat(folder.resolve("web/asyncapi.yaml")).exists();
  }

  @Test
  void documentIsServedWhereTheApplicationSaysSo() {
    assertThat(ContractSnippets.serve()).isNotNull();
  }
}
