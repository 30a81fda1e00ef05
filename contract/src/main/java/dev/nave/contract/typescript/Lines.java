package dev.nave.contract.typescript;

import java.util.List;

/** Collects lines of code. */
final class Lines {
  private final StringBuilder text = new StringBuilder();
  private String indent = "";

  Lines add(String line) {
    text.append(line.isEmpty() ? "" : indent).append(line).append('\n');
    return this;
  }

  /** Adds a line that opens a block. */
  Lines open(String line) {
    add(line);
    indent += "  ";
    return this;
  }

  /** Adds the line that closes a block. */
  Lines close(String line) {
    return outdent().add(line);
  }

  /** Ends a block that has no line to close it. */
  Lines outdent() {
    indent = indent.substring(2);
    return this;
  }

  /** Adds a comment for tools; nothing if there are no sentences. */
  Lines comment(List<String> sentences) {
    List<String> said =
        sentences.stream()
            .filter(each -> !each.isBlank())
            .map(each -> each.replace("*/", "*\\/"))
            .toList();
    if (said.size() == 1) {
      return add("/** " + said.get(0) + " */");
    }
    if (!said.isEmpty()) {
      add("/**");
      said.forEach(each -> add(" * " + each));
      add(" */");
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
