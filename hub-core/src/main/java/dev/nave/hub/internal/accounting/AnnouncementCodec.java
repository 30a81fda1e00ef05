package dev.nave.hub.internal.accounting;

import dev.nave.hub.internal.accounting.Announcement.Item;
import dev.nave.hub.internal.accounting.Announcement.Range;
import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.codec.MismatchException;
import dev.nave.hub.internal.messagepack.Code;
import dev.nave.hub.internal.messagepack.MessagePackInput;
import dev.nave.hub.internal.messagepack.MessagePackOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of announcements: {@code [origin, number, since, interval in ms, piece, last, [topic,
 * number, [from, to, ...], ...], {origin: number}, {text: anything}]}. The last map is for later
 * additions, and left out where there are none: {@code "shape"} is the shape of the hub, an
 * integer. Keys that are not known are skipped, and so are items behind these.
 *
 * <p>Reading is safe with any bytes: what it makes of them is not larger than a small multiple of
 * their number, which is bounded.
 */
final class AnnouncementCodec {
  /** The largest piece. */
  static final int MAX_PIECE_BYTES = 64 * 1024;

  /** The longest name of a node, in characters. */
  static final int MAX_ORIGIN_LENGTH = 128;

  private static final int ITEMS = 8;
  private static final int PER_ITEM = 3;
  private static final String SHAPE = "shape";

  private AnnouncementCodec() {}

  /** Returns the piece without its items, and how many bytes it takes at most. */
  static int overhead(Announcement piece) {
    ByteBuilder out = new ByteBuilder(256);
    writeFront(piece, out);
    writeAsks(piece, out);
    writeAdditions(piece, out);
    return out.size() + MessagePackOutput.containerHeaderSize(MAX_PIECE_BYTES);
  }

  static byte[] write(Announcement piece) {
    ByteBuilder out = new ByteBuilder(256);
    writeFront(piece, out);
    MessagePackOutput.writeArrayHeader(PER_ITEM * piece.items().size(), out);
    piece.items().forEach(item -> writeItem(item, out));
    writeAsks(piece, out);
    writeAdditions(piece, out);
    return out.toByteArray();
  }

  private static void writeFront(Announcement piece, ByteBuilder out) {
    MessagePackOutput.writeArrayHeader(piece.shape() == 0 ? ITEMS : ITEMS + 1, out);
    MessagePackOutput.writeString(piece.origin(), out);
    MessagePackOutput.writeInteger(piece.number(), out);
    MessagePackOutput.writeInteger(piece.since(), out);
    MessagePackOutput.writeInteger(piece.intervalMillis(), out);
    MessagePackOutput.writeInteger(piece.piece(), out);
    MessagePackOutput.writeBoolean(piece.last(), out);
  }

  private static void writeAsks(Announcement piece, ByteBuilder out) {
    MessagePackOutput.writeMapHeader(piece.asks().size(), out);
    piece
        .asks()
        .forEach(
            (origin, number) -> {
              MessagePackOutput.writeString(origin, out);
              MessagePackOutput.writeInteger(number, out);
            });
  }

  private static void writeAdditions(Announcement piece, ByteBuilder out) {
    if (piece.shape() != 0) {
      MessagePackOutput.writeMapHeader(1, out);
      MessagePackOutput.writeString(SHAPE, out);
      MessagePackOutput.writeInteger(piece.shape(), out);
    }
  }

  static int size(Item item) {
    ByteBuilder out = new ByteBuilder(128);
    writeItem(item, out);
    return out.size();
  }

  private static void writeItem(Item item, ByteBuilder out) {
    MessagePackOutput.writeString(item.topic(), out);
    MessagePackOutput.writeInteger(item.number(), out);
    MessagePackOutput.writeArrayHeader(2 * item.voids().size(), out);
    for (Range each : item.voids()) {
      MessagePackOutput.writeInteger(each.from(), out);
      MessagePackOutput.writeInteger(each.to(), out);
    }
  }

  static Announcement read(byte[] bytes) throws IOException {
    if (bytes.length > MAX_PIECE_BYTES) {
      throw new IOException(
          "an announcement of "
              + bytes.length
              + " bytes is larger than the bound, which is "
              + MAX_PIECE_BYTES);
    }
    MessagePackInput in = new MessagePackInput(bytes, 0, bytes.length);
    try {
      int count = in.readArrayHeader();
      if (count < ITEMS) {
        throw new IOException("an announcement has fewer than " + ITEMS + " items");
      }
      return new Announcement(
          readOrigin(in),
          atMost(Sequence.MAX_EPOCH, "number", in.readLong()),
          notNegative("since", in.readLong()),
          notNegative("interval", in.readLong()),
          in.readInt(),
          in.readBoolean(),
          readItems(in),
          readAsks(in),
          count == ITEMS ? 0 : readShape(in));
    } catch (MismatchException e) {
      throw new IOException("not a valid announcement", e);
    }
  }

  private static List<Item> readItems(MessagePackInput in) throws IOException {
    int count = in.readArrayHeader() / PER_ITEM;
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String topic = readText(in);
      long number = notNegative("number", in.readLong());
      items.add(new Item(topic, number, readVoids(in, Sequence.count(number))));
    }
    return items;
  }

  private static List<Range> readVoids(MessagePackInput in, long max) throws IOException {
    int count = in.readArrayHeader() / 2;
    List<Range> voids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long from = in.readLong();
      long to = in.readLong();
      if (from < 1 || from > to || to > max) {
        throw new IOException(
            "void numbers from " + from + " to " + to + " are not within 1 to " + max);
      }
      voids.add(new Range(from, to));
    }
    return voids;
  }

  private static Map<String, Long> readAsks(MessagePackInput in) throws IOException {
    int count = in.readMapHeader();
    Map<String, Long> asks = new HashMap<>();
    for (int i = 0; i < count; i++) {
      asks.put(readOrigin(in), notNegative("number", in.readLong()));
    }
    return asks;
  }

  private static long readShape(MessagePackInput in) throws IOException {
    long shape = 0;
    int count = in.family() == Code.Family.MAP ? in.readMapHeader() : 0;
    for (int i = 0; i < count; i++) {
      if (SHAPE.equals(readText(in))) {
        shape = in.readLong();
      } else {
        in.skip();
      }
    }
    return shape;
  }

  private static String readOrigin(MessagePackInput in) throws IOException {
    String origin = readText(in);
    if (origin.isEmpty() || origin.length() > MAX_ORIGIN_LENGTH) {
      throw new IOException(
          "a server's id must have 1 to "
              + MAX_ORIGIN_LENGTH
              + " characters, but this one has "
              + origin.length());
    }
    return origin;
  }

  private static String readText(MessagePackInput in) throws IOException {
    @Nullable String text = in.readString();
    if (text == null) {
      throw new IOException("nil where a name is needed");
    }
    return text;
  }

  private static long atMost(long max, String what, long value) throws IOException {
    if (value > max) {
      throw new IOException("a " + what + " must be at most " + max + " but is " + value);
    }
    return notNegative(what, value);
  }

  private static long notNegative(String what, long value) throws IOException {
    if (value < 0) {
      throw new IOException("a " + what + " must not be negative but is " + value);
    }
    return value;
  }
}
