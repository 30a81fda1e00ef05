package dev.nave.transport.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of the transport by name and as text. */
class ServletOptionsTest {
  private static final List<Option<?>> DECLARED = ServletOptionDeclarations.DECLARED.all();

  @Test
  void everyOptionIsARowOfThePage() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "options.md"));

    assertThat(DECLARED)
        .allSatisfy(option -> assertThat(page).contains(option.tableRowWithRange()));
  }

  @Test
  void everyOptionHasASetter() {
    assertThat(Arrays.stream(ServletTransportBuilder.class.getMethods()).map(Method::getName))
        .containsAll(DECLARED.stream().map(Option::name).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "loops, 3, loops=3",
    "max-unread-bytes, 16KiB, maxUnreadBytes=16384",
    "requestTimeout, PT1.5S, requestTimeout=1500ms",
    "answerTimeout, 2m, answerTimeout=120000ms",
    "closeTimeout, 250, closeTimeout=250ms",
    "eventStreamProbeInterval, 2s, eventStreamProbeInterval=2000ms",
    "subProtocols, chat.v1, subProtocols=chat.v1",
    "roles, teller, roles=teller",
  })
  void anOptionIsSetByItsNameAndShown(String name, String text, String shown) {
    ServletTransportBuilder builder = ServletTransport.builder();
    List<String> before = List.of(builder.toString().split(", "));

    builder.set(name, text);

    assertThat(builder.build()).hasToString(builder.toString());
    assertThat(builder.toString().split(", ")).contains(shown);
    assertThat(before).doesNotContain(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loops | 0 | loops must be from 1 to 1024 but was 0",
        "maxUnreadBytes | 16383 | maxUnreadBytes must be from 16 KiB to 1 GiB but was 16383",
        "closeTimeout | 0s | closeTimeout must be from 1 ms to 1 day but was 0 s",
        "eventStreamProbeInterval | 0s | eventStreamProbeInterval must be from 1 ms to 1 day but was 0 s",
        "subProtocols | a b | subProtocols takes tokens such as \"chat.v1\" but got \"a b\"",
      })
  void aWrongTextIsNamedWithItsOption(String name, String text, String reason) {
    ServletTransportBuilder builder = ServletTransport.builder();

    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> builder.set(name, text))
        .withMessageStartingWith("cannot use " + name + "=\"" + text + "\": " + reason);
  }
}
