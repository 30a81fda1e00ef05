package dev.nave.transport.websocket.internal;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that are served below a path. Only plain names are looked up: no dot files, no {@code ..},
 * nothing that a file system could take for anything but the name of a file.
 */
public final class StaticFiles {
  /** The longest file that is served, in bytes: each is held in memory while it is sent. */
  static final int MAX_FILE_BYTES = 16 << 20;

  private static final Pattern SEGMENT =
      Pattern.compile("[^./\\\\:\\p{Cntrl}][^/\\\\:\\p{Cntrl}]*");
  private static final String INDEX = "index.html";

  /** Where the files are. */
  public interface Source {
    /**
     * Returns the content of a file, null if there is none.
     *
     * @param name names joined by slashes, each harmless
     * @throws IOException if the file is there but cannot be read, or is too long
     */
    byte @Nullable [] read(String name) throws IOException;
  }

  private final String prefix;
  private final Source source;

  /**
   * Serves the files of {@code source} below {@code path}.
   *
   * @param path begins with a slash
   */
  public StaticFiles(String path, Source source) {
    this.prefix = path.endsWith("/") ? path : path + "/";
    this.source = source;
  }

  /** Returns the name of the file that stands at a path, null if none can. */
  @Nullable String nameAt(String path) {
    if (!path.startsWith(prefix)) {
      return null;
    }
    String name = path.substring(prefix.length());
    if (name.isEmpty() || name.endsWith("/")) {
      name += INDEX;
    }
    for (String segment : name.split("/", -1)) {
      if (!isPlain(segment)) {
        return null;
      }
    }
    return name;
  }

  /** Returns whether one name of a path is harmless. */
  static boolean isPlain(String segment) {
    return SEGMENT.matcher(segment).matches();
  }

  Source source() {
    return source;
  }
}
