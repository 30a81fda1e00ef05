package dev.nave.maven;

import org.jspecify.annotations.Nullable;

/** A hub in the configuration of the plugin; Maven sets the fields. */
public final class HubSetting {
  /** The binary name of the hub class. Required. */
  @Nullable String className;

  /** Where clients find it, such as {@code /chat}. Required. */
  @Nullable String path;

  /** The name of its files without their extension. Default: {@code chat-hub} for ChatHub. */
  @Nullable String fileName;

  /** Creates a setting that says nothing yet. */
  public HubSetting() {}

  /** Returns it as the generator reads it. */
  String argument() {
    if (className == null || path == null) {
      throw new IllegalArgumentException(
          "a <hub> needs <className> and <path>, but has " + className + " and " + path);
    }
    return className + "=" + path + (fileName == null ? "" : "=" + fileName);
  }
}
