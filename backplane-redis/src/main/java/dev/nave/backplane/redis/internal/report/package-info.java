/** What is told about Redis: errors, log lines, events. */
@NullMarked
package dev.nave.backplane.redis.internal.report;

import org.jspecify.annotations.NullMarked;
