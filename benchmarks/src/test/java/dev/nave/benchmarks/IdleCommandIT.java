package dev.nave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IdleCommandIT {
  private static final Pattern ALL = Pattern.compile("\\| all classes \\| \\| ([\\d,]+) \\|");

  /** The aim is 3,500 bytes at 10,000 connections; few have their part of tables that have room. */
  private static final int MOST_BYTES = 4_000;

  /** The bytes of the first and of the second server. */
  private static List<Integer> bytesPerConnection(String printed) {
    Matcher all = ALL.matcher(printed);
    return all.results().map(row -> Integer.parseInt(row.group(1).replace(",", ""))).toList();
  }

  private static String idle(String... words) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IdleCommand.run(
        new Arguments(List.of(words)), new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void tellsWhatAConnectionKeepsWhichIsNotMuchMoreThanThatOfBareNetty() throws Exception {
    String printed = idle("--servers", "raw,nave", "--connections", "1000", "--classes", "200");

    assertThat(printed)
        .contains("| raw Netty, 1,000 idle connections |")
        .contains("| Nave, 1,000 idle connections |")
        .contains("| `dev.nave.hub.internal.connection.HubConnection` | 1.00 |");
    List<Integer> bytes = bytesPerConnection(printed);
    assertThat(bytes).hasSize(2);
    assertThat(bytes.get(0)).isBetween(1_000, 3_000);
    assertThat(bytes.get(1)).isBetween(bytes.get(0), MOST_BYTES);
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void aServerWithoutAHeapOfItsOwnIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> idle("--servers", "reference"))
        .withMessageContaining("ASP.NET Core");
  }
}
