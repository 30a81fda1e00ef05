package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.LoadResult;

/** What one load on one server in one round showed. */
record Finding(Measurement measurement, ServerKind server, LoadResult result) {}
