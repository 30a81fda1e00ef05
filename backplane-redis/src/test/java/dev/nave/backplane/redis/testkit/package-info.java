/**
 * Real Redis servers, and ways to break them and the network before them: for the tests of this
 * module and of others. Needs JUnit, AssertJ and Awaitility; embedded-redis and Testcontainers only
 * where no redis-server is installed.
 */
@NullMarked
package dev.nave.backplane.redis.testkit;

import org.jspecify.annotations.NullMarked;
