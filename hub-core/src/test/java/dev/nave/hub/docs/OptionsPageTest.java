package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubSettings;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/options.md} complete. */
class OptionsPageTest {
  private static final Pattern SETTER =
      Pattern.compile("public WebSocketTransportBuilder ([a-zA-Z]+)\\(");

  private final String page = String.join("\n", Pages.lines(Pages.docs().resolve("options.md")));

  @Test
  void everyOptionOfAHubStandsInThePage() {
    assertAllThere(HubOptions.Builder.class);
  }

  @Test
  void everyOptionOfAServerStandsInThePage() {
    assertAllThere(HubServerBuilder.class);
  }

  @Test
  void everySettingOfAMappedHubStandsInThePage() {
    assertAllThere(HubSettings.class);
  }

  @Test
  void everyOptionOfTheTransportStandsInThePage() {
    String source =
        String.join(
            "\n",
            Pages.lines(
                Pages.TOP.resolve(
                    "hub-transport-websocket/src/main/java/dev/nave/transport/websocket/"
                        + "WebSocketTransportBuilder.java")));
    assertAllThere(
        "WebSocketTransport",
        SETTER
            .matcher(source)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Setters return what they were called on. */
  private void assertAllThere(Class<?> type) {
    assertAllThere(
        type.getName(),
        Arrays.stream(type.getMethods())
            .filter(method -> method.getReturnType() == type)
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private void assertAllThere(String owner, Set<String> names) {
    assertThat(names).as("setters of %s", owner).isNotEmpty();
    List<String> missing = names.stream().filter(name -> !page.contains("`" + name)).toList();
    assertThat(missing).as("setters of %s that docs/options.md lacks", owner).isEmpty();
  }
}
