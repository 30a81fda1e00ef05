package dev.nave.backplane.redis.internal.config;

import dev.nave.backplane.TopicText;
import dev.nave.backplane.options.OptionException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keys of StackExchange.Redis and Lettuce that are none of ours. Some are weaker synonyms of ours.
 * The others set nothing: they are accepted with a notice, so that an application may give all its
 * servers one string, or refused where ignoring them would be dangerous. No message shows their
 * values.
 */
final class ForeignKeys {
  /** What a key means that gives way to ours; the weaker ones first. */
  static final Map<String, String> SYNONYMS = synonyms();

  /** Why a key has no effect, by its spelling. */
  static final Map<String, String> WITHOUT_EFFECT =
      Map.ofEntries(
          Map.entry("allowAdmin", "the backplane sends no administrative commands"),
          Map.entry("configChannel", "Sentinel or the cluster is asked for changes"),
          Map.entry(
              "configCheckSeconds", "topologyCheckInterval says how often changes are looked for"),
          Map.entry("tiebreaker", "the master is the one that Sentinel or the cluster names"),
          Map.entry("keepAlive", "the connections are probed, see probeInterval"),
          Map.entry("resolveDns", "host names are resolved anew at each attempt to connect"),
          Map.entry("version", "servers are asked what they can do"),
          Map.entry(
              "setlib", "a server that refuses to be told the library's name is used all the same"),
          Map.entry("highIntegrity", "replies are not checked in this way; TLS protects them"),
          Map.entry("libraryName", "servers are told the name of Lettuce"),
          Map.entry("libraryVersion", "servers are told the version of Lettuce"),
          Map.entry("responseTimeout", "it is obsolete; publishTimeout says how long to wait"),
          Map.entry("writeBuffer", "it is obsolete"),
          Map.entry("highPriorityThreads", "it is obsolete"),
          Map.entry("preserveAsyncOrder", "it is obsolete; the order per topic is always kept"));

  /** Why a key is refused, by its spelling; the value that is harmless all the same is none. */
  static final Map<String, String> REFUSED =
      Map.of(
          "proxy",
          "such proxies do not carry pub/sub; name the Redis servers themselves",
          "tunnel",
          "the backplane would go past the tunnel; name servers that are reached directly");

  private static final Map<String, String> SPELLINGS = spellings();

  /** Commands without which there is no backplane. */
  private static final Set<String> NEEDED =
      Set.of(
          "PUBLISH",
          "SUBSCRIBE",
          "UNSUBSCRIBE",
          "SPUBLISH",
          "SSUBSCRIBE",
          "SUNSUBSCRIBE",
          "AUTH",
          "HELLO",
          "PING",
          "SELECT",
          "INFO",
          "ROLE",
          "CLUSTER",
          "SENTINEL");

  private ForeignKeys() {}

  /**
   * Returns the notice for a key, empty if it is not worth one; null if there is no such key.
   *
   * @throws OptionException if the key must not be ignored
   */
  static @Nullable String notice(String key, String value) {
    if (key.length() > 1 && key.startsWith("$")) {
      return renamedCommand(key.substring(1).toUpperCase(Locale.ROOT), value);
    }
    String spelling = SPELLINGS.get(key.toLowerCase(Locale.ROOT));
    if (spelling == null) {
      return null;
    }
    String refusal = REFUSED.get(spelling);
    if (refusal == null) {
      return spelling + " has no effect: " + WITHOUT_EFFECT.get(spelling);
    }
    if (value.isEmpty() || value.equalsIgnoreCase("none")) {
      return "";
    }
    throw new OptionException(refusal);
  }

  /** Returns the option's name that a key is a weaker synonym of; null if it is none. */
  static @Nullable String synonymOf(String key) {
    return SYNONYMS.entrySet().stream()
        .filter(synonym -> synonym.getKey().equalsIgnoreCase(key))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** Returns all keys that are known, for suggestions. */
  static Stream<String> names() {
    return Stream.of(
            SYNONYMS.keySet().stream(),
            WITHOUT_EFFECT.keySet().stream().sorted(),
            REFUSED.keySet().stream().sorted())
        .flatMap(names -> names);
  }

  private static String renamedCommand(String command, String value) {
    if (NEEDED.contains(command)) {
      if (value.equalsIgnoreCase(command)) {
        return "";
      }
      throw new OptionException(
          "the backplane needs the command under its own name; renamed and disabled ones are not"
              + " supported");
    }
    return "$" + clip(command) + " has no effect: the backplane can do without";
  }

  private static String clip(String text) {
    String quoted = TopicText.quote(text);
    return quoted.substring(1, quoted.lastIndexOf('"'));
  }

  /** StackExchange.Redis lets asyncTimeout win; ours is more exact than both. */
  private static Map<String, String> synonyms() {
    Map<String, String> synonyms = new LinkedHashMap<>();
    synonyms.put("syncTimeout", "publishTimeout");
    synonyms.put("asyncTimeout", "publishTimeout");
    return Collections.unmodifiableMap(synonyms);
  }

  private static Map<String, String> spellings() {
    Map<String, String> spellings = new HashMap<>();
    WITHOUT_EFFECT.keySet().forEach(key -> spellings.put(key.toLowerCase(Locale.ROOT), key));
    REFUSED.keySet().forEach(key -> spellings.put(key.toLowerCase(Locale.ROOT), key));
    return Map.copyOf(spellings);
  }
}
