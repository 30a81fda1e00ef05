package dev.nave.hub.internal.clientresults;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes the ids that pair questions to clients with their answers: 128 random bits, so that they
 * are unique among all servers, meet no id that a client chose, and cannot be guessed. Any thread.
 */
public final class InvocationIds {
  private static final int ID_BYTES = 16;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecureRandom random = new SecureRandom();

  /** Returns a fresh id. */
  public String next() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return ENCODER.encodeToString(id);
  }
}
