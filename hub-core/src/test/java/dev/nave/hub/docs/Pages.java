package dev.nave.hub.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages of {@code docs/}, the Java blocks in them, and the sources those must come from. */
public final class Pages {
  /** The top of the project: tests run in the folder of their module. */
  static final Path TOP = Path.of("..").toAbsolutePath().normalize();

  private Pages() {}

  /**
   * A fenced Java block.
   *
   * @param line where its fence is, counted from 1
   * @param lines what stands in it, trimmed and without blank lines; not its package, which is the
   *     reader's
   */
  record Block(String page, int line, List<String> lines) {
    @Override
    public String toString() {
      return page + ", line " + line;
    }
  }

  public static Path docs() {
    return TOP.resolve("docs");
  }

  static List<Block> javaBlocks() {
    List<Block> blocks = new ArrayList<>();
    for (Path page : files(docs(), 1, ".md")) {
      blocks.addAll(javaBlocks("docs/" + page.getFileName(), lines(page)));
    }
    return blocks;
  }

  static List<Block> javaBlocks(String page, List<String> text) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      if (text.get(i).strip().equals("```java")) {
        int begin = i + 1;
        int end = begin;
        while (end < text.size() && !text.get(end).strip().equals("```")) {
          end++;
        }
        blocks.add(new Block(page, begin, withoutPackage(trimmed(text.subList(begin, end)))));
        i = end;
      }
    }
    return blocks;
  }

  private static List<String> withoutPackage(List<String> lines) {
    boolean named = !lines.isEmpty() && lines.get(0).matches("package [\\w.]+;");
    return named ? lines.subList(1, lines.size()) : lines;
  }

  /** Returns the lines of each source that pages may show, trimmed and without blank lines. */
  static List<List<String>> sources() {
    return files(TOP, Integer.MAX_VALUE, ".java").stream()
        .filter(Pages::isShown)
        .map(source -> trimmed(lines(source)))
        .toList();
  }

  private static boolean isShown(Path source) {
    String path = name(source);
    return path.startsWith("samples/") || path.matches(".*/src/test/java/.*/docs/[^/]+");
  }

  /** Returns the files of that ending, in order; what was built is left out. */
  static List<Path> files(Path folder, int depth, String ending) {
    try (Stream<Path> found = Files.walk(folder, depth)) {
      return found
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !("/" + name(file)).contains("/target/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the path of a file from the top of the project, with slashes. */
  static String name(Path file) {
    return TOP.relativize(file).toString().replace('\\', '/');
  }

  public static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> trimmed(List<String> lines) {
    return lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
