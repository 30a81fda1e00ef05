package dev.nave.conformance.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of several campaigns, as a page for the reader of a nightly run. */
public final class Summary {
  private final long from;
  private final Map<String, Campaign.Result> results = new LinkedHashMap<>();

  /** Creates a summary of campaigns that begin at a seed. */
  public Summary(long from) {
    this.from = from;
  }

  /** Adds the result of a campaign. */
  public void add(String title, Campaign.Result result) {
    results.put(title, result);
  }

  /** Returns the ids of deliberate differences that no campaign has met. */
  public List<String> unmet(DeliberateDifferences deliberate) {
    return deliberate.ids().stream()
        .filter(id -> results.values().stream().noneMatch(each -> each.explained().containsKey(id)))
        .toList();
  }

  /** Writes the page. */
  public void write(Path file) throws IOException {
    Files.writeString(file, toString(), UTF_8);
  }

  @Override
  public String toString() {
    StringBuilder page = new StringBuilder("# Differential test\n\n");
    page.append("| programs over | seeds | agree | diverge | slow | stuck | deliberate | s |\n");
    page.append("| --- | --- | ---: | ---: | ---: | ---: | --- | ---: |\n");
    results.forEach((title, each) -> page.append(row(title, each)));
    results.forEach(
        (title, each) ->
            each.divergences()
                .forEach(
                    one ->
                        page.append("\n## ")
                            .append(title)
                            .append(", seed ")
                            .append(one.seed())
                            .append("\n\n```\n")
                            .append(one.text())
                            .append("```\n")));
    return page.toString();
  }

  private String row(String title, Campaign.Result result) {
    return String.format(
        Locale.ROOT,
        "| %s | %d to %d | %d | %d | %d | %d | %s | %.1f |%n",
        title,
        from,
        from + result.played() - 1,
        result.played() - result.divergences().size(),
        result.divergences().size(),
        result.slow(),
        result.stuck().size(),
        result.explained(),
        result.seconds());
  }
}
