package dev.nave.spring.boot.autoconfigure;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubException;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubInvocation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.core.Ordered;

/**
 * Tells a client which of its arguments are not valid: {@code item: size must be between 0 and 5}.
 * What else is not valid, such as what a hub method returns, is no fault of the client; it gets the
 * general error.
 */
final class ArgumentErrors implements HubFilter, Ordered {
  /** A client is told so many; a list of its own could have thousands. */
  static final int MOST_TOLD = 10;

  /** Around the method alone: filters of the application see what the client will. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
    return next.proceed(invocation)
        .exceptionallyCompose(
            failure -> {
              Throwable cause = failure;
              while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
              }
              throw cause instanceof ConstraintViolationException invalid && isOfArguments(invalid)
                  ? new HubException(text(invalid), invalid)
                  : new CompletionException(cause);
            });
  }

  private static boolean isOfArguments(ConstraintViolationException invalid) {
    Set<ConstraintViolation<?>> violations = invalid.getConstraintViolations();
    return violations != null
        && !violations.isEmpty()
        && violations.stream().allMatch(ArgumentErrors::isOfArgument);
  }

  /** Services are validated, too: what they are given is not what the client gave. */
  private static boolean isOfArgument(ConstraintViolation<?> violation) {
    return AbstractHub.class.isAssignableFrom(violation.getRootBeanClass())
        && nodes(violation.getPropertyPath())
            .anyMatch(node -> node.getKind() == ElementKind.PARAMETER);
  }

  private static Stream<Path.Node> nodes(Path path) {
    return StreamSupport.stream(path.spliterator(), false);
  }

  static String text(ConstraintViolationException invalid) {
    Set<ConstraintViolation<?>> violations = invalid.getConstraintViolations();
    String told =
        violations.stream()
            .map(each -> place(each.getPropertyPath()) + ": " + each.getMessage())
            .sorted()
            .limit(MOST_TOLD)
            .collect(Collectors.joining("; "));
    int others = violations.size() - MOST_TOLD;
    return others > 0 ? told + "; and " + others + " more" : told;
  }

  /** Without the name of the method, which the client knows. */
  private static String place(Path path) {
    return nodes(path).skip(1).map(Path.Node::toString).collect(Collectors.joining("."));
  }
}
