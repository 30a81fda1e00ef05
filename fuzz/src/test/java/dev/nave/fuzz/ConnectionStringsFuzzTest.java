package dev.nave.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisOptions;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connection strings of StackExchange.Redis, URIs, and endpoints alone. */
class ConnectionStringsFuzzTest {
  private static final String SECRET = "qwKx7Zj0vY";

  static Stream<Arguments> seeds() {
    return Seeds.arguments(Seeds.read("connection-strings.txt"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyTextIsReadOrRefusedAndNoPasswordIsShown(byte[] bytes) {
    Spending.isBounded(bytes, 16 * 1024, () -> check(bytes));
  }

  private static void check(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    read(text);
    String behind = read("h:1,password=" + SECRET + "," + text);
    assertThat(behind).doesNotContain(SECRET);
    String within = read("redis://app:" + SECRET + "@h/0?" + text);
    assertThat(within).doesNotContain(SECRET);
    try {
      RedisEndpoint endpoint = RedisEndpoint.parse(text);
      assertThat(RedisEndpoint.parse(endpoint.toString())).isEqualTo(endpoint);
    } catch (OptionException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Returns all that an operator may see. */
  private static String read(String text) {
    try {
      RedisOptions options = RedisOptions.parse(text);
      String shown = options.connectionString();
      assertThat(RedisOptions.parse(shown).connectionString()).isEqualTo(shown);
      return shown + options + options.notices();
    } catch (OptionException e) {
      assertThat(e.getMessage()).isNotBlank();
      return e.getMessage() + e.getCause();
    }
  }
}
