package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.LoadResult;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What tables tell of the results of all rounds, which are in their order. */
final class Figures {
  private Figures() {}

  /** Returns the median of a figure; NaN if it is unknown. */
  static double median(List<LoadResult> results, ToDoubleFunction<LoadResult> figure) {
    return median(results.stream().mapToDouble(figure).sorted().toArray());
  }

  /**
   * Returns the median of the ratios of CPU time within a round, and their quartiles: half of the
   * rounds are between them. With up to three rounds these are the lowest and the highest.
   */
  static String ratio(List<LoadResult> own, List<LoadResult> others) {
    double[] ratios =
        IntStream.range(0, own.size())
            .mapToDouble(
                i -> own.get(i).cpuMicrosPerDelivery() / others.get(i).cpuMicrosPerDelivery())
            .sorted()
            .toArray();
    return String.format(
        Locale.ROOT, "%.2f (%.2f-%.2f)", median(ratios), quartile(ratios, 1), quartile(ratios, 3));
  }

  /** Returns the smallest figure that {@code quarters} quarters of all do not exceed. */
  private static double quartile(double[] sorted, int quarters) {
    return sorted[(sorted.length * quarters + 3) / 4 - 1];
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
