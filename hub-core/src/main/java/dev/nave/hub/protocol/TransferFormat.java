package dev.nave.hub.protocol;

/** What a hub protocol needs a transport to carry. */
public enum TransferFormat {
  /** UTF-8 text. */
  TEXT("Text"),
  /** Any bytes. */
  BINARY("Binary");

  private final String wireName;

  TransferFormat(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the name in the answer to a negotiate request. */
  public String wireName() {
    return wireName;
  }
}
