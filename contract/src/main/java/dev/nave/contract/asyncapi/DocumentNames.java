package dev.nave.contract.asyncapi;

import java.util.Set;

/** Names that AsyncAPI allows: letters, digits, dots, dashes and underscores. */
final class DocumentNames {
  private DocumentNames() {}

  /** Returns a name for a key of the document. */
  static String of(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /** Returns a name that is not taken: two names may become one key. */
  static String free(String name, Set<String> taken) {
    String free = name;
    for (int i = 2; taken.contains(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }
}
