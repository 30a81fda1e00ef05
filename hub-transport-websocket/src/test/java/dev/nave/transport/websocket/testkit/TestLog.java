package dev.nave.transport.websocket.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A log that is kept in memory, at every level, so that tests can say what must not be in it. */
public final class TestLog extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 20_000;
  private static final Deque<String> LINES = new ArrayDeque<>();

  TestLog(String name) {
    this.name = name;
  }

  /** Returns the lines that contain {@code part}, each with its stack trace. */
  public static List<String> linesWith(String part) {
    synchronized (LINES) {
      return LINES.stream().filter(line -> line.contains(part)).toList();
    }
  }

  /** Takes away the lines that contain {@code part}, which a test expects, and returns them. */
  public static List<String> takeLinesWith(String part) {
    synchronized (LINES) {
      List<String> taken = linesWith(part);
      LINES.removeAll(taken);
      return taken;
    }
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    StringWriter line = new StringWriter();
    line.append(level + " " + name + " ");
    line.append(MessageFormatter.basicArrayFormat(pattern, arguments));
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(line));
    }
    synchronized (LINES) {
      LINES.addLast(line.toString());
      if (LINES.size() > LONGEST) {
        LINES.removeFirst();
      }
    }
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return true;
  }

  @Override
  public boolean isDebugEnabled() {
    return true;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }
}
