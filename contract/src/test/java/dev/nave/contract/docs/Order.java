package dev.nave.contract.docs;

import org.jspecify.annotations.Nullable;

public record Order(long id, String item, @Nullable String note) {}
