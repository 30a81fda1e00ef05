package dev.nave.backplane.redis;

import dev.nave.backplane.options.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A string near the grammars of connection strings: well-formed ones with some keys misspelt and
 * some characters changed, but none within its secrets.
 *
 * @param text the string
 * @param secrets pieces of passwords in it, none of which may be seen anywhere
 */
record FuzzedString(String text, List<String> secrets) {
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final String SIGNS = ",=:/@?#&%\"'[]!$ +-.\\\t\u00e9\u0000\ud83d";
  private static final String[] VALUES = {
    "",
    "0",
    "1",
    "-1",
    "true",
    "no",
    "5s",
    "250",
    "99999999999999999999",
    "tls12",
    "cluster",
    "sharded",
    "m",
    "a b",
    "\"a,b\"",
    "\"",
    "linear:2s",
    "1s/1s/3",
    "none",
    "3"
  };
  private static final String[] SCHEMES = {
    "redis", "rediss", "redis-sentinel", "redis-socket", "redis+ssl", "redis+tls", "http", "REDIS"
  };

  static FuzzedString next(Random random) {
    List<String> secrets = new ArrayList<>();
    List<String> parts =
        random.nextInt(3) == 0 ? uri(random, secrets) : stackExchange(random, secrets);
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      boolean mayChange = secrets.stream().noneMatch(part::contains) && random.nextInt(25) == 0;
      text.append(mayChange ? changed(part, random) : part);
    }
    return new FuzzedString(text.toString(), secrets);
  }

  void assertNotIn(String shown) {
    for (String secret : secrets) {
      if (shown.contains(secret)) {
        throw new AssertionError("a secret of <" + text + "> is shown: " + shown);
      }
    }
  }

  private static List<String> stackExchange(Random random, List<String> secrets) {
    List<String> parts =
        new ArrayList<>(List.of(one(random, "h", "localhost:6379", "[::1]:1", "!/s")));
    for (int i = random.nextInt(6); i > 0; i--) {
      parts.add(",");
      parts.add(key(random));
      parts.add("=");
      parts.add(one(random, VALUES));
    }
    if (random.nextBoolean()) {
      boolean misspelt = random.nextInt(4) == 0;
      String key =
          misspelt
              ? one(random, "pasword", "passwd", "sentinelPasword")
              : one(random, "password", "sentinelPassword", "PASSWORD", "trustStorePassword");
      // A misspelt key that runs into its secret looks like a host; the reader cannot tell.
      String sign =
          misspelt
              ? one(random, "=", "=", ":", "?")
              : one(random, "=", "=", "=", "=", ":", " ", "");
      parts.add("," + key + sign + secret(random, secrets));
      // Unquoted with a comma is the mistake that must not bring its second half to light.
      switch (random.nextInt(4)) {
        case 0 ->
            parts.add(
                ",password=\"" + secret(random, secrets) + ",=" + secret(random, secrets) + "\"");
        case 1 -> parts.add("," + secret(random, secrets));
        case 2 -> parts.add("," + secret(random, secrets) + "=" + secret(random, secrets));
        default -> {}
      }
      parts.add(one(random, "", ",ssl=true", ",name=x", ",colour=x", ",h2", ",ssl=x"));
    }
    return parts;
  }

  private static List<String> uri(Random random, List<String> secrets) {
    List<String> parts = new ArrayList<>(List.of(one(random, SCHEMES), "://"));
    if (random.nextBoolean()) {
      String mistake = one(random, "", "", "", "/", "?", "#", ":", "@", "%", "%2F", ",");
      // Without a colon a part would be a user (before one) or a host (without the @).
      boolean alone = random.nextInt(3) == 0 && !mistake.equals(":");
      String start = alone ? "" : one(random, "app:", ":");
      String end = alone ? "@" : "";
      parts.add(start + secret(random, secrets) + mistake + secret(random, secrets) + end);
      parts.add(alone || random.nextInt(20) == 0 ? "" : "@");
    }
    parts.add(one(random, "h", "h:1", "h,i:2", "[::1]", "/run/s", ""));
    parts.add(one(random, "", "/", "/0", "/3", "/x"));
    if (random.nextBoolean()) {
      parts.add("?");
      parts.add(key(random));
      parts.add("=");
      parts.add(one(random, VALUES));
      parts.add(one(random, "", "&db=1", "&timeout=1s", "&colour=1"));
    }
    parts.add(one(random, "", "", "#m"));
    return parts;
  }

  private static String key(Random random) {
    List<Option<?>> keys =
        RedisSettings.DECLARED.all().stream()
            .filter(option -> option.hasText() && option != RedisSettings.ENDPOINTS)
            .toList();
    List<String> names = keys.get(random.nextInt(keys.size())).names();
    return random.nextInt(8) == 0
        ? one(
            random,
            "allowAdmin",
            "syncTimeout",
            "keepAlive",
            "proxy",
            "tunnel",
            "$PUBLISH",
            "$X",
            "colour")
        : names.get(random.nextInt(names.size()));
  }

  private static String secret(Random random, List<String> secrets) {
    StringBuilder secret = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      secret.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    secrets.add(secret.toString());
    return secret.toString();
  }

  private static String changed(String part, Random random) {
    int at = random.nextInt(part.length() + 1);
    String sign = String.valueOf(SIGNS.charAt(random.nextInt(SIGNS.length())));
    int behind = Math.min(part.length(), at + random.nextInt(2));
    return part.substring(0, at) + (random.nextInt(3) == 0 ? "" : sign) + part.substring(behind);
  }

  private static String one(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
