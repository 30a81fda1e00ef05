package kotlin;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands for the annotation that the Kotlin compiler puts on each class. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Metadata {
  /** The metadata, in the compiler's own form. */
  String[] d1() default {};

  /** The strings to which it refers. */
  String[] d2() default {};
}
