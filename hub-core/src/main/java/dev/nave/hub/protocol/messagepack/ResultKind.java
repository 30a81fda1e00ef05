package dev.nave.hub.protocol.messagepack;

/** What a completion carries. Source: HubProtocol.md, "Completion Message Encoding". */
final class ResultKind {
  static final int ERROR = 1;
  static final int VOID = 2;
  static final int NON_VOID = 3;

  private ResultKind() {}
}
