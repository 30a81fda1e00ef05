package dev.nave.hub.internal.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.sym.BinaryNameMatcher;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Instead of the names that a parser has met: the few that a reader looks for. Of each other name
 * in ASCII it says that it is empty, since the reader reads over it: no name of a client is kept or
 * made a string, and none makes another one costlier. Names with other characters are decoded, so
 * that they are known to be UTF-8, but for a name whose last four bytes begin with 0xFF, which
 * looks like a shorter one. Stateless, so any number of parsers may share it.
 */
final class FewNames extends UnsharedNames {
  private static final String OTHER = "";
  private static final int HIGH_BITS = 0x80808080;

  private final PropertyNameMatcher known;

  @SuppressWarnings("deprecation") // The other, of Jackson 3.3, is not there in 3.1.
  FewNames(List<String> names) {
    known = BinaryNameMatcher.construct(names);
  }

  @Override
  public @Nullable String findName(int last) {
    int bytes = unpadded(last);
    return name(known.matchByQuad(bytes), bytes);
  }

  @Override
  public @Nullable String findName(int first, int last) {
    int bytes = unpadded(last);
    return name(known.matchByQuad(first, bytes), first | bytes);
  }

  @Override
  public @Nullable String findName(int first, int second, int last) {
    int bytes = unpadded(last);
    return name(known.matchByQuad(first, second, bytes), first | second | bytes);
  }

  @Override
  public @Nullable String findName(int[] quads, int count) {
    int last = quads[count - 1];
    quads[count - 1] = unpadded(last);
    int match = known.matchByQuad(quads, count);
    int all = 0;
    for (int i = 0; i < count; i++) {
      all |= quads[i];
    }
    quads[count - 1] = last; // The parser decodes the name from it if this does not know it.
    return name(match, all);
  }

  private @Nullable String name(int match, int bytes) {
    if (match >= 0) {
      return known.nameLookup()[match];
    }
    return (bytes & HIGH_BITS) == 0 ? OTHER : null;
  }

  /** The last four bytes of a name have 0xFF in front of them if there are fewer. */
  private static int unpadded(int quad) {
    int padding = Integer.numberOfLeadingZeros(~quad) & ~7;
    return padding == 0 ? quad : quad & (int) (0xFFFFFFFFL >>> padding);
  }
}
