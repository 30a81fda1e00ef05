package dev.nave.hub.internal.filters;

import dev.nave.hub.internal.logging.LogCategory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is passed on of the headers that a client sends beside a call. Any thread.
 *
 * <p>Too many or too long ones are dropped together: half a trace context is worse than none. A
 * header that could not stand in an HTTP request is dropped alone: what reads it was written for
 * those.
 *
 * @param maxCount how many there may be
 * @param maxLength how long all names and values together may be, in characters
 */
public record CallHeaders(int maxCount, int maxLength) {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  /** Returns the headers that are passed on. */
  Map<String, String> accepted(Map<String, String> sent) {
    if (sent.isEmpty()) {
      return sent;
    }
    if (sent.size() > maxCount) {
      log.debug("{} headers of a call are ignored: more than {}", sent.size(), maxCount);
      return Map.of();
    }
    Map<String, String> accepted = new LinkedHashMap<>();
    int length = 0;
    for (Map.Entry<String, String> header : sent.entrySet()) {
      length += header.getKey().length() + header.getValue().length();
      if (length > maxLength) {
        log.debug("the headers of a call are ignored: longer than {} characters", maxLength);
        return Map.of();
      }
      if (isName(header.getKey()) && isValue(header.getValue())) {
        accepted.put(header.getKey(), header.getValue());
      }
    }
    return accepted;
  }

  /** Source: RFC 9110, 5.6.2, "token"; what separates is left out. */
  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
  }

  /** Source: RFC 9110, 5.5, "field-value", without what is obsolete. */
  private static boolean isValue(String text) {
    return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7F));
  }
}
