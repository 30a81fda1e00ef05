package dev.nave.transport.websocket.internal;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ByteProcessor;
import java.util.List;

/**
 * Finds header lines that are folded, which the decoder would join: other software reads them in
 * another way. Such a request is malformed. Source: RFC 9112, section 5.2. Loop only.
 */
final class HeadScanner implements ByteProcessor {
  private Place place = Place.AFTER_HEAD;
  private boolean folded;
  private int scanned;

  private enum Place {
    /** Blank lines may come before a request. */
    BEFORE_HEAD,
    IN_LINE,
    AFTER_LINE,
    AFTER_LINE_AND_CR,
    AFTER_HEAD
  }

  /** A request begins. */
  void begin() {
    place = Place.BEFORE_HEAD;
    folded = false;
    scanned = 0;
  }

  /** Looks at what has come since the last time. */
  void scan(ByteBuf bytes) {
    if (place != Place.AFTER_HEAD) {
      bytes.forEachByte(bytes.readerIndex() + scanned, bytes.readableBytes() - scanned, this);
    }
  }

  /** The decoder has read some of the bytes, and perhaps decoded the head. */
  void decoded(ByteBuf bytes, List<Object> messages) {
    scanned = bytes.readableBytes();
    for (Object message : messages) {
      if (folded && message instanceof HttpRequest head) {
        head.setDecoderResult(
            DecoderResult.failure(new IllegalArgumentException("a header line is folded")));
      }
    }
  }

  @Override
  public boolean process(byte value) {
    place =
        switch (place) {
          case BEFORE_HEAD -> value > ' ' ? Place.IN_LINE : Place.BEFORE_HEAD;
          case IN_LINE -> value == '\n' ? Place.AFTER_LINE : Place.IN_LINE;
          case AFTER_LINE ->
              switch (value) {
                case '\r' -> Place.AFTER_LINE_AND_CR;
                case '\n' -> Place.AFTER_HEAD;
                case ' ', '\t' -> {
                  folded = true;
                  yield Place.IN_LINE;
                }
                default -> Place.IN_LINE;
              };
          case AFTER_LINE_AND_CR -> value == '\n' ? Place.AFTER_HEAD : Place.IN_LINE;
          case AFTER_HEAD -> Place.AFTER_HEAD;
        };
    return place != Place.AFTER_HEAD;
  }
}
