package dev.nave.backplane.redis;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user of a real server who may run the commands of Redis 6.2 and no later ones, by what the
 * server itself says of each ({@code COMMAND DOCS}, Redis 7). It holds in scripts, too. What a
 * permission cannot forbid are options of a command that came later.
 */
final class RedisSixCommands {
  private static final String USER = "six";

  private RedisSixCommands() {}

  /** Makes the user, and returns a connection string for it. */
  static String connectionString(RedisServer redis) {
    List<String> rules =
        new ArrayList<>(List.of("ACL", "SETUSER", USER, "on", ">two", "~*", "&*", "+@all"));
    List<?> docs = (List<?>) Objects.requireNonNull(redis.command("COMMAND", "DOCS"));
    for (int i = 0; i < docs.size(); i += 2) {
      forbidLater(String.valueOf(docs.get(i)), docs.get(i + 1), rules);
    }
    redis.command(rules.toArray(String[]::new));
    return redis.address() + ",user=" + USER + ",password=two";
  }

  private static void forbidLater(String name, Object command, List<String> rules) {
    if (isLater(String.valueOf(field(command, "since")))) {
      rules.add("-" + name);
    } else if (field(command, "subcommands") instanceof List<?> parts) {
      for (int i = 0; i < parts.size(); i += 2) {
        forbidLater(String.valueOf(parts.get(i)), parts.get(i + 1), rules);
      }
    }
  }

  private static boolean isLater(String version) {
    String[] parts = version.split("\\.", -1);
    int major = Integer.parseInt(parts[0]);
    return major > 6 || (major == 6 && Integer.parseInt(parts[1]) > 2);
  }

  private static @Nullable Object field(Object map, String name) {
    List<?> pairs = (List<?>) map;
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equals(name)) {
        return pairs.get(i + 1);
      }
    }
    return null;
  }
}
