package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of the transport by name and as text. */
class TransportOptionsTest {
  private static final List<Option<?>> DECLARED = TransportOptionDeclarations.DECLARED.all();

  @Test
  void everyOptionIsARowOfThePage() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "options.md"));

    assertThat(DECLARED)
        .allSatisfy(option -> assertThat(page).contains(option.tableRowWithRange()));
  }

  @Test
  void everyOptionHasASetter() {
    assertThat(Arrays.stream(WebSocketTransportBuilder.class.getMethods()).map(Method::getName))
        .containsAll(DECLARED.stream().map(Option::name).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "host, ::1, host=::1",
    "port, 0, port=0",
    "loops, 3, loops=3",
    "io, nio, io=nio",
    "acceptBacklog, 7, acceptBacklog=7",
    "accept-backlog, 7, acceptBacklog=7",
    "TCPNODELAY, off, tcpNoDelay=false",
    "tcp-user-timeout, 90s, tcpUserTimeout=90000ms",
    "maxRequestLineBytes, 1KiB, maxRequestLineBytes=1024",
    "maxHeaderBytes, 1KiB, maxHeaderBytes=1024",
    "maxHeaderCount, 9, maxHeaderCount=9",
    "maxRequestBodyBytes, 0, maxRequestBodyBytes=0",
    "request-timeout, PT1.5S, requestTimeout=1500ms",
    "answerTimeout, 2m, answerTimeout=120000ms",
    "idleTimeout, 5s, idleTimeout=5000ms",
    "closeTimeout, 250, closeTimeout=250ms",
  })
  void anOptionIsSetByItsNameAndShown(String name, String text, String shown) {
    WebSocketTransportBuilder builder = WebSocketTransport.builder();
    List<String> before = List.of(builder.toString().split(", "));

    builder.set(name, text);

    assertThat(builder.build()).hasToString(builder.toString());
    assertThat(builder.toString().split(", ")).contains(shown);
    assertThat(before).doesNotContain(shown);
  }

  @Test
  void optionsAreSetFromAMapWithAPrefix() {
    WebSocketTransportBuilder builder =
        WebSocketTransport.builder()
            .setAll(
                Map.of(
                    "nave.transport.sub-protocols", "chat.v2, chat.v1",
                    "nave.transport.idleTimeout", "7s",
                    "nave.hub.sendTimeout", "1s"),
                "nave.transport.");

    assertThat(builder).asString().contains("idleTimeout=7000ms", "subProtocols=chat.v2,chat.v1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxHeaderBytes | 255 | maxHeaderBytes must be from 256 bytes to 1 GiB but was 255 bytes",
        "maxRequestLineBytes | 1025MiB"
            + "| maxRequestLineBytes must be from 256 bytes to 1 GiB but was 1025 MiB",
        "maxRequestBodyBytes | -1 | maxRequestBodyBytes must be from 0 bytes to 1 GiB but was -1",
        "subProtocols | a b | subProtocols takes tokens such as \"chat.v1\" but got \"a b\"",
        "io | fast | \"fast\" is none of auto, nio, epoll, kqueue, io-uring",
        "tls | on | only code can set it",
      })
  void aWrongTextIsNamedWithItsOption(String name, String text, String reason) {
    WebSocketTransportBuilder builder = WebSocketTransport.builder();

    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> builder.set(name, text))
        .withMessageStartingWith("cannot use " + name + "=\"" + text + "\": " + reason);
  }

  @Test
  void anUnknownNameIsNamedWithOneThatIsNear() {
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> WebSocketTransport.builder().set("max-heder-bytes", "1KiB"))
        .withMessage("unknown option \"max-heder-bytes\"; did you mean max-header-bytes?");
  }
}
