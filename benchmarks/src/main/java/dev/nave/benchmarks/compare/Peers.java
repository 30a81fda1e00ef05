package dev.nave.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Servers of other projects, which are no part of this build: a folder with netty-socketio, fetched
 * by Maven, and with Socket.IO, fetched by npm. Each is there only after {@link #install}.
 */
public final class Peers {
  private static final String NETTY_SOCKETIO = "netty-socketio";
  private static final String SOCKET_IO = "socket-io";
  private static final String JARS = "lib";
  private static final Pattern VERSION_OF_JAR = Pattern.compile("netty-socketio-(.+)\\.jar");
  private static final Pattern VERSION_OF_PACKAGE = Pattern.compile("\"version\": \"([^\"]+)\"");

  private final Path folder;

  /** Looks into the folder only when asked. */
  public Peers(Path folder) {
    this.folder = folder;
  }

  /** Fetches both, which takes a minute and the registries of Maven and npm. */
  public void install(PrintStream out) throws IOException, InterruptedException {
    Path java = unpack(NETTY_SOCKETIO, List.of("pom.xml", "NettySocketIoServer.java"));
    run(out, java, "mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=" + JARS);
    Path node = unpack(SOCKET_IO, List.of("package.json", "server.js"));
    run(out, node, "npm", "install", "--no-audit", "--no-fund");
  }

  private Path unpack(String peer, List<String> files) throws IOException {
    Path own = Files.createDirectories(folder.resolve(peer));
    for (String file : files) {
      try (InputStream in = Peers.class.getResourceAsStream("/peers/" + peer + "/" + file)) {
        if (in == null) {
          throw new IOException("this build has no file " + file + " of " + peer);
        }
        Files.copy(in, own.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return own;
  }

  private static void run(PrintStream out, Path folder, String... command)
      throws IOException, InterruptedException {
    out.println(folder + ": " + String.join(" ", command));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(command[0] + " failed in " + folder);
    }
  }

  /** Returns whether netty-socketio is installed. */
  public boolean hasNettySocketIo() {
    return nettySocketIoVersion().isPresent();
  }

  /** Returns whether Socket.IO is installed, and Node is there to run it. */
  public boolean hasSocketIo() {
    return socketIoVersion().isPresent() && Machine.hasProgram("node");
  }

  /** Returns the version of netty-socketio that is installed. */
  Optional<String> nettySocketIoVersion() {
    Path jars = folder.resolve(NETTY_SOCKETIO).resolve(JARS);
    if (!Files.isDirectory(jars)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(jars)) {
      return files
          .map(file -> VERSION_OF_JAR.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(match -> match.group(1))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the version of Socket.IO that is installed. */
  Optional<String> socketIoVersion() {
    Path description =
        folder.resolve(SOCKET_IO).resolve(Path.of("node_modules", "socket.io", "package.json"));
    try {
      Matcher version = VERSION_OF_PACKAGE.matcher(Files.readString(description));
      return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the command that serves netty-socketio, but for the port. */
  List<String> nettySocketIo(String java) {
    Path own = folder.resolve(NETTY_SOCKETIO);
    return new ArrayList<>(
        List.of(
            java,
            "-cp",
            own.resolve(JARS) + "/*",
            own.resolve("NettySocketIoServer.java").toString()));
  }

  /** Returns the command that serves Socket.IO, but for the port. */
  List<String> socketIo() {
    return new ArrayList<>(
        List.of("node", folder.resolve(SOCKET_IO).resolve("server.js").toString()));
  }
}
