package dev.nave.conformance.differential;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a client does. What follows at once, without waiting for what the server makes of
 * it, is a <em>batch</em>: it ends at an op that is {@code last}, or where another client acts.
 *
 * @param actor which client
 * @param kind what it does
 * @param text a hub message as JSON; else what the kind says
 * @param framing how it goes into frames
 * @param last whether it ends a batch
 * @param awaits what must have arrived at the end of the batch: a client's name, a space, an
 *     {@linkplain Event#key() event's key}
 * @param holds the gate that the client's later calls wait for from here on; may be none
 * @param opens the gate that it opens; may be none
 */
record Op(
    String actor,
    Kind kind,
    String text,
    Framing framing,
    boolean last,
    List<String> awaits,
    @Nullable String holds,
    @Nullable String opens) {
  /** What a client can do. */
  enum Kind {
    /** Sends a hub message, given as JSON for either protocol. */
    MESSAGE,
    /** Sends text as it stands: hub protocol that is broken, for JSON. */
    RAW,
    /** Sends bytes, given in hexadecimal: hub protocol that is broken, for MessagePack. */
    BYTES,
    /** Sends an invocation with an argument of that many bytes. */
    OVERSIZED,
    /** Leaves by a {@link Wire.Leave}. */
    LEAVE
  }

  /** How a message goes into frames. */
  enum Framing {
    OWN,
    /** In one frame with what the client sent before it in this batch. */
    JOINED,
    /** Over two frames, each of which ends in the middle of a message. */
    SPLIT,
    /** In one WebSocket message of two fragments. */
    FRAGMENTS,
    /** In several TCP segments. */
    PIECES
  }

  static Op message(String actor, String json) {
    return new Op(actor, Kind.MESSAGE, json, Framing.OWN, true, List.of(), null, null);
  }

  static Op leave(String actor, Wire.Leave how) {
    return new Op(actor, Kind.LEAVE, how.name(), Framing.OWN, true, List.of(), null, null);
  }

  static Op of(String actor, Kind kind, String text) {
    return new Op(actor, kind, text, Framing.OWN, true, List.of(), null, null);
  }

  Op framed(Framing other) {
    return new Op(actor, kind, text, other, last, awaits, holds, opens);
  }

  Op goingOn() {
    return new Op(actor, kind, text, framing, false, awaits, holds, opens);
  }

  Op awaiting(List<String> what) {
    return new Op(actor, kind, text, framing, last, List.copyOf(what), holds, opens);
  }

  Op holding(String gate) {
    return new Op(actor, kind, text, framing, last, awaits, gate, opens);
  }

  Op opening(String gate) {
    return new Op(actor, kind, text, framing, last, awaits, holds, gate);
  }

  /** Returns whether the server is to end the connection for it. */
  boolean endsByMessage() {
    return kind == Kind.RAW
        || kind == Kind.BYTES
        || kind == Kind.OVERSIZED
        || (kind == Kind.MESSAGE
            && (text.startsWith("{\"type\":7") || text.contains("\"target\":\"Abort\"")));
  }

  @Override
  public String toString() {
    String frames = framing == Framing.OWN ? "" : " [" + lower(framing) + "]";
    String what = kind == Kind.MESSAGE ? "" : lower(kind) + " ";
    return actor + " > " + what + text + frames + (last ? "" : " ...");
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
