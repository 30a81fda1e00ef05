package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application that {@code docs/spring-boot.md} shows, made of the blocks of that page alone,
 * built by Maven with the starter of this build, and talked to by the client of the page. Needs
 * Maven and Node.
 */
class FreshProjectIT {
  private static final Path PAGE = Path.of("..", "docs", "spring-boot.md");
  private static final int MOST_LINES_OF_A_HUB = 14;
  private static final String VERSION = "<version>4.1.2</version>";

  /** That of this build: Boot's own is not to be had everywhere with its native libraries. */
  private static final String NETTY =
      "-Dnetty.version=" + System.getProperty("nave.nettyVersion", "4.2.18.Final");

  @TempDir private Path folder;
  private @Nullable FreshRepository repository;

  @AfterEach
  void unlink() throws Exception {
    if (repository != null) {
      repository.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> theProjectOfThePageRuns() throws Exception {
    return JavaScriptProject.requirement().and(Requirement.programs("mvn")).tests(this::projects);
  }

  private Stream<DynamicTest> projects() throws Exception {
    List<String> page = Files.readAllLines(PAGE);
    List<String> poms = PageBlocks.of(page, "xml");
    List<String> code = PageBlocks.of(page, "java");
    String client = PageBlocks.of(page, "js").get(0);
    FreshRepository installed = FreshRepository.fill(folder.resolve("repository"));
    repository = installed;
    assertThat(poms.get(0)).contains(VERSION, "<dependencies>");
    assertThat(poms.get(1)).contains("<exclusion>", "hub-transport-websocket");
    assertThat(poms.get(2)).contains("<lettuce.version>", "<netty.version>");
    assertThat(code.get(0).lines()).hasSizeLessThanOrEqualTo(MOST_LINES_OF_A_HUB);

    return Stream.of(
        DynamicTest.dynamicTest(
            "as it stands there",
            () -> {
              try (FreshProject project = project("boot-4.1", installed, poms.get(0), code)) {
                project.build(NETTY);
                assertThat(played(client, project.start())).contains("ann: hello");
              }
            }),
        DynamicTest.dynamicTest(
            "without Netty",
            () -> {
              try (FreshProject project =
                  project("no-netty", installed, withStarter(poms.get(0), poms.get(1)), code)) {
                project.build();
                assertThat(played(client, project.start())).contains("ann: hello");
              }
            }),
        DynamicTest.dynamicTest(
            "on Spring Boot 4.0, with the versions of the page",
            () -> {
              String pom =
                  poms.get(0)
                      .replace(VERSION, "<version>4.0.7</version>")
                      .replace("<dependencies>", poms.get(2) + "<dependencies>");
              try (FreshProject project = project("boot-4.0", installed, pom, code)) {
                project.build();
                assertThat(played(client, project.start())).contains("ann: hello");
              }
            }),
        DynamicTest.dynamicTest(
            "on Spring Boot 3.5 it says what it needs",
            () -> {
              String pom =
                  poms.get(0)
                      .replace(VERSION, "<version>3.5.16</version>")
                      .replace("spring-boot-starter-webmvc", "spring-boot-starter-web");
              try (FreshProject project = project("boot-3.5", installed, pom, code)) {
                project.build();
                assertThat(project.logOfFailedStart())
                    .contains("the hub server needs Spring Boot 4.0 or later, but found 3.5.16");
              }
            }));
  }

  /** Returns a POM with another dependency in place of the starter. */
  private static String withStarter(String pom, String dependency) {
    int starter = pom.indexOf("nave-spring-boot-starter");
    int begin = pom.lastIndexOf("<dependency>", starter);
    String end = "</dependency>";
    return pom.substring(0, begin)
        + dependency
        + pom.substring(pom.indexOf(end, starter) + end.length());
  }

  private FreshProject project(
      String name, FreshRepository installed, String pom, List<String> code) throws Exception {
    FreshProject project = new FreshProject(folder.resolve(name), installed);
    project.write("pom.xml", pom);
    project.write("src/main/java/chat/ChatHub.java", "package chat;\n" + code.get(0));
    project.write("src/main/java/chat/ChatApplication.java", "package chat;\n" + code.get(1));
    return project;
  }

  /** Returns the lines that the client printed. */
  private static Stream<String> played(String client, int port) throws Exception {
    assertThat(client).contains("localhost:8080");
    return JavaScriptProject.run(
            client.replace("localhost:8080", "localhost:" + port) + "await chat.stop();\n")
        .lines();
  }
}
