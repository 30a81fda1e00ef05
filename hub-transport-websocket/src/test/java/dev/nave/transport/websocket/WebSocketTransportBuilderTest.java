package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketTransportBuilderTest {
  private record Bounds(
      BiFunction<WebSocketTransportBuilder, Integer, WebSocketTransportBuilder> setter,
      int lowest,
      int highest) {}

  private static final Map<String, Bounds> NUMBERS =
      Map.of(
          "port", new Bounds(WebSocketTransportBuilder::port, 0, 65_535),
          "loops", new Bounds(WebSocketTransportBuilder::loops, 1, 1_024),
          "acceptBacklog", new Bounds(WebSocketTransportBuilder::acceptBacklog, 1, 65_535),
          "maxHeaderCount", new Bounds(WebSocketTransportBuilder::maxHeaderCount, 1, 65_535));

  private static final Map<
          String, BiFunction<WebSocketTransportBuilder, Duration, WebSocketTransportBuilder>>
      DURATIONS =
          Map.of(
              "requestTimeout", WebSocketTransportBuilder::requestTimeout,
              "answerTimeout", WebSocketTransportBuilder::answerTimeout,
              "idleTimeout", WebSocketTransportBuilder::idleTimeout,
              "closeTimeout", WebSocketTransportBuilder::closeTimeout);

  @TestFactory
  List<DynamicTest> takesNumbersUpToTheirBounds() {
    return NUMBERS.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> assertBounds(entry.getKey(), entry.getValue())))
        .toList();
  }

  private static void assertBounds(String name, Bounds bounds) {
    WebSocketTransportBuilder builder = WebSocketTransport.builder();
    assertThatCode(() -> bounds.setter().apply(builder, bounds.lowest()))
        .doesNotThrowAnyException();
    assertThatCode(() -> bounds.setter().apply(builder, bounds.highest()))
        .doesNotThrowAnyException();
    for (int outside : new int[] {bounds.lowest() - 1, bounds.highest() + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bounds.setter().apply(builder, outside))
          .withMessage(
              "%s must be from %d to %d but was %d",
              name, bounds.lowest(), bounds.highest(), outside);
    }
  }

  @TestFactory
  List<DynamicTest> takesDurationsUpToTheirBounds() {
    return DURATIONS.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> assertBounds(entry.getKey(), entry.getValue())))
        .toList();
  }

  private static void assertBounds(
      String name,
      BiFunction<WebSocketTransportBuilder, Duration, WebSocketTransportBuilder> setter) {
    WebSocketTransportBuilder builder = WebSocketTransport.builder();
    for (Duration inside : List.of(Duration.ofMillis(1), Duration.ofDays(1))) {
      assertThatCode(() -> setter.apply(builder, inside)).doesNotThrowAnyException();
    }
    for (Duration outside :
        List.of(
            Duration.ofNanos(999_999),
            Duration.ZERO,
            Duration.ofSeconds(-1),
            Duration.ofDays(1).plusNanos(1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> setter.apply(builder, outside))
          .withMessageStartingWith(name + " must be from 1 ms to 1 day but was ");
    }
  }

  @Test
  void refusesABlankHost() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.builder().host(" "))
        .withMessageContaining("host");
  }

  @Test
  void refusesPathsThatDoNotBeginWithASlash() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.builder().health("health"))
        .withMessageContaining("\"health\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.builder().health("/live", "ready"))
        .withMessageContaining("\"ready\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.builder().health("live", "/ready"))
        .withMessageContaining("\"live\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.builder().staticFiles("web", "web"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x/{id}", "/x/*", "/:id"})
  void refusesPathsThatLookLikeTemplates(String path) {
    WebSocketTransportBuilder builder = WebSocketTransport.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.textEndpoint(path, "text/plain", () -> ""))
        .withMessageContaining("the path of a textEndpoint is no template")
        .withMessageContaining("\"" + path + "\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.staticFiles(path, "web"))
        .withMessageContaining("the path of staticFiles is no template");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.health(path))
        .withMessageContaining("the path of health is no template");
  }

  @Test
  void refusesOnePathForLivenessAndReadiness() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.builder().health("/health", "/health"))
        .withMessageContaining("both are \"/health\"");
  }

  @Test
  void refusesAnAnswerThatCannotBeGiven() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.builder().textEndpoint("x", "text/plain", () -> ""))
        .withMessageContaining("\"x\"");
    for (String type : List.of("", " ", "text/plain\r\nX: y")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WebSocketTransport.builder().textEndpoint("/x", type, () -> ""))
          .withMessageContaining("contentType");
    }
    WebSocketTransportBuilder builder =
        WebSocketTransport.builder().textEndpoint("/x", "text/plain", () -> "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.textEndpoint("/x", "text/plain", () -> ""))
        .withMessage("there is a textEndpoint at \"/x\" already");
  }

  @Test
  void refusesADirectoryThatIsNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.builder().staticFiles("/", Path.of("not", "there")))
        .withMessageContaining("is not a directory");
  }

  @Test
  void hasNoPortBeforeItStarts() {
    assertThatIllegalStateException().isThrownBy(WebSocketTransport.builder().build()::port);
  }

  @Test
  void showsNoPassword() {
    TlsSettings settings = TlsSettings.pem(Path.of("chain.pem"), Path.of("key.pem"), "hush");

    assertThat(settings.toString()).contains("chain.pem", "key.pem").doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        ".",
        "./",
        "/./",
        "..",
        "web/..",
        "web/./x",
        "web//x",
        "META-INF",
        "/meta-inf/",
        "META-INF/services",
        "META-INF/maven/x",
        "BOOT-INF/classes",
        "WEB-INF",
        ".git",
      })
  void servesNoFolderOfTheClassPathThatIsNotForClients(String folder) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.builder().staticFiles("/", folder))
        .withMessageStartingWith("staticFiles: the folder \"" + folder + "\" is ")
        .withMessageEndingWith("; name one such as \"web\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"web", "/web/", "web/pages", "META-INF/resources", "META-INF/resources/x"})
  void servesOtherFoldersOfTheClassPath(String folder) {
    WebSocketTransport.builder().staticFiles("/", folder);
  }

  @Test
  void doesNotServeTheWholeFileSystem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.builder().staticFiles("/", Path.of("/")))
        .withMessageContaining("the whole file system");
  }

  @Test
  void tcpUserTimeoutIsFromASecondToADay() {
    for (Duration wrong :
        new Duration[] {Duration.ofMillis(999), Duration.ofDays(1).plusNanos(1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WebSocketTransport.builder().tcpUserTimeout(wrong))
          .withMessageStartingWith("tcpUserTimeout must be from 1 s to 1 day but was ");
    }
    WebSocketTransport.builder().tcpUserTimeout(Duration.ofSeconds(1));
    WebSocketTransport.builder().tcpUserTimeout(Duration.ofDays(1));
  }
}
