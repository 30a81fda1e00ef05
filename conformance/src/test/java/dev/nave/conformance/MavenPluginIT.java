package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The project that {@code docs/contract.md} shows, made of the blocks of that page alone, in whose
 * build Maven runs the plugin of this build. Its client calls its hub. Needs Maven and Node.
 */
class MavenPluginIT {
  private static final Path PAGE = Path.of("..", "docs", "contract.md");
  private static final List<String> CLASSES =
      List.of("Order", "OrderClient", "OrderHub", "OrderServer");
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000);

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> theProjectOfThePageHasItsClient() throws Exception {
    return JavaScriptProject.requirement().and(Requirement.programs("mvn")).tests(this::steps);
  }

  private Stream<DynamicTest> steps() {
    return Stream.of(DynamicTest.dynamicTest("generated, checked and called", this::play));
  }

  private void play() throws Exception {
    List<String> page = Files.readAllLines(PAGE);
    try (FreshRepository installed = FreshRepository.fill(folder.resolve("repository"))) {
      FreshProject project = new FreshProject(folder.resolve("orders"), installed);
      Path generated = folder.resolve("orders/web/src/generated");
      String pom = PageBlocks.of(page, "xml").get(0);
      List<String> code = PageBlocks.of(page, "java");
      project.write("pom.xml", pom);
      for (int i = 0; i < CLASSES.size(); i++) {
        project.write(
            "src/main/java/app/" + CLASSES.get(i) + ".java", "package app;\n\n" + code.get(i));
      }

      generates(project, generated);
      leavesWhatIsUpToDate(project, generated);
      updatesWhatAClassChanges(project, generated, code.get(2));
      checkFailsUntilTheFileIsAsGenerated(project, generated, pom);
      assertThat(played(PageBlocks.of(page, "ts").get(1), generated)).contains("placed: tea");
    }
  }

  private static void generates(FreshProject project, Path generated) throws Exception {
    assertThat(project.maven("process-classes"))
        .contains("wrote ", "order-hub.ts", "BUILD SUCCESS");
    assertThat(generated.resolve("order-hub.ts"))
        .content()
        .contains("/** Places an order and tells the others. */")
        .contains("place(item: string, note: string | null): Promise<Order>;");
    assertThat(generated.resolve("../../asyncapi.yaml")).content().contains("title: place");
  }

  private static void leavesWhatIsUpToDate(FreshProject project, Path generated) throws Exception {
    List<Path> files =
        List.of(generated.resolve("order-hub.ts"), generated.resolve("../../asyncapi.yaml"));
    for (Path file : files) {
      Files.setLastModifiedTime(file, LONG_AGO);
    }
    assertThat(project.maven("process-classes")).contains("everything is up to date");
    for (Path file : files) {
      assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
    }
  }

  private static void updatesWhatAClassChanges(FreshProject project, Path generated, String hub)
      throws Exception {
    project.write(
        "src/main/java/app/OrderHub.java",
        "package app;\n\n"
            + hub.replace("  /** Places", "  public void cancel(long id) {}\n\n  /** Places"));
    assertThat(project.maven("process-classes")).contains("wrote ", "asyncapi.yaml");
    assertThat(generated.resolve("order-hub.ts"))
        .content()
        .contains("cancel(id: number): Promise<void>;");
  }

  private static void checkFailsUntilTheFileIsAsGenerated(
      FreshProject project, Path generated, String pom) throws Exception {
    project.write(
        "pom.xml",
        pom.replace("<goal>generate", "<goal>check")
            .replace("<path>", "<fileName>orders</fileName><path>")
            .replace("<clientDirectory>", "<language>javascript</language><clientDirectory>"));
    Files.createFile(generated.resolve("orders.js"));
    String cure = "mvn compile nave:generate";

    assertThat(project.maven("process-classes"))
        .contains("BUILD FAILURE", "orders.js", "orders.d.ts", cure)
        .doesNotContain("asyncapi.yaml");
    assertThat(generated.resolve("orders.js")).isEmptyFile();
    assertThat(project.maven(cure.substring("mvn ".length()).split(" ", -1)))
        .contains("BUILD SUCCESS");
    assertThat(project.maven("process-classes")).contains("BUILD SUCCESS");
  }

  /** Plays the client of the page in Node, and returns the lines that it printed. */
  private Stream<String> played(String client, Path generated) throws Exception {
    WebSocketTransport web = WebSocketTransport.builder().host("127.0.0.1").port(0).build();
    URL[] classes = {folder.resolve("orders/target/classes").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader());
        HubServer server =
            HubServer.builder()
                .transport(web)
                .hub("/orders", loader.loadClass("app.OrderHub").asSubclass(AbstractHub.class))
                .build()) {
      server.start();
      String module =
          client
              .replace("./generated/order-hub", generated.resolve("orders.js").toUri().toString())
              .replace(
                  "(orderHubPath)", "(\"http://localhost:" + web.port() + "\" + orderHubPath)");
      return JavaScriptProject.run(
              module + "console.log('placed: ' + order.item);\nawait connection.stop();\n")
          .lines();
    }
  }
}
