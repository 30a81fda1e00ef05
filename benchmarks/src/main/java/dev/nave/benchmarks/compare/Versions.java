package dev.nave.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of the servers that take part, as far as they can be told. */
final class Versions {
  private static final Pattern OF_ASP_NET_CORE = Pattern.compile("ASP\\.NET Core \\S+ ([\\d.]+)");
  private static final Pattern OF_REDIS = Pattern.compile("v=([\\d.]+)");

  private Versions() {}

  /** Returns one text for each kind of program besides the JVM of the other servers. */
  static List<String> of(List<ServerKind> servers, ServerPrograms programs)
      throws IOException, InterruptedException {
    List<String> versions = new ArrayList<>();
    if (servers.contains(ServerKind.NAVE_NEWEST) && programs.newestJava().isPresent()) {
      String java = programs.newestJava().get().resolve("bin").resolve("java").toString();
      versions.add("newest JDK: " + Machine.versionOf(java));
    }
    if (servers.stream().anyMatch(kind -> kind.alone() == ServerKind.REFERENCE)) {
      versions.add("ASP.NET Core SignalR " + ofReference(programs.reference()));
    }
    Peers peers = new Peers(programs.peers());
    if (servers.contains(ServerKind.NETTY_SOCKETIO)) {
      versions.add("netty-socketio " + peers.nettySocketIoVersion().orElse("that is not there"));
    }
    if (servers.stream().anyMatch(kind -> kind.alone() == ServerKind.SOCKET_IO)) {
      versions.add(
          String.format(
              "Socket.IO %s on Node %s",
              peers.socketIoVersion().orElse("that is not there"),
              Machine.hasProgram("node") ? Machine.said("node", "--version").strip() : "?"));
    }
    if (servers.stream().anyMatch(ServerKind::needsRedis)) {
      versions.add("Redis " + ofRedis());
    }
    return versions;
  }

  /** The script that starts the server says it in a comment. */
  private static String ofReference(Path script) throws IOException {
    return Files.isReadable(script)
        ? find(OF_ASP_NET_CORE, Files.readString(script)).orElse("of unknown version")
        : "that is not there";
  }

  private static String ofRedis() throws IOException, InterruptedException {
    return find(OF_REDIS, Machine.said("redis-server", "--version")).orElse("of unknown version");
  }

  private static Optional<String> find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Returns what tells this build from others: the sizes and times of what it was loaded from. */
  static String ofThisBuild() {
    Path jar = Path.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)[0]);
    try {
      return Files.size(jar) + " bytes of " + Files.getLastModifiedTime(jar);
    } catch (IOException e) {
      return "unknown: " + jar;
    }
  }
}
