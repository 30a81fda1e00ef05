package dev.nave.spring.boot.autoconfigure;

import dev.nave.spring.boot.HubBeanException;
import dev.nave.spring.boot.NavePropertyException;
import dev.nave.spring.boot.UnsupportedVersionException;
import java.net.BindException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in words of an operator why the hub server keeps an application from starting. */
final class StartFailureAnalyzer implements FailureAnalyzer {
  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      FailureAnalysis analysis = analyzed(cause);
      if (analysis != null) {
        return analysis;
      }
    }
    return null;
  }

  private static @Nullable FailureAnalysis analyzed(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof NavePropertyException property) {
      return new FailureAnalysis(
          "The property " + property.property() + " cannot be used: " + property.reason() + ".",
          "Correct the property. The page docs/spring-boot.md has all of them.",
          cause);
    }
    if (cause instanceof HubBeanException) {
      return new FailureAnalysis(message + ".", "Correct the definition of the bean.", cause);
    }
    if (cause instanceof UnsupportedVersionException) {
      return new FailureAnalysis(
          message + ".", "Use a newer Spring Boot, or start the hub server in code.", cause);
    }
    if (cause instanceof BindException) {
      return isHubServer(cause)
          ? new FailureAnalysis(
              "The hub server cannot listen: " + message + ".",
              "Set nave.netty.port to a port that is free, or stop what listens there.",
              cause)
          : null;
    }
    return null;
  }

  private static boolean isHubServer(Throwable cause) {
    for (StackTraceElement frame : cause.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.nave.")) {
        return true;
      }
    }
    return false;
  }
}
