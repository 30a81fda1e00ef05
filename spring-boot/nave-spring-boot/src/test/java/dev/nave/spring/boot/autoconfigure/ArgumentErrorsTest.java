package dev.nave.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.NotBlank;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client is told of its arguments. */
class ArgumentErrorsTest {
  /** A list as a client may send it. */
  record Names(List<@NotBlank(message = "must not be blank") String> names) {}

  private static String text(int blanks) {
    try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
      Names names = new Names(Collections.nCopies(blanks, " "));
      return ArgumentErrors.text(
          new ConstraintViolationException(factory.getValidator().validate(names)));
    }
  }

  @Test
  void tenViolationsAreTold() {
    assertThat(text(ArgumentErrors.MOST_TOLD).split("; ", -1))
        .hasSize(ArgumentErrors.MOST_TOLD)
        .allMatch(told -> told.endsWith("must not be blank"));
  }

  @Test
  void ofMoreTheClientIsToldHowMany() {
    assertThat(text(ArgumentErrors.MOST_TOLD + 5_000)).endsWith("must not be blank; and 5000 more");
  }
}
