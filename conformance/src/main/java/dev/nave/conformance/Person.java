package dev.nave.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value with named parts, sent by clients and echoed to them. */
record Person(@Nullable String name, int age, @Nullable List<String> tags) {}
