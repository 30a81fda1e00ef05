package dev.nave.benchmarks.jmh;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures what the benchmarks of this package allocate, and compares it with a baseline. */
public final class AllocationBaseline {
  /** Where the baseline is in the repository. */
  public static final Path USUAL_FILE = Path.of("benchmarks", "allocation-baseline.txt");

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String OTHER_LIBRARY = "msgpack-core";

  /**
   * The second compiler leaves out allocations of objects that do not escape, but not the same ones
   * in every run.
   */
  private static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";

  private AllocationBaseline() {}

  /**
   * How to measure.
   *
   * @param include which benchmarks: a regular expression for their full names
   * @param iterations how often each runs before it is measured, and how often after that
   * @param iterationMillis how long each time
   */
  public record Effort(String include, int iterations, int iterationMillis) {}

  /** Measures, and writes the baseline. */
  public static void write(Path file, Effort effort, PrintStream out)
      throws IOException, RunnerException {
    Allocations now = measure(effort);
    now.write(file);
    out.println(file + ": " + now.bytes().size() + " benchmarks");
  }

  /**
   * Measures, and prints each figure beside that of the baseline.
   *
   * @param tolerancePercent how much more is no news
   * @return whether no benchmark allocates more than in the baseline
   * @throws IllegalArgumentException if the baseline is of another version of Java
   */
  public static boolean compare(Path file, Effort effort, int tolerancePercent, PrintStream out)
      throws IOException, RunnerException {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("no baseline " + file + "; --write makes it");
    }
    Allocations baseline = Allocations.read(file);
    if (baseline.java() != thisJava()) {
      throw new IllegalArgumentException(
          String.format(
              "the baseline is of Java %d, and this is Java %d: allocations differ",
              baseline.java(), thisJava()));
    }
    Allocations.Comparison comparison = measure(effort).against(baseline, tolerancePercent);
    comparison.lines().forEach(out::println);
    out.printf(
        "%d benchmarks, %d of them allocate more than before%n",
        comparison.lines().size(), comparison.grown().size());
    return comparison.grown().isEmpty();
  }

  private static int thisJava() {
    return Runtime.version().feature();
  }

  private static Allocations measure(Effort effort) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    TimeValue time = TimeValue.milliseconds(effort.iterationMillis());
    options
        .include(effort.include())
        .addProfiler(GCProfiler.class)
        .forks(1)
        .warmupIterations(effort.iterations())
        .warmupTime(time)
        .measurementIterations(effort.iterations())
        .measurementTime(time)
        .jvmArgsAppend(
            FIRST_COMPILER_ONLY,
            "-XX:+UseSerialGC",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    System.setProperty("jmh.ignoreLock", "true"); // Another run does not change what is allocated.
    Collection<RunResult> results = new Runner(options.build()).run();
    SortedMap<String, Double> bytes = new TreeMap<>();
    for (RunResult result : results) {
      String name = name(result.getParams());
      if (!name.contains(OTHER_LIBRARY)) {
        bytes.put(name, least(result));
      }
    }
    return new Allocations(thisJava(), bytes);
  }

  /** Returns the bytes of the best repetition: in others something else was loaded or compiled. */
  private static double least(RunResult result) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .map(iteration -> iteration.getSecondaryResults().get(ALLOCATED))
        .filter(Objects::nonNull)
        .mapToDouble(allocated -> allocated.getScore())
        .min()
        .orElseThrow(() -> new IllegalStateException("this JVM does not tell what it allocates"));
  }

  /** Returns the class, the method and the parameters. */
  private static String name(BenchmarkParams params) {
    String full = params.getBenchmark();
    String parameters =
        params.getParamsKeys().stream()
            .map(key -> " " + key + "=" + params.getParam(key))
            .collect(Collectors.joining());
    int method = full.lastIndexOf('.');
    return full.substring(full.lastIndexOf('.', method - 1) + 1) + parameters;
  }
}
