package dev.nave.hub.internal.codec;

import dev.nave.hub.internal.types.Deferred;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which types are carried to clients and from them at all, at whatever depth they are found. */
final class Carried {
  /** Types of the JDK before java.time whose time zone, or lack of one, is a guess. */
  private static final Set<String> OLD_TIMES =
      Set.of(
          "java.util.Calendar",
          "java.util.GregorianCalendar",
          "javax.xml.datatype.XMLGregorianCalendar",
          "java.sql.Date",
          "java.sql.Time",
          "java.sql.Timestamp");

  private Carried() {}

  /** Returns why objects of {@code type} are not carried; null if they are. */
  static @Nullable String problem(Class<?> type) {
    String instead = Deferred.instead(type);
    if (instead != null) {
      return "a " + type.getName() + " is no value; wait for it, or return " + instead;
    }
    return OLD_TIMES.contains(type.getName())
        ? "a " + type.getName() + " is not carried; use a type of java.time"
        : null;
  }
}
