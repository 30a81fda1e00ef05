package dev.nave.hub.internal.endpoint;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * Makes connection ids and tokens: 128 random bits each, in 22 characters that need no escaping in
 * a URL. Any thread.
 *
 * <p>Random bytes are drawn by the page and handed out from several pages, because a {@link
 * SecureRandom} lets one thread in at a time and some ask the operating system each time.
 */
final class RandomIds {
  private static final int ID_BYTES = 16;
  private static final int PAGE_BYTES = 256 * ID_BYTES;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final Page[] pages;

  RandomIds() {
    SecureRandom random = new SecureRandom();
    pages = new Page[Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) * 2];
    Arrays.setAll(pages, unused -> new Page(random));
  }

  /** Returns a fresh id. */
  String next() {
    int page = Long.hashCode(Thread.currentThread().getId()) & (pages.length - 1);
    return ENCODER.encodeToString(pages[page].take());
  }

  /** Random bytes drawn ahead, each used once. */
  private static final class Page {
    private final SecureRandom random;
    private final byte[] bytes = new byte[PAGE_BYTES];
    private int used = PAGE_BYTES;

    Page(SecureRandom random) {
      this.random = random;
    }

    synchronized byte[] take() {
      if (used == PAGE_BYTES) {
        random.nextBytes(bytes);
        used = 0;
      }
      byte[] id = Arrays.copyOfRange(bytes, used, used + ID_BYTES);
      Arrays.fill(bytes, used, used + ID_BYTES, (byte) 0); // Spent ids are not kept in memory.
      used += ID_BYTES;
      return id;
    }
  }
}
