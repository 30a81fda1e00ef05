package dev.nave.contract.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import dev.nave.hub.Hub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class ContractGeneratorTest {
  private static final String HUB = GreeterHub.class.getName() + "=/greeter";

  @TempDir Path folder;

  record Greeting(String firstName) {}

  @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
  record Identified(int number) {}

  public static class UnknownHub extends Hub {
    public Identified find() {
      return new Identified(1);
    }
  }

  /** Greets. */
  public static class GreeterHub extends Hub {
    public Greeting greet(String name) {
      return new Greeting(name);
    }
  }

  static class SnakeCase implements Consumer<JsonMapper.Builder> {
    @Override
    public void accept(JsonMapper.Builder mapper) {
      mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    }
  }

  static class Failing implements Consumer<JsonMapper.Builder> {
    @Override
    public void accept(JsonMapper.Builder mapper) {
      throw new IllegalStateException("no mapper");
    }
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void writesClientsAndADocument() throws Exception {
    assertThat(
            ContractGenerator.run(
                "--hub",
                HUB,
                "--typescript",
                folder.toString(),
                "--javascript",
                folder.resolve("js").toString(),
                "--asyncapi",
                folder.resolve("api/hubs.yaml").toString(),
                "--sources",
                "src/test/java",
                "--title",
                "Greetings",
                "--api-version",
                "2"))
        .hasSize(4);

    assertThat(text("greeter-hub.ts")).contains("greet(name: string): Promise<Greeting>");
    assertThat(text("js/greeter-hub.js")).contains("export function greeterHub(connection) {");
    assertThat(text("js/greeter-hub.d.ts")).contains("export interface Greeting {");
    assertThat(text("api/hubs.yaml")).contains("title: Greetings").contains("version: \"2\"");
  }

  @Test
  void fileThatIsTheSameIsNotWrittenAgain() {
    String[] words = {"--hub", HUB + "=client", "--typescript", folder.toString()};

    assertThat(ContractGenerator.run(words)).containsExactly(folder.resolve("client.ts") + "");
    assertThat(ContractGenerator.run(words)).isEmpty();
  }

  @Test
  void checkFindsWhatIsStaleAndLeavesItAsItIs() throws Exception {
    String[] check = {"--check", "--hub", HUB, "--typescript", folder.toString()};
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);

    assertThat(ContractGenerator.run(System.out, err, check)).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("stale: ")
        .contains("greeter-hub.ts")
        .contains("The same command without --check updates what is stale.");
    assertThat(folder.resolve("greeter-hub.ts")).doesNotExist();

    ContractGenerator.run("--hub", HUB, "--typescript", folder.toString());
    assertThat(ContractGenerator.run(System.out, err, check)).isZero();

    Files.writeString(folder.resolve("greeter-hub.ts"), "// edited");
    assertThat(ContractGenerator.run(check)).hasSize(1);
    assertThat(text("greeter-hub.ts")).isEqualTo("// edited");
  }

  @Test
  void exitCodeTellsWhatWentWrong() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Files.createDirectories(folder.resolve("greeter-hub.ts"));
    String out = folder.toString();

    assertThat(exit("--hub", HUB, "--typescript", out + "/new")).startsWith("0 wrote ");
    assertThat(exit("--hub", HUB, "--typescript", out + "/new")).isEqualTo("0 ");
    assertThat(exit("--hub", HUB, "--typescript", out + "/new", "--check")).isEqualTo("0 ");
    assertThat(exit("--hub", HUB, "--typescript", out + "/x", "--check")).startsWith("1 stale: ");
    assertThat(exit("--hub", HUB)).startsWith("2 none of --typescript");
    assertThat(exit("--hub", HUB, "--typescript", file + "/x")).startsWith("3 cannot write ");
    assertThat(exit("--hub", HUB, "--typescript", out)).startsWith("3 cannot write ");
    assertThat(exit("--hub", HUB, "--typescript", out, "--json-mapper", Failing.class.getName()))
        .startsWith("4 java.lang.IllegalStateException: no mapper");
  }

  @Test
  void whatIsNotKnownIsPrinted() {
    assertThat(exit("--hub", UnknownHub.class.getName() + "=/it", "--typescript", "" + folder))
        .startsWith("0 warning: " + UnknownHub.class.getName() + ": ")
        .contains(Identified.class.getName() + " is unknown: ");
  }

  @Test
  void classThatCannotBeLoadedIsNamed() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    ClassLoader broken =
        new ClassLoader(before) {
          @Override
          public Class<?> loadClass(String name) {
            throw new NoClassDefFoundError("app/Missing");
          }
        };
    Thread.currentThread().setContextClassLoader(broken);
    try {
      assertRefused(
          "app.ChatHub cannot be loaded with this class path: java.lang.NoClassDefFoundError:"
              + " app/Missing",
          "--hub",
          "app.ChatHub=/chat",
          "--typescript",
          folder.toString());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Returns the exit code and what was printed. */
  private static String exit(String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code = ContractGenerator.run(both, both, words);
    return code + " " + said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void mapperAndProtocolAreThoseOfTheServer() throws Exception {
    ContractGenerator.run(
        "--hub",
        HUB,
        "--typescript",
        folder.toString(),
        "--json-mapper",
        SnakeCase.class.getName(),
        "--protocol",
        "messagepack_as_mapped");

    assertThat(text("greeter-hub.ts"))
        .contains("first_name: string;")
        .contains("messagepack (names as mapped)");
  }

  @Test
  void wrongArgumentsAreNamed() {
    String out = folder.toString();

    assertRefused("no --hub", "--typescript", out);
    assertRefused("none of --typescript", "--hub", HUB);
    assertRefused("there is no class no.Such", "--hub", "no.Such=/x", "--typescript", out);
    assertRefused(
        "java.lang.String is no hub", "--hub", "java.lang.String=/x", "--typescript", out);
    assertRefused("CLASS=PATH", "--hub", "app.ChatHub", "--typescript", out);
    assertRefused("--colour is not known", "--colour", "red");
    assertRefused("has no value", "--hub");
    assertRefused("must be one of json", "--protocol", "xml");
    assertRefused("two hubs have the file", "--hub", HUB, "--hub", HUB, "--typescript", out);
    assertRefused(
        "java.lang.String is none",
        "--hub",
        HUB,
        "--typescript",
        out,
        "--json-mapper",
        "java.lang.String");
  }

  private static void assertRefused(String message, String... words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContractGenerator.run(words))
        .withMessageContaining(message);
  }
}
