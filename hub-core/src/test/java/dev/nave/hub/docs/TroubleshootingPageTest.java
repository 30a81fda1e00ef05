package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/troubleshooting.md} against what main code answers, throws and logs. */
class TroubleshootingPageTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern OPTION = Pattern.compile("[a-z]+([A-Z][a-z]*)+");

  /** Columns whose code is a text that the code makes, and those that name a class. */
  private static final Set<String> TEXTS = Set.of("text", "body", "log line");

  private static final String EXCEPTION = "exception";
  private static final String STATUS = "status";

  /** A status as a number: the first argument, or the one behind the request, or a choice. */
  private static final Pattern NUMBER =
      Pattern.compile("\\(\\s*(?:request,\\s*)?([2-5]\\d\\d),|\\? ([2-5]\\d\\d) : ([2-5]\\d\\d)");

  private static final Pattern NAME = Pattern.compile("HttpResponseStatus\\.([A-Z_]{2,})");

  /** Those of Netty's names for statuses that are in use. */
  private static final Map<String, Integer> NAMED =
      Map.of(
          "CONTINUE", 100,
          "SWITCHING_PROTOCOLS", 101,
          "BAD_REQUEST", 400,
          "REQUEST_TIMEOUT", 408,
          "REQUEST_ENTITY_TOO_LARGE", 413,
          "REQUEST_URI_TOO_LONG", 414,
          "REQUEST_HEADER_FIELDS_TOO_LARGE", 431,
          "HTTP_VERSION_NOT_SUPPORTED", 505);

  /** What clients, browsers and the standard library name so. */
  private static final Set<String> NOT_OURS =
      Set.of("accessTokenFactory", "serverTimeout", "withUrl", "allowReconnect", "invocationId");

  private static final MainTexts MAIN = new MainTexts(mainSources(""));

  private final List<Cell> cells = cells(Pages.lines(Pages.docs().resolve("troubleshooting.md")));

  /**
   * A cell of a table.
   *
   * @param head of its column
   */
  private record Cell(int line, String head, String text) {
    List<String> code() {
      return CODE.matcher(text).results().map(span -> span.group(1)).toList();
    }

    @Override
    public String toString() {
      return "line " + line + ": " + text.strip();
    }
  }

  private static List<Cell> cells(List<String> page) {
    List<Cell> cells = new ArrayList<>();
    String[] heads = {};
    for (int i = 0; i < page.size(); i++) {
      String[] row = page.get(i).split("\\|", -1);
      if (!page.get(i).startsWith("|")) {
        heads = new String[0];
      } else if (heads.length == 0) {
        heads = row;
      } else if (!row[1].strip().equals("---")) {
        assertThat(row).as("line %d", i + 1).hasSameSizeAs(heads);
        for (int column = 1; column < row.length - 1; column++) {
          cells.add(new Cell(i + 1, heads[column].strip(), row[column]));
        }
      }
    }
    return cells;
  }

  /** Returns the sources that users run, of all modules or of some. */
  private static List<Path> mainSources(String part) {
    List<Path> found =
        Pages.files(Pages.TOP, Integer.MAX_VALUE, ".java").stream()
            .filter(file -> path(file).matches("(?!samples|benchmarks|conformance|fuzz).*"))
            .filter(file -> path(file).contains("/src/main/java/"))
            .filter(file -> path(file).contains(part))
            .toList();
    assertThat(found).as("sources of %s", part).isNotEmpty();
    return found;
  }

  private static String path(Path file) {
    return Pages.TOP.relativize(file).toString().replace('\\', '/');
  }

  @Test
  void eachTextOfThePageStandsInTheCode() {
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (Cell cell : cells) {
      for (String text : TEXTS.contains(cell.head()) ? cell.code() : List.<String>of()) {
        found++;
        if (!MAIN.makes(text)) {
          missing.add(cell.toString());
        }
      }
    }

    assertThat(found).as("texts on the page").isGreaterThan(100);
    assertThat(missing).as("texts that no code makes").isEmpty();
  }

  @Test
  void eachExceptionAndOptionOfThePageExists() {
    List<String> missing = new ArrayList<>();
    for (Cell cell : cells) {
      boolean exception = cell.head().equals(EXCEPTION);
      for (String code : TEXTS.contains(cell.head()) ? List.<String>of() : cell.code()) {
        boolean ours = OPTION.matcher(code).matches() && !NOT_OURS.contains(code);
        if ((exception || ours) && !MAIN.hasIdentifier(code) && !MAIN.makes(code)) {
          missing.add(cell.toString());
        }
      }
    }

    assertThat(missing).as("exceptions and options that do not exist").isEmpty();
  }

  @Test
  void eachPublicExceptionIsOnThePage() {
    Set<String> exceptions = new TreeSet<>();
    for (Path file : mainSources("Exception.java")) {
      String source = String.join("\n", Pages.lines(file));
      if (!path(file).contains("/internal/") && source.contains("\npublic ")) {
        exceptions.add(file.getFileName().toString().replace(".java", ""));
      }
    }
    Set<String> shown = new TreeSet<>();
    cells.stream()
        .filter(cell -> cell.head().equals(EXCEPTION))
        .forEach(cell -> shown.addAll(cell.code()));

    assertThat(exceptions).hasSizeGreaterThan(10);
    exceptions.removeAll(Set.of("BindingException", "ProtocolException")); // Never thrown to users.
    assertThat(shown).containsExactlyInAnyOrderElementsOf(exceptions);
  }

  @Test
  void statusesOfThePageAreThoseThatTheCodeAnswers() {
    Map<Integer, String> answered = new LinkedHashMap<>();
    List<Path> sources = new ArrayList<>(mainSources("/hub/internal/endpoint/"));
    sources.addAll(mainSources("/hub/transport/"));
    sources.addAll(mainSources("/transport/websocket/internal/"));
    sources.addAll(mainSources("/transport/servlet/internal/"));
    for (Path file : sources) {
      String source = String.join("\n", Pages.lines(file));
      NUMBER
          .matcher(source)
          .results()
          .forEach(status -> numbers(status).forEach(code -> answered.put(code, path(file))));
      NAME.matcher(source)
          .results()
          .forEach(
              name ->
                  answered.put(
                      Objects.requireNonNull(NAMED.get(name.group(1)), name.group(1)), path(file)));
    }
    Set<Integer> shown = new TreeSet<>();
    cells.stream()
        .filter(cell -> cell.head().equals(STATUS))
        .forEach(cell -> shown.add(Integer.valueOf(cell.text().strip())));

    assertThat(answered).hasSizeGreaterThan(15);
    assertThat(shown).containsExactlyInAnyOrderElementsOf(answered.keySet());
  }

  private static List<Integer> numbers(MatchResult status) {
    List<Integer> found = new ArrayList<>();
    for (int group = 1; group <= status.groupCount(); group++) {
      if (status.group(group) != null) {
        found.add(Integer.valueOf(status.group(group)));
      }
    }
    return found;
  }

  @Test
  void textsAreJoinedAndValuesAreGaps() {
    MainTexts texts =
        new MainTexts(
            "f(\"no hub at \\\"\" + path // \"not this\"\n + \"\\\"; hubs are \" + \"mapped\" + all);"
                + " log.warn(\"hub {}: it failed{}\", name, \"elsewhere\");"
                + " g(\"a \" + (b ? \"c\" : \"d\") + \" e\");");

    assertThat(texts.makes("no hub at \"/chat\"; hubs are mapped..")).isTrue();
    assertThat(texts.makes("no hub at \"..\"; ..")).isTrue();
    assertThat(texts.makes("hub ..: it failed")).isTrue();
    assertThat(texts.makes("no hub at \"/chat\"; hubs were mapped..")).isFalse();
    assertThat(texts.makes("hub ..: it has failed")).isFalse();
    assertThat(texts.makes("not this")).isFalse();
    assertThat(texts.makes("..")).isFalse();
    assertThat(texts.hasIdentifier("path")).isTrue();
    assertThat(texts.hasIdentifier("elsewhere")).isFalse();
  }
}
