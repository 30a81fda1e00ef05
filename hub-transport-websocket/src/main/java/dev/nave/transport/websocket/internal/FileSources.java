package dev.nave.transport.websocket.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where static files come from. */
public final class FileSources {
  private FileSources() {}

  /** Files of a directory and below, unless a symbolic link leads out of it. */
  public static StaticFiles.Source directory(Path directory) {
    return name -> {
      Path file = resolve(directory, name);
      return file == null || !Files.isRegularFile(file)
          ? null
          : read(Files.newInputStream(file), name);
    };
  }

  /**
   * Checks that a folder of the class path may be served: not the whole, in which are the classes
   * and the configuration of the application, nor what describes its parts.
   *
   * @param folder without a slash at either end
   * @param given as the application wrote it
   * @throws IllegalArgumentException if it may not
   */
  public static void checkFolder(String folder, String given) {
    String[] names = folder.split("/", -1);
    String reason = null;
    if (folder.isEmpty() || folder.equals(".")) {
      reason = "is the whole class path, with the application's classes and configuration";
    } else if (!Arrays.stream(names).allMatch(name -> StaticFiles.isPlain(name))) {
      reason = "is no path of plain names";
    } else if (names[0].equalsIgnoreCase("META-INF")
        && (names.length == 1 || !names[1].equals("resources"))) {
      reason = "is not for clients: of META-INF only META-INF/resources is";
    } else if (names[0].equalsIgnoreCase("BOOT-INF") || names[0].equalsIgnoreCase("WEB-INF")) {
      reason = "is not for clients: it holds the application";
    }
    if (reason != null) {
      throw new IllegalArgumentException(
          "staticFiles: the folder \"" + given + "\" " + reason + "; name one such as \"web\"");
    }
  }

  /**
   * Resources of the class path, but for classes.
   *
   * @param folder without a slash at either end
   */
  public static StaticFiles.Source classPath(ClassLoader loader, String folder) {
    return name -> {
      if (name.toLowerCase(Locale.ROOT).endsWith(".class")) {
        return null;
      }
      URL url = loader.getResource(folder.isEmpty() ? name : folder + "/" + name);
      return url == null || isFolder(url) ? null : read(open(url), name);
    };
  }

  private static @Nullable Path resolve(Path directory, String name) throws IOException {
    Path file;
    try {
      file = directory.resolve(name);
    } catch (InvalidPathException e) {
      return null;
    }
    if (!Files.exists(file)) {
      return null;
    }
    Path real = file.toRealPath();
    return real.startsWith(directory.toRealPath()) ? real : null;
  }

  private static boolean isFolder(URL url) throws IOException {
    if (url.getProtocol().equals("file")) {
      try {
        return Files.isDirectory(Path.of(url.toURI()));
      } catch (URISyntaxException e) {
        throw new IOException("cannot read the resource " + url, e);
      }
    }
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection jar) {
      try (java.util.jar.JarFile file = jar.getJarFile()) {
        return file.getEntry(jar.getEntryName() + "/") != null;
      }
    }
    return false;
  }

  private static InputStream open(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection.getInputStream();
  }

  private static byte[] read(InputStream from, String name) throws IOException {
    try (InputStream in = from) {
      byte[] content = in.readNBytes(StaticFiles.MAX_FILE_BYTES + 1);
      if (content.length > StaticFiles.MAX_FILE_BYTES) {
        throw new IOException(
            name + " is longer than the " + StaticFiles.MAX_FILE_BYTES + " bytes that are served");
      }
      return content;
    }
  }
}
