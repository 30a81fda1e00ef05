package dev.nave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void readsValuesAndSwitches() {
    Arguments arguments = new Arguments(List.of("--port", "8080", "--quick", "--loops", "2"));

    assertThat(arguments.number("port", 0, 0)).isEqualTo(8080);
    assertThat(arguments.number("loops", 1, 1)).isEqualTo(2);
    assertThat(arguments.has("quick")).isTrue();
    assertThat(arguments.text("transport", "auto")).isEqualTo("auto");
    arguments.rejectUnknown();
  }

  @Test
  void namesTheOptionThatNobodyKnows() {
    Arguments arguments = new Arguments(List.of("--prot", "8080"));
    arguments.number("port", 0, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(arguments::rejectUnknown)
        .withMessage("no option --prot; this command knows --port");
  }

  @Test
  void namesTheOptionThatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Arguments(List.of()).required("url"))
        .withMessage("--url is missing");
  }

  @Test
  void refusesWhatIsNoNumberAndWhatIsTooSmall() {
    Arguments arguments = new Arguments(List.of("--rounds", "0", "--seconds", "two"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> arguments.number("rounds", 4, 1))
        .withMessage("--rounds must be at least 1 but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> arguments.number("seconds", 5, 1))
        .withMessage("--seconds must be a number but was two");
  }
}
