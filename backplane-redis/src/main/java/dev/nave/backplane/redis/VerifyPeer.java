package dev.nave.backplane.redis;

/** How much of a certificate is checked, as Lettuce's URIs call it. */
enum VerifyPeer {
  NONE,
  CA,
  FULL;

  void set(RedisOptions.Builder builder) {
    builder.verifyCertificate(this != NONE).verifyHostName(this == FULL);
  }

  static VerifyPeer of(Settings settings) {
    if (!settings.verifyCertificate) {
      return NONE;
    }
    return settings.verifyHostName ? FULL : CA;
  }
}
