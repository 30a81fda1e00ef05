package dev.nave.conformance.differential;

import org.jspecify.annotations.Nullable;

/**
 * A client of a program.
 *
 * @param name one letter; its connection id stands as {@code <name>} in programs and transcripts
 * @param messagePack whether it speaks MessagePack, else JSON
 * @param user the user it connects as; none for an anonymous one
 * @param server which server of a farm it connects to
 */
record Member(
    String name, Mode.Transport transport, boolean messagePack, @Nullable String user, int server) {
  /** The client that watches the others leave, is always there, and never leaves. */
  static final String WITNESS = "w";

  @Override
  public String toString() {
    return name
        + " ("
        + Mode.of(
                (transport + "-" + (messagePack ? "messagepack" : "json"))
                    .toLowerCase(java.util.Locale.ROOT))
            .title()
        + (user == null ? "" : ", user " + user)
        + ", server "
        + server
        + ")";
  }
}
