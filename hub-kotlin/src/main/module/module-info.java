import dev.nave.hub.adapter.HubMethodAdapter;
import dev.nave.hub.kotlin.KotlinMethodAdapter;

/** Hub methods of Kotlin that suspend, and streams as {@code Flow}. */
module dev.nave.hub.kotlin {
  requires transitive dev.nave.hub;
  requires kotlin.stdlib;
  requires kotlinx.coroutines.core;
  requires kotlinx.coroutines.jdk9;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.nave.hub.kotlin;

  provides HubMethodAdapter with
      KotlinMethodAdapter;
}
