package dev.nave.hub.protocol.messagepack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.ProtocolException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A few bytes that claim to be gigabytes. */
class MessagePackBombsTest extends ValueTestCase {
  private static final long PLENTY = 500_000;
  private static final List<String> LENGTHS = List.of("7FFFFFFF", "80000000", "FFFFFFFF");
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(strings = {"C6", "C9", "DB", "DD", "DF"})
  void allocateNothingAsAnArgument(String code) {
    for (String length : LENGTHS) {
      for (Type type : List.of(Object.class, String.class, byte[].class, List.class, Map.class)) {
        assertRefusedCheaply(() -> bind(code + length + "01", type), BindingException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C6", "C9", "DB", "DD", "DF"})
  void allocateNothingAnywhereElse(String code) {
    List<String> beginnings =
        List.of(
            "", "91", "95 01", "95 01 81", "95 01 80", "95 01 80 A171", "96 01 80 A171 A174 90");
    for (String length : LENGTHS) {
      for (String beginning : beginnings) {
        assertRefusedCheaply(
            () -> Hex.read(protocol, beginning + code + length), ProtocolException.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "90, 0",
    "94 01 A178 C0 C3, 4",
    "91 90, 8",
    "91 80, 8",
    "92 92 01 91 02 81 A161 81 A162 03, 37"
  })
  void valuesOfArgumentsAreCountedBeforeTheyAreMade(String arguments, int count) throws Exception {
    InvocationMessage call =
        (InvocationMessage)
            Objects.requireNonNull(Hex.read(protocol, "95 01 80 C0 A174 " + arguments));
    assertThat(call.arguments().valueCount()).isEqualTo(count);
  }

  private void assertRefusedCheaply(ThrowingCallable reading, Class<? extends Exception> how) {
    assertThat(catchThrowable(reading)).isInstanceOf(how); // And all classes are loaded.
    long before = threads.getCurrentThreadAllocatedBytes();
    Throwable again = catchThrowable(reading);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(again).isInstanceOf(how);
    assertThat(allocated).isLessThan(PLENTY);
  }
}
