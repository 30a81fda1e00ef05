package dev.nave.auth.jwt;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the claims of a token into what a hub sees of them. Pure functions. */
final class ClaimValues {
  private ClaimValues() {}

  /** Returns the claims by name; those that are null are left out. */
  static Map<String, Object> of(JWTClaimsSet claims) {
    Map<String, Object> values = new LinkedHashMap<>();
    claims
        .getClaims()
        .forEach(
            (name, value) -> {
              if (value != null) {
                values.put(name, value instanceof Date date ? date.toInstant() : value);
              }
            });
    return values;
  }

  /** Returns a text, or the texts in a list. */
  static Set<String> texts(@Nullable Object value) {
    Set<String> texts = new LinkedHashSet<>();
    if (value instanceof String text) {
      texts.add(text);
    } else if (value instanceof Collection<?> list) {
      for (Object each : list) {
        if (each instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }
}
