package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows {@code docs/quick-start.md} in an empty folder: writes its files and runs its commands,
 * until two browsers talk to each other. Other than its reader, it takes what this build has made
 * instead of installing it, free ports, and a Redis of its own. Needs Maven, Chromium, and
 * chromedriver.
 */
class QuickStartIT {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Path PAGE = TOP.resolve("docs").resolve("quick-start.md");
  private static final int INSTALL = 0;
  private static final int PREPARE = 1;
  private static final int TEST = 2;
  private static final int SERVE = 3;
  private static final int FIRST_OF_TWO = 4;
  private static final int SECOND_OF_TWO = 5;

  @TempDir private Path folder;
  private @Nullable FreshRepository repository;

  @AfterEach
  void unlink() throws Exception {
    if (repository != null) {
      repository.close();
      Files.deleteIfExists(folder.resolve("nave"));
    }
  }

  @TestFactory
  Stream<DynamicTest> thePageIsFollowed() throws Exception {
    return Requirement.programs("mvn", "bash").and(ChatWindow.requirement()).tests(this::steps);
  }

  private Stream<DynamicTest> steps() throws Exception {
    List<String> page = Files.readAllLines(PAGE);
    Map<String, String> files = PageBlocks.files(page);
    List<String> commands = PageBlocks.of(page, "sh");
    List<String> additions = PageBlocks.of(page, "xml").subList(1, 2);
    assertThat(commands).hasSize(SECOND_OF_TWO + 1);
    assertThat(commands.get(INSTALL)).contains("mvn -q -B -DskipTests install");
    FreshRepository installed = FreshRepository.fill(folder.resolve("repository"));
    repository = installed;
    Files.createSymbolicLink(folder.resolve("nave"), TOP);
    new FollowedPage(folder, installed).run(commands.get(PREPARE));
    FollowedPage project = new FollowedPage(folder.resolve("chat"), installed);

    return Stream.of(
        dynamicTest("its test passes", () -> passesItsTest(project, files, commands.get(TEST))),
        dynamicTest("two browsers talk", () -> talks(project, commands.get(SERVE))),
        dynamicTest("its fat jar listens", () -> isPackaged(project, files)),
        dynamicTest(
            "two browsers on two servers talk",
            () -> talksOnTwoServers(project, files, additions.get(0), commands)));
  }

  private static void passesItsTest(FollowedPage project, Map<String, String> files, String command)
      throws Exception {
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (!file.getKey().endsWith("/FarmServer.java")) { // It comes later, with what it needs.
        project.write(file.getKey(), file.getValue());
      }
    }

    assertThat(project.run(command)).doesNotContain("[ERROR]", "[WARN", " ERROR ", " WARN ");
    assertThat(project.run("cat target/surefire-reports/*.txt")).contains("Tests run: 1,");
  }

  private void talks(FollowedPage project, String command) throws Exception {
    try (FollowedPage.Server server =
            project.start(onFreePort(command, "8080"), folder.resolve("server.log"));
        ChatWindow ann = ChatWindow.open(server.address(), folder.resolve("ann"));
        ChatWindow bob = ChatWindow.open(server.address(), folder.resolve("bob"))) {
      talk(ann, bob);
    }
  }

  /** With the plugin of {@code docs/packaging.md}. */
  private void isPackaged(FollowedPage project, Map<String, String> files) throws Exception {
    String plugin =
        PageBlocks.of(Files.readAllLines(PAGE.resolveSibling("packaging.md")), "xml").get(0);
    String pom = Objects.requireNonNull(files.get("pom.xml"));
    int end = pom.lastIndexOf("</plugins>");
    project.write("pom.xml", pom.substring(0, end) + plugin + pom.substring(end));

    project.run("mvn -q package -DskipTests");

    try (FollowedPage.Server server =
        project.start("exec java -jar target/chat.jar 0", folder.resolve("jar.log"))) {
      URI page = URI.create(server.address() + "/");
      assertThat(
              HttpClient.newHttpClient()
                  .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                  .body())
          .contains("<title>Chat</title>");
    }
  }

  private void talksOnTwoServers(
      FollowedPage project, Map<String, String> files, String dependency, List<String> commands)
      throws Exception {
    String pom = Objects.requireNonNull(files.get("pom.xml"));
    String server = "src/main/java/chat/FarmServer.java";
    int end = pom.lastIndexOf("</dependencies>");
    project.write("pom.xml", pom.substring(0, end) + dependency + pom.substring(end));
    project.write(server, Objects.requireNonNull(files.get(server)));

    try (RedisServer redis = RedisServer.started();
        FollowedPage.Server one =
            project.start(
                withRedis(onFreePort(commands.get(FIRST_OF_TWO), "8080"), redis),
                folder.resolve("one.log"));
        FollowedPage.Server two =
            project.start(
                withRedis(onFreePort(commands.get(SECOND_OF_TWO), "8081"), redis),
                folder.resolve("two.log"));
        ChatWindow ann = ChatWindow.open(one.address(), folder.resolve("ann-on-one"));
        ChatWindow bob = ChatWindow.open(two.address(), folder.resolve("bob-on-two"))) {
      assertThat(one.address()).isNotEqualTo(two.address());
      talk(ann, bob);
    }
  }

  private static void talk(ChatWindow ann, ChatWindow bob) {
    ann.send("ann", "hello");
    bob.awaitMessages("ann: hello");
    bob.send("bob", "hi");
    ann.awaitMessages("ann: hello", "bob: hi");
  }

  private static String onFreePort(String command, String port) {
    assertThat(command).contains(port);
    return command.replace(port, "0");
  }

  private static String withRedis(String command, RedisServer redis) {
    assertThat(command).contains("localhost:6379");
    return command.replace("localhost:6379", redis.host() + ":" + redis.port());
  }
}
