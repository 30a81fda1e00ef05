package dev.nave.auth.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of algorithms that tokens may be signed with. */
final class JwtAlgorithms {
  private static final Map<String, JWSAlgorithm> SECRET =
      byName(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);
  private static final Map<String, JWSAlgorithm> RSA =
      byName(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);
  private static final Map<String, JWSAlgorithm> CURVES =
      byName(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512);

  private JwtAlgorithms() {}

  /** Returns an algorithm of secrets. */
  static JWSAlgorithm secret(String name) {
    return find(name, SECRET, "a secret");
  }

  /** Returns an algorithm of public keys. */
  static JWSAlgorithm publicKey(String name) {
    return RSA.containsKey(name) ? RSA.get(name) : find(name, CURVES, "a public key");
  }

  static boolean isRsa(JWSAlgorithm algorithm) {
    return RSA.containsValue(algorithm);
  }

  /** Returns the number in the name: the bits of its hash. */
  static int bits(JWSAlgorithm algorithm) {
    return Integer.parseInt(algorithm.getName().substring(2));
  }

  /** Returns the bits of its curve: for the largest hash it is no power of two. */
  static int curveBits(JWSAlgorithm algorithm) {
    return algorithm.equals(JWSAlgorithm.ES512) ? 521 : bits(algorithm);
  }

  private static JWSAlgorithm find(String name, Map<String, JWSAlgorithm> from, String kind) {
    JWSAlgorithm algorithm = from.get(name);
    if (algorithm == null) {
      Set<String> known = new TreeSet<>(from.keySet());
      if (from == CURVES) {
        known.addAll(RSA.keySet());
      }
      throw new IllegalArgumentException(
          "the algorithms of " + kind + " are " + known + ", not \"" + name + "\"");
    }
    return algorithm;
  }

  private static Map<String, JWSAlgorithm> byName(JWSAlgorithm... algorithms) {
    return Stream.of(algorithms)
        .collect(Collectors.toUnmodifiableMap(JWSAlgorithm::getName, Function.identity()));
  }
}
